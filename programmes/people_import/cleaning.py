"""Text as people meant it: one form for each letter, no invisible characters, spaces where spaces belong."""

from __future__ import annotations

import re
import unicodedata

# Control characters except tab and line breaks, invisible spaces and marks, and the marks that turn the
# direction of the text round them. The joiners U+200C and U+200D stay: Persian, Hindi and family emoji are
# spelled with them.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
SPACES = re.compile(r"[^\S\n]+")
MANY_BREAKS = re.compile(r"\n{3,}")
# What our own downloads put before a text that a spreadsheet program would take for a formula.
FORMULA_GUARD = re.compile(r"'(?=[=+\-@|%＝＋－＠])")


def single_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(_visible(text).split())


def paragraphs(text: str) -> str:
    """The text with its lines kept, at most one empty line between two, and single spaces within a line."""
    lines = LINE_BREAK.sub("\n", _visible(text)).split("\n")
    return MANY_BREAKS.sub("\n\n", "\n".join(SPACES.sub(" ", line).strip() for line in lines)).strip("\n")


def _visible(text: str) -> str:
    """The text in composed form (NFC), without invisible characters and without a formula guard before it."""
    if text.isascii() and text.isprintable():
        return _unguarded(text)
    return _unguarded(unicodedata.normalize("NFC", INVISIBLE.sub("", text)))


def _unguarded(text: str) -> str:
    if text.startswith("'") and FORMULA_GUARD.match(text):
        return text[1:].replace("\\|", "|")
    return text
