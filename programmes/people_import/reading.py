"""From an uploaded file to a table."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from .alphabets import WORD
from .cleaning import single_line
from .encodings import decoded, likely_encodings
from .limits import DEFAULT_LIMITS, Limits
from .separated_text import text_records
from .signatures import foreign_kind, is_web_page, is_zip
from .table import FIND_OUT, Alternatives, Reading, Table, table_from
from .unreadable import refusal
from .wording import quoted
from .workbooks import workbook_records

SAMPLES = 6


def read_table(
    data: bytes, filename: str, *, limits: Limits = DEFAULT_LIMITS, reading: Reading = FIND_OUT
) -> Table:
    """Read a CSV file or an Excel workbook.

    Takes the bytes, the name the file came with (for messages only: the content decides what it is), the limits and,
    where somebody chose, how to read it. Raises Unreadable, and nothing else, for whatever is not a table.
    """
    file = shown_name(filename)
    if len(data) > limits.size:
        raise refusal("too_large", file, limits=limits)
    if not data.strip(b" \t\r\n\0"):
        raise refusal("empty", file)
    if is_zip(data):
        book = workbook_records(data, file=file, limits=limits, reading=reading)
        return table_from(
            book.records,
            file=file,
            limits=limits,
            reading=replace(reading, encoding=None, sheet=book.sheet),
            alternatives=Alternatives(sheets=book.sheets, hidden=book.hidden),
        )
    foreign = foreign_kind(data)
    if foreign:
        raise refusal(foreign, file)
    text, found = decoded(data, file, reading.encoding)
    if is_web_page(text):
        raise refusal("web_page", file)
    return table_from(
        text_records(text, file=file, limits=limits),
        file=file,
        limits=limits,
        reading=Reading(encoding=found, header=reading.header),
        alternatives=Alternatives(encodings=_encodings(data, file)),
    )


def _encodings(data: bytes, file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the encodings that a text could be in, with some of its words in each; none where all is ASCII."""
    text, found = decoded(data, file)
    if text.isascii():
        return ()
    others = [name for name in likely_encodings(data, found) if name != found]
    return (
        (found, _samples(text)),
        *((name, _samples(decoded(data, file, name)[0])) for name in others),
    )


def _samples(text: str) -> tuple[str, ...]:
    """Return the first words with letters beyond ASCII, each once."""
    words = (word for word in WORD.findall(text) if not word.isascii())
    return tuple(islice(dict.fromkeys(words), SAMPLES))


def shown_name(filename: str) -> str:
    """The file's own name in quotation marks, without folders and invisible characters."""
    name = single_line(filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1])
    return quoted(name or "…")
