"""Workbooks are ZIP archives: this makes a small, plain copy of one before anything parses it.

The copy has only the parts that hold a table, stored without compression, so that no later reader can be
made to inflate more than was counted here; and it has no empty rows, of which formatting a whole sheet
leaves a million.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from .unreadable import Unreadable, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Limits

WORKBOOK = "xl/workbook.xml"
SHEETS = "xl/worksheets/"
TEXTS = "xl/sharedstrings.xml"
# In a part that is neither a sheet nor its texts: Excel itself allows 64,000 formats of cells, and reading each takes
# long.
MOST_TAGS_BESIDE = 200_000
MOST_PARTS = 2_000
CHUNK = 1024 * 1024
# A row that says where it is and holds no cell, or only cells without a value.
EMPTY_ROW = re.compile(
    rb'<row(?=\s[^<>]*\br=")\s[^<>]*+(?:(?<=/)>|(?<!/)>(?:\s*+<c\s[^<>]*+(?<=/)>)*+\s*+</row>)'
)
DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
# A row that is closed before the next one begins: looking further would read the whole sheet for each.
HIDDEN_ROW = re.compile(
    rb'<row(?=\s[^<>]*\bhidden="(?:1|true)")\s[^<>]*+'
    rb"(?:(?<=/)>|(?<!/)>[^<]*+(?:<(?!/row>|row\b)[^<]*+)*+</row>)"
)
# A formula without the value it last had: files that no spreadsheet program has saved hold such. Where the value is an
# empty text, the cell says that it is a text.
FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c(?!\s[^<>]*\bt="str")(\s[^<>]*+)?>\s*+<f\b[^<>]*+(?:(?<=/)>|(?<!/)>[^<]*+</f>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>'
)
PLACE = re.compile(rb'\br="[A-Z]+[0-9]+"')
# What a cell then says; :mod:`.answers` knows it.
NO_VALUE = "#FORMULA!"


@dataclass(frozen=True)
class PlainCopy:
    """A workbook of plain parts by name; `hides_rows` says whether any of its sheets does."""

    parts: dict[str, bytes]

    @property
    def hides_rows(self) -> bool:
        return any(HIDDEN_ROW.search(content) for name, content in self._sheets())

    def content(self, *, hidden_rows: bool = True) -> io.BytesIO:
        """Return the workbook, stored without compression, with its hidden rows or without."""
        parts = dict(self.parts)
        if not hidden_rows:
            parts |= {name: HIDDEN_ROW.sub(b"", content) for name, content in self._sheets()}
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
            for name, content in parts.items():
                plain.writestr(name, content)
        copy.seek(0)
        return copy

    def _sheets(self) -> list[tuple[str, bytes]]:
        return [(name, content) for name, content in self.parts.items() if name.startswith(SHEETS)]


def plain_copy(data: bytes, *, file: str, limits: Limits) -> PlainCopy:
    """The workbook, stored flat and within limits.

    Takes the bytes of an archive, the file's name for messages and the limits. Raises Unreadable when the
    archive is no workbook, is damaged or locked, or holds more than a table of the allowed size can.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _copied(archive, file, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, LookupError):
        # RuntimeError: locked with a password, or packed in a way Python does not know (NotImplementedError).
        raise refusal("damaged_workbook", file) from None


def _copied(archive: zipfile.ZipFile, file: str, limits: Limits) -> PlainCopy:
    names = set(archive.namelist())
    if WORKBOOK not in names:
        raise refusal(_other_archive(names), file)
    parts = [archive.getinfo(name) for name in sorted(names) if _holds_table(name)]
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
        raise refusal("overgrown_workbook", file)
    budget = _Budget(file, limits)
    kept: dict[str, bytes] = {}
    for part in parts:
        with archive.open(part) as source:
            chunks = _counted(source, budget)
            content = b"".join(_plain_rows(chunks) if part.filename.startswith(SHEETS) else chunks)
        budget.keep(part.filename, content)
        kept[part.filename] = content
    return PlainCopy(kept)


def _other_archive(names: set[str]) -> str:
    """The reason to refuse an archive that is no workbook: a document of another program, or just files."""
    office = {"mimetype", "[Content_Types].xml", "xl/workbook.bin", "Index/Document.iwa", "Index.zip"}
    return "other_office" if names & office else "zip"


def _holds_table(name: str) -> bool:
    """Return whether a part may belong to the table: pictures, themes and comments never do."""
    beside = ("/media/", "/theme/", "/drawings/", "/comments")
    return name.endswith((".xml", ".rels")) and not any(part in name for part in beside)


class _Budget:
    """Counts what came out of the archive, because what an archive says about itself need not be true."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.unpacked = limits.unpacked
        self.parsed = limits.parsed
        self.tags = limits.tags

    def inflate(self, size: int) -> None:
        self.unpacked -= size
        if self.unpacked < 0:
            raise self._spent()

    def keep(self, name: str, content: bytes) -> None:
        # Parsers need memory for each tag, many times what the tag itself takes.
        tags = content.count(b"<")
        if not name.startswith(SHEETS) and name.lower() != TEXTS and tags > MOST_TAGS_BESIDE:
            raise self._spent()
        self.parsed -= len(content)
        self.tags -= tags
        if self.parsed < 0 or self.tags < 0:
            raise self._spent()
        if any(definition in content for definition in DEFINITIONS):
            raise refusal("damaged_workbook", self.file)

    def _spent(self) -> Unreadable:
        return refusal("overgrown_workbook", self.file)


def _counted(source: IO[bytes], budget: _Budget) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        budget.inflate(len(chunk))
        yield chunk


def _plain_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The sheet without its empty rows, a part at a time; parts are cut where a row begins."""
    pending = b""
    for chunk in chunks:
        searched = max(0, len(pending) - len(b"<row"))
        pending += chunk
        cut = pending.rfind(b"<row", searched)
        if cut > 0:
            yield _plain(pending[:cut])
            pending = pending[cut:]
    yield _plain(pending)


def _plain(rows: bytes) -> bytes:
    return FORMULA_WITHOUT_VALUE.sub(_without_value, EMPTY_ROW.sub(b"", rows))


def _without_value(cell: re.Match[bytes]) -> bytes:
    place = PLACE.search(cell[1] or b"")
    return b'<c %s t="e"><v>%s</v></c>' % (place[0] if place else b"", NO_VALUE.encode())
