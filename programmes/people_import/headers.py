"""Which row names the columns: titles and notes may stand above it, or there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import address
from .cleaning import single_line
from .fields import EMAIL, PERSON_FIELDS
from .mapping import suggest_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .records import Record

ROWS_LOOKED_AT = 20
# No list of people has more columns, and no name of one, or address, is longer: of hostile files no more is looked at.
CELLS_LOOKED_AT = 100
LONGEST_LOOKED_AT = 320
# As much of a row as is shown to somebody who chooses.
LONGEST_SHOWN = 80


def header_line(first: Sequence[Record]) -> int:
    """Return the line of the row that names the columns; 0 where there is none, since the first row is a person.

    Takes the first rows with anything in them. A row names the columns where one of its cells is called as an e-mail
    address is, or two as something that every person has. Where no row does, the first one counts as doing so unless it
    holds an address.
    """
    for record in first:
        if looks_like_names(record):
            return record.line
    return 0 if looks_like_person(first[0]) else first[0].line


def looks_like_names(record: Record) -> bool:
    """Return whether a row's cells are names of columns of a list of people."""
    found = {key for key in suggest_mapping(_looked_at(record), PERSON_FIELDS).values() if key}
    return not looks_like_person(record) and (EMAIL.key in found or len(found) > 1)


def looks_like_person(record: Record) -> bool:
    """Return whether a row holds an e-mail address, as that of a person does."""
    return any(
        "@" in cell.strip("@ ") and "." in address(cell).rpartition("@")[2] for cell in _looked_at(record)
    )


def as_text(record: Record) -> str:
    """Return what stands in a row, on one line."""
    return " · ".join(filter(None, map(single_line, _looked_at(record))))[:LONGEST_SHOWN]


def _looked_at(record: Record) -> list[str]:
    return [cell[:LONGEST_LOOKED_AT] for cell in record.cells[:CELLS_LOOKED_AT]]
