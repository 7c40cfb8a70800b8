"""A table as people see it in their spreadsheet: named columns, and rows with the numbers beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from . import headers
from .cleaning import single_line
from .records import Record
from .unreadable import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .limits import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file; what is None is found out.

    `encoding` is one of ENCODINGS, `sheet` the name of a workbook's sheet, `header` the line of the column names (0: no
    row has them), and `hidden_rows` says whether rows count that are hidden in the spreadsheet.
    """

    encoding: str | None = None
    sheet: str | None = None
    header: int | None = None
    hidden_rows: bool = False


FIND_OUT = Reading()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """How else a file could be read, for somebody to choose from.

    `encodings` are those in which a text makes sense, each with some of its words beyond ASCII; `sheets` the sheets
    with anything in them; `lines` the first rows with what stands in them; `hidden` the lines of hidden rows.
    """

    encodings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sheets: tuple[str, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    hidden: tuple[int, ...] = ()


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
    """What was read: one name for each column, none blank and no two alike, and at least one row; how it was read, and
    how else it could be."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    reading: Reading = FIND_OUT
    alternatives: Alternatives = field(default_factory=Alternatives)


def table_from(
    records: Iterable[Record],
    *,
    file: str,
    limits: Limits,
    reading: Reading = FIND_OUT,
    alternatives: Alternatives | None = None,
) -> Table:
    """Make a table from records.

    Takes the records in their order, the file's name for messages, the limits, and how the file was read so far; where
    that does not say which row names the columns, the row is looked for (:mod:`.headers`). Nothing above it is kept.
    Raises Unreadable when there is no row of data or a limit is passed; stops taking records as soon as it knows.
    """
    filled = _filled(records, file, limits)
    first = list(islice(filled, headers.ROWS_LOOKED_AT))
    if not first:
        raise refusal("empty", file)
    line = headers.header_line(first) if reading.header is None else reading.header
    above = [record for record in first if line and record.line <= line]
    header = above[-1] if above else Record(0, ())
    rows = [*first[len(above) :], *islice(filled, limits.rows + 1)]
    if len(rows) > limits.rows:
        raise refusal("too_many_rows", file, limits=limits)
    if not rows:
        raise refusal("only_headers", file)
    width = _width(header, rows) if above else max(_end(row.cells) for row in rows)
    if width > limits.columns:
        raise refusal("too_many_columns", file, limits=limits)
    return Table(
        _named(header.cells[:width], width),
        tuple(_row(row, width) for row in rows),
        replace(reading, header=header.line),
        replace(
            alternatives or Alternatives(),
            lines=tuple((record.line, headers.as_text(record)) for record in first),
        ),
    )


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


def _named(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A name for each column: its own, numbered when it is taken already, or its place when it has none."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        wanted = (single_line(cells[place]) if place < len(cells) else "") or f"Column {place + 1}"
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _row(record: Record, width: int) -> Row:
    cells = record.cells
    values = tuple(cells[:width]) + ("",) * (width - len(cells))
    return Row(record.line, values, tuple(cells[width : _end(cells)]))
