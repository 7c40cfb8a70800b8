"""Records of an Excel workbook (.xlsx): the values people see, as text."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from .table import Record
from .unpacking import plain_copy
from .unreadable import Unreadable, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.workbook import Workbook

    from .limits import Limits

# The last row there is in a sheet. Without it a row that claims to be the billionth is waited for.
LAST_ROW = 1_048_576
# Cells are counted with the blank ones before them in their row, because they are read with them.
MOST_CELLS = 5_000_000


def workbook_records(data: bytes, *, file: str, limits: Limits) -> list[Record]:
    """The records of the first visible sheet with a row of data, or else of the first with anything.

    Takes the bytes, the file's name for messages and the limits. Formulas count as the value they last had.
    Raises Unreadable when the workbook cannot be read or goes beyond the limits.
    """
    import openpyxl  # takes half a second, which every start of every process would pay

    copy = plain_copy(data, file=file, limits=limits)
    try:
        workbook = openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)
        return _first_filled(workbook, file, limits)
    except Unreadable:
        raise
    # openpyxl trusts workbooks: on one that was made to trip it, it raises whatever it trips over.
    except Exception:  # noqa: BLE001
        raise refusal("damaged_workbook", file) from None


def _first_filled(workbook: Workbook, file: str, limits: Limits) -> list[Record]:
    fallback: list[Record] = []
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets or workbook.worksheets:
        # Some programs write a wrong size into the sheet, and openpyxl would stop there.
        sheet.reset_dimensions()
        records = _records(sheet.iter_rows(max_row=LAST_ROW, values_only=True), file, limits)
        if len(records) > 1:
            return records
        fallback = fallback or records
    return fallback


def _records(rows: Iterable[tuple[object, ...]], file: str, limits: Limits) -> list[Record]:
    """The rows with something in them, one more than is allowed at most: that one says there are too many."""
    records: list[Record] = []
    for line, row in enumerate(_affordable(rows, file), start=1):
        if any(value is not None for value in row):
            records.append(Record(line, _cells(row)))
            if len(records) > limits.rows + 1:
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
