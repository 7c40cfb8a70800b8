"""Which character stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import NamedTuple

SEPARATORS = ",;\t|"
RECORDS_LOOKED_AT = 100
# The line that Excel writes and understands. It names the separator and is no part of the table.
DECLARATION = re.compile(r'"?sep=([^\w"\r\n])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


class Fit(NamedTuple):
    """How well a separator fits, best last: it splits the header, nothing breaks, rows are as wide as the
    header."""

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
    widths: list[int] = []
    whole = True
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        widths.extend(len(record) for record in islice(filter(None, records), RECORDS_LOOKED_AT))
    except csv.Error:
        whole = False
    if not widths:
        return Fit(splits=False, whole=whole, agreement=0)
    header, *rows = widths
    alike = sum(width == header for width in rows) / len(rows) if rows else 1
    return Fit(splits=header > 1, whole=whole, agreement=alike * header)
