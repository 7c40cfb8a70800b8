"""How code is worded, as far as a machine can tell: docs/writing.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NOT_OURS = {".venv", ".tools", "var", "migrations"}


def first_words(source: str) -> Iterator[str]:
    """Return the first word of each docstring of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield docstring.split()[0]


def test_a_docstring_says_what_is_returned_and_not_what_is_given() -> None:
    sources = [path for path in ROOT.rglob("*.py") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    assert len(sources) > 700
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources
        if {"Give", "Gives"} & set(first_words(path.read_text()))
    ]
    assert wrong == []


def test_such_a_docstring_is_found() -> None:
    assert list(first_words('def name():\n    """Give the name."""')) == ["Give"]


def test_no_module_is_called_by_an_activity_that_the_glossary_renamed() -> None:
    """The names that a newcomer could not guess, WORDS.md has them; they do not come back."""
    gone = re.compile(
        r"(takings?|taking_along|taking_confirmed|intake|duties|halves|ways|preparing|prompting|running|pairing|"
        r"walking|keeping|origins|requiring|assessing|confirming|recognising|incoming|upkeep|ledger|facts|trail|"
        r"saving|moments|rail|hosts|hosting|feed|settling|handing_over|starting_points|pool|basis|ties)\.py"
    )
    modules = [
        path
        for path in ROOT.glob("*/**/*.py")
        if not {*NOT_OURS, "tests"} & set(path.relative_to(ROOT).parts)
    ]
    assert [str(path.relative_to(ROOT)) for path in modules if gone.fullmatch(path.name)] == []
