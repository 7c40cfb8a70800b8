"""Choices: recognising them as people write them, and finding them in a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from .cleaning import paragraphs, single_line
from .names import compact

if TYPE_CHECKING:
    from .table import Table

BETWEEN_CHOICES = re.compile(r"[,;\n]")
LONGEST_SUGGESTED_FOR = 60
# Comparing takes a while, and after so many different wrong values the list of choices is the better help.
MOST_SUGGESTED_FOR = 200


class DistinctValues(NamedTuple):
    """The different values in a column, in alphabetical order, and whether these are all of them."""

    values: tuple[str, ...]
    complete: bool


class Choices:
    """The choices of one question, recognised without regard to case, accents, spaces and punctuation."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self._exact = {single_line(label): label for label in reversed(self.labels)}
        self._folded = _unambiguous({label: single_line(label).casefold() for label in self.labels})
        self._compact = _unambiguous({label: compact(label) for label in self.labels})
        self._most_pieces = max((len(BETWEEN_CHOICES.findall(label)) + 1 for label in self.labels), default=1)
        self._suggestions: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> str | None:
        """The label that is meant by the text, or None. Of labels that differ in punctuation only, none is
        guessed."""
        written = single_line(text)
        return (
            self._exact.get(written)
            or self._folded.get(written.casefold())
            or self._compact.get(compact(written))
        )

    def find_several(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The labels in a text that has several, separated by commas, semicolons or lines, and what is not
        a label.

        A label may have commas of its own: the longest one that fits is taken.
        """
        known: dict[str, None] = {}
        unknown: dict[str, None] = {}
        pieces = [(found.start(), found.end()) for found in re.finditer(r"[^,;\n]+", text)]
        place = 0
        while place < len(pieces):
            label, used = self._longest(text, pieces[place : place + self._most_pieces])
            if label is not None:
                known[label] = None
            elif piece := single_line(text[slice(*pieces[place])]):
                unknown[piece] = None
            place += used
        return tuple(known), tuple(unknown)

    def _longest(self, text: str, pieces: Sequence[tuple[int, int]]) -> tuple[str | None, int]:
        for used in range(len(pieces), 0, -1):
            label = self.find(text[pieces[0][0] : pieces[used - 1][1]])
            if label is not None:
                return label, used
        return None, 1

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Up to three labels that look like the text, best first."""
        if text not in self._suggestions:
            if len(text) > LONGEST_SUGGESTED_FOR or len(self._suggestions) >= MOST_SUGGESTED_FOR:
                return ()
            close = get_close_matches(compact(text), list(self._compact), n=3, cutoff=0.6)
            self._suggestions[text] = tuple(self._compact[name] for name in close)
        return self._suggestions[text]


def _unambiguous(forms: dict[str, str]) -> dict[str, str]:
    """The labels by their form, without forms that are empty or shared."""
    times: dict[str, int] = {}
    for form in forms.values():
        times[form] = times.get(form, 0) + 1
    return {form: label for label, form in forms.items() if form and times[form] == 1}


def distinct_values(table: Table, column: int, limit: int = 100, *, several: bool = False) -> DistinctValues:
    """The different values of a column, to be offered as the choices of a question.

    Takes the table, the column's place from 0, how many values to give at most, and whether a cell may hold
    several (separated by commas, semicolons or lines). Values that differ in case only are one, in the
    spelling that comes first. Raises IndexError when there is no such column.
    """
    found: dict[str, str] = {}
    for row in table.rows:
        for value in _values(row.values[column], several=several):
            found.setdefault(value.casefold(), value)
    values = sorted(found.values(), key=str.casefold)
    return DistinctValues(tuple(values[:limit]), len(values) <= limit)


def _values(text: str, *, several: bool) -> Iterator[str]:
    pieces = BETWEEN_CHOICES.split(paragraphs(text)) if several else [text]
    return filter(None, map(single_line, pieces))
