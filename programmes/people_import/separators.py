"""Which character stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import NamedTuple

from .headers import ROWS_LOOKED_AT, looks_like_names
from .records import Record

SEPARATORS = ",;\t|"
RECORDS_LOOKED_AT = 100
# The line that Excel writes and understands. It names the separator and is no part of the table.
DECLARATION = re.compile(r'"?sep=([^\w"\r\n])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


class Fit(NamedTuple):
    """How well a separator fits, best last: it splits the header, nothing breaks, rows are as wide as the
    header. Lines above the first that it splits are titles."""

    splits: bool
    whole: bool
    agreement: float


def separated(text: str) -> tuple[str, str]:
    """The separator, and the text without a line that declares it."""
    declaration = DECLARATION.match(text)
    if declaration:
        return declaration[1], text[declaration.end() :]
    return max(SEPARATORS, key=lambda separator: _fit(text, separator)), text


def _fit(text: str, separator: str) -> Fit:
    records: list[list[str]] = []
    whole = True
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        records.extend(islice(filter(None, reader), RECORDS_LOOKED_AT))
    except csv.Error:
        whole = False
    if not records:
        return Fit(splits=False, whole=whole, agreement=0)
    header, *rows = map(len, records[_header_place(records) :])
    alike = sum(width == header for width in rows) / len(rows) if rows else 1
    return Fit(splits=header > 1, whole=whole, agreement=alike * header)


def _header_place(records: list[list[str]]) -> int:
    """Return which record names the columns: the first, unless that is a title above one that does."""
    first = enumerate(records[:ROWS_LOOKED_AT])
    return next((place for place, cells in first if looks_like_names(Record(place, cells))), 0)
