"""Records of a CSV file, whatever separator it uses."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .records import Record
from .separators import separated
from .unreadable import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Limits


def text_records(text: str, *, file: str, limits: Limits) -> Iterator[Record]:
    """The records in the text, numbered as a spreadsheet program numbers its rows.

    Takes the text, the file's name for messages and the limits. Raises Unreadable, while it is being
    iterated, where quotation marks do not match or a cell is longer than any cell may be.
    """
    separator, body = separated(text)
    skipped = text[: len(text) - len(body)].count("\n")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        begins = reader.line_num + 1
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # csv has one exception for everything; a cell beyond its own limit is far beyond ours.
            if "field limit" in str(error):
                raise refusal("cell_too_long", file, limits=limits, line=number) from None
            raise refusal("quoting", file, line=begins + skipped) from None
        if cells:
            yield Record(number, cells)
