"""Records of an Excel workbook (.xlsx): the values people see, as text."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

from .headers import ROWS_LOOKED_AT, looks_like_names
from .records import Record
from .unpacking import plain_copy
from .unreadable import Unreadable, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .limits import Limits
    from .table import Reading

# The last row there is in a sheet. Without it a row that claims to be the billionth is waited for.
LAST_ROW = 1_048_576
# Cells are counted with the blank ones before them in their row, because they are read with them.
MOST_CELLS = 5_000_000


class Workbook(NamedTuple):
    """What was read of a workbook: the records of one sheet, its name, the lines of its hidden rows, and the names of
    all sheets with anything in them."""

    records: list[Record]
    sheet: str
    hidden: tuple[int, ...]
    sheets: tuple[str, ...]


def workbook_records(data: bytes, *, file: str, limits: Limits, reading: Reading) -> Workbook:
    """Read a sheet of a workbook: the one that was chosen, or else the first visible one whose columns are named as in
    a list of people, that has a row of data, or has anything.

    Takes the bytes, the file's name for messages, the limits and how to read it: without its hidden rows unless that
    says so. Formulas count as the value they last had. Raises Unreadable when the workbook cannot be read or goes
    beyond the limits.
    """
    copy = plain_copy(data, file=file, limits=limits)
    try:
        sheets = _sheets(copy.content(), file, limits)
        sheet = reading.sheet if reading.sheet in sheets else _likeliest(sheets)
        records = sheets[sheet]
        hidden: tuple[int, ...] = ()
        if copy.hides_rows:
            shown = _sheets(copy.content(hidden_rows=False), file, limits).get(sheet, [])
            hidden = tuple(sorted({record.line for record in records} - {record.line for record in shown}))
            records = records if reading.hidden_rows else shown
    except Unreadable:
        raise
    # openpyxl trusts workbooks: on one that was made to trip it, it raises whatever it trips over.
    except Exception:  # noqa: BLE001
        raise refusal("damaged_workbook", file) from None
    return Workbook(records, sheet, hidden, tuple(name for name, found in sheets.items() if found))


def _sheets(copy: IO[bytes], file: str, limits: Limits) -> dict[str, list[Record]]:
    """Return the records of each visible sheet, or of all where none is."""
    import openpyxl  # takes half a second, which every start of every process would pay

    workbook = openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    found = {}
    for sheet in visible or workbook.worksheets:
        # Some programs write a wrong size into the sheet, and openpyxl would stop there.
        sheet.reset_dimensions()
        found[sheet.title] = _records(sheet.iter_rows(max_row=LAST_ROW, values_only=True), file, limits)
    return found


def _likeliest(sheets: Mapping[str, list[Record]]) -> str:
    """Return the name of the sheet that holds the list."""
    named = (
        name
        for name, records in sheets.items()
        if len(records) > 1 and any(map(looks_like_names, records[:ROWS_LOOKED_AT]))
    )
    filled = (name for name, records in sheets.items() if len(records) > 1)
    other = (name for name, records in sheets.items() if records)
    return next(chain(named, filled, other, sheets))


def _records(rows: Iterable[tuple[object, ...]], file: str, limits: Limits) -> list[Record]:
    """The rows with something in them, more than is allowed at most: these say that there are too many."""
    records: list[Record] = []
    for line, row in enumerate(_affordable(rows, file), start=1):
        if any(value is not None for value in row):
            records.append(Record(line, _cells(row)))
            if len(records) > limits.rows + ROWS_LOOKED_AT:
                break
    return records


def _affordable(rows: Iterable[tuple[object, ...]], file: str) -> Iterator[tuple[object, ...]]:
    left = MOST_CELLS
    for row in rows:
        left -= len(row)
        if left < 0:
            raise refusal("overgrown_workbook", file)
        yield row


def _cells(row: tuple[object, ...]) -> list[str]:
    """The row as text up to its last value: formatting alone makes no column."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return [as_text(value) for value in row[:end]]


def as_text(value: object) -> str:
    """A cell's value as a person would write it: 3 rather than 3.0, 2026-03-29 rather than a moment at
    midnight."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if math.isfinite(value) and value.is_integer() else f"{value:.15g}"
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        case _:
            # Excel writes a carriage return inside a cell in this way.
            return str(value).replace("_x000D_", "")
