"""Sentences that Django says of wrong input, read from its own list of what can be translated."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django

LISTS = ("conf/locale/en/LC_MESSAGES/django.po", "contrib/auth/locale/en/LC_MESSAGES/django.po")
SAID_BY = re.compile(r"^#: .*(core/validators|forms/|db/models|password_validation)", re.MULTILINE)
TEXT = re.compile(r'^msgid(?:_plural)? ((?:"[^\n]*"\n?)+)', re.MULTILINE)


def stock_of(words: str) -> str:
    """Return Django's sentence that some words are, filled in or not; empty for any others."""
    return next((sentence for sentence, pattern in _sentences() if pattern.fullmatch(words)), "")


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _pattern(sentence)) for sentence in _read() if sentence.endswith("."))


def _read() -> Iterator[str]:
    for name in LISTS:
        text = (Path(django.__file__).parent / name).read_text(encoding="utf-8")
        for entry in text.split("\n\n"):
            if SAID_BY.search(entry):
                for found in TEXT.findall(entry):
                    yield "".join(ast.literal_eval(line) for line in found.splitlines())


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"%\(\w+\)[sdr]|\{\w+\}", sentence)
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
