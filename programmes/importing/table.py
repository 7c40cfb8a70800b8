"""A table as people see it in their spreadsheet: named columns, and rows with the numbers beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .cleaning import single_line
from .unreadable import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .limits import Limits


class Record(NamedTuple):
    """One row of the source before anything is made of it."""

    line: int
    cells: Sequence[str]


class Row(NamedTuple):
    """One row of data.

    `line` is the number a spreadsheet program shows beside the row, from 1 and counting the header, so that
    people find it again. `values` has exactly one value for each header; `extra` is what stood to the right
    of the last one.
    """

    line: int
    values: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: one name for each column, none blank and no two alike, and at least one row."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""


def table_from(records: Iterable[Record], *, file: str, limits: Limits, encoding: str = "") -> Table:
    """Make a table from records, the first of which with anything in it names the columns.

    Takes the records in their order, the file's name for messages, the limits and, for text, how it was
    encoded. Raises Unreadable when there is no row of data or a limit is passed; stops taking records as
    soon as it knows.
    """
    filled = _filled(records, file, limits)
    header = next(filled, None)
    if header is None:
        raise refusal("empty", file)
    rows: list[Record] = []
    for record in filled:
        if len(rows) == limits.rows:
            raise refusal("too_many_rows", file, limits=limits)
        rows.append(record)
    if not rows:
        raise refusal("only_headers", file)
    width = _width(header, rows)
    if width > limits.columns:
        raise refusal("too_many_columns", file, limits=limits)
    return Table(_headers(header.cells[:width], width), tuple(_row(row, width) for row in rows), encoding)


def _filled(records: Iterable[Record], file: str, limits: Limits) -> Iterator[Record]:
    """The records with something in them, once each of their cells is known to be within limits."""
    for record in records:
        if not _end(record.cells):
            continue
        if max(map(len, record.cells)) > limits.cell:
            raise refusal("cell_too_long", file, limits=limits, line=record.line)
        yield record


def _end(cells: Sequence[str]) -> int:
    """Where the last cell with something in it ends; 0 for an empty row."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return end


def _width(header: Record, rows: list[Record]) -> int:
    """How many columns there are.

    A header row that ends in blank cells names as many columns as have something below them: spreadsheet
    programs write the blank ends of rows out, and a column of notes without a name is still a column.
    """
    named = _end(header.cells)
    if named == len(header.cells):
        return named
    used = max(_end(row.cells[: len(header.cells)]) for row in rows)
    return max(named, used)


def _headers(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A name for each column: its own, numbered when it is taken already, or its place when it has none."""
    headers: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        wanted = single_line(cells[place]) or f"Column {place + 1}"
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} ({number})"
        taken.add(name.casefold())
        headers.append(name)
    return tuple(headers)


def _row(record: Record, width: int) -> Row:
    cells = record.cells
    values = tuple(cells[:width]) + ("",) * (width - len(cells))
    return Row(record.line, values, tuple(cells[width : _end(cells)]))
