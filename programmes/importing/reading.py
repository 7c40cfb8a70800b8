"""From an uploaded file to a table."""

from __future__ import annotations

from .cleaning import single_line
from .encodings import decoded
from .limits import DEFAULT_LIMITS, Limits
from .separated_text import text_records
from .signatures import foreign_kind, is_web_page, is_zip
from .table import Table, table_from
from .unreadable import refusal
from .wording import quoted
from .workbooks import workbook_records


def read_table(
    data: bytes, filename: str, *, limits: Limits = DEFAULT_LIMITS, encoding: str | None = None
) -> Table:
    """Read a CSV file or an Excel workbook.

    Takes the bytes, the name the file came with (for messages only: the content decides what it is), the
    limits and, when somebody saw wrong letters and chose one, the encoding of a CSV file. Gives the table.
    Raises Unreadable, and nothing else, for whatever is not a table.
    """
    file = shown_name(filename)
    if len(data) > limits.size:
        raise refusal("too_large", file, limits=limits)
    if not data.strip(b" \t\r\n\0"):
        raise refusal("empty", file)
    if is_zip(data):
        return table_from(workbook_records(data, file=file, limits=limits), file=file, limits=limits)
    foreign = foreign_kind(data)
    if foreign:
        raise refusal(foreign, file)
    text, found = decoded(data, file, encoding)
    if is_web_page(text):
        raise refusal("web_page", file)
    return table_from(text_records(text, file=file, limits=limits), file=file, limits=limits, encoding=found)


def shown_name(filename: str) -> str:
    """The file's own name in quotation marks, without folders and invisible characters."""
    name = single_line(filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1])
    return quoted(name or "…")
