"""Office documents are ZIP archives: what is in one is counted and read before it is believed."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pyexpat import ExpatError, ParserCreate
from typing import IO, Any

from django.utils.translation import gettext as _

from files import uploads
from files.errors import Refused
from files.kinds import DOCX, MB, ODP, ODS, ODT, PPTX, XLSX, FileKind

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * MB
MOST_XML = 10 * MB  # of the parts that are parsed here
DEEPEST = 2  # a sheet within slides is one archive within another
RATIO = 200  # beyond which what is larger than SMALL is no document
SMALL = 5 * MB
CHUNK = 256 * 1024

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_OPEN_XML = {
    _MAIN.format("wordprocessingml.document"): DOCX,
    _MAIN.format("spreadsheetml.sheet"): XLSX,
    _MAIN.format("presentationml.presentation"): PPTX,
}
_OPEN_DOCUMENT = {kind.content_type: kind for kind in (ODT, ODS, ODP)}
_MACROS = re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|activex", re.IGNORECASE)
_MACRO_FOLDERS = ("basic/", "scripts/")
# Another machine: an address, or a share (\\server, file://server, file:////server); a path on this one is not.
_ELSEWHERE = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|file:[/\\]{2}[^/\\]|file:[/\\]{4}|[/\\]{2})", re.IGNORECASE
)
# Relations that are followed by opening the document, not by choosing a link in it.
_FOLLOWED = ("attachedtemplate", "oleobject", "frame", "subdocument", "externallink", "package")


@dataclass
class _Budget:
    """What may still come out of the archive and of those within it; archives lie about themselves."""

    entries: int = MOST_ENTRIES
    unpacked: int = MOST_UNPACKED

    def spend(self, *, entries: int = 0, unpacked: int = 0) -> None:
        self.entries -= entries
        self.unpacked -= unpacked
        if self.entries < 0 or self.unpacked < 0:
            raise _overgrown()


def recognise(file: IO[bytes], size: int) -> FileKind:
    """Say which office document an archive is.

    Raises:
        Refused: it is none, is damaged or locked, unpacks to too much, or does things when opened.
    """
    try:
        return _inspect(file, size, _Budget(), depth=0)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        EOFError,
        OSError,
        ValueError,
        LookupError,
        RuntimeError,
    ) as error:
        if isinstance(error, Refused):
            raise
        # RuntimeError: locked with a password, or packed in a way Python does not know (NotImplementedError).
        raise Refused(
            _("The document is damaged or locked with a password. Open it, save it again and try once more.")
        ) from None


def _inspect(file: IO[bytes], size: int, budget: _Budget, *, depth: int) -> FileKind:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_shape(file, archive, entries, size)
        budget.spend(entries=len(entries))
        if sum(entry.file_size for entry in entries) > budget.unpacked:
            raise _overgrown()
        for entry in entries:
            _unpack(archive, entry, budget, depth)
        return _open_document(archive, entries) or _open_xml(archive)


def _check_shape(
    file: IO[bytes], archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int
) -> None:
    """An archive and nothing but: no other file before or behind it, no part that two readers read differently."""
    names = [entry.filename.lower() for entry in entries]
    if not entries or min(entry.header_offset for entry in entries) != 0 or archive.comment:
        raise zipfile.BadZipFile
    file.seek(size - 22)
    if file.read(4) != b"PK\x05\x06" or len(set(names)) != len(names):
        raise zipfile.BadZipFile


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Count what really comes out of an entry; look into it when it is an archive itself."""
    if entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1):
        raise _overgrown()
    with archive.open(entry) as source, uploads.file() as inner:
        first, length = source.read(CHUNK), 0
        is_archive, chunk = first.startswith(b"PK\x03\x04"), first
        while chunk:
            length += len(chunk)
            budget.spend(unpacked=len(chunk))
            if is_archive:
                inner.write(chunk)
            chunk = source.read(CHUNK)
        if is_archive:
            if depth >= DEEPEST:
                raise _overgrown()
            _inspect(inner, length, budget, depth=depth + 1)


def _open_document(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> FileKind | None:
    """OpenDocument says what it is in its first entry, unpacked."""
    first = entries[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.file_size > 200:
        return None
    kind = _OPEN_DOCUMENT.get(archive.read(first).decode("ascii"))
    if kind is None:
        raise _not_ours()
    if any(entry.filename.lower().startswith(_MACRO_FOLDERS) for entry in entries):
        raise _has_macros()
    return kind


def _open_xml(archive: zipfile.ZipFile) -> FileKind:
    """Office Open XML lists its parts' types in one place and their relations in many."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        raise _not_ours()
    types = [attributes.get("ContentType", "") for attributes in _elements(archive, "[Content_Types].xml")]
    if any(_MACROS.search(each) for each in [*names, *types]):
        raise _has_macros()
    for name in names:
        if name.lower().endswith(".rels"):
            for relation in _elements(archive, name):
                _check_relation(relation)
    found = [_OPEN_XML[each] for each in types if each in _OPEN_XML]
    if not found:
        raise _not_ours()
    return found[0]


def _check_relation(relation: dict[str, str]) -> None:
    kind, target = relation.get("Type", "").rsplit("/", 1)[-1].lower(), relation.get("Target", "")
    if _MACROS.search(kind):
        raise _has_macros()
    followed = relation.get("TargetMode", "").lower() == "external" and kind.startswith(_FOLLOWED)
    if followed and _ELSEWHERE.match(target):
        raise Refused(
            _("The document fetches something from another place when it is opened, such as a template. "
              "Save it as a PDF, or take that link out, and try again.")
        )  # fmt: skip


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    """Return the attributes of each element of a part. Definitions, which could grow without end, are damage here."""
    if archive.getinfo(name).file_size > MOST_XML:
        raise _overgrown()
    found: list[dict[str, str]] = []

    def refuse(*_definition: Any) -> None:
        raise zipfile.BadZipFile

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda _name, attributes: found.append(attributes)
    parser.Parse(archive.read(name), True)
    yield from found


def _overgrown() -> Refused:
    return Refused(_("The document unpacks to far more than it seems to hold, so it was not opened."))


def _has_macros() -> Refused:
    return Refused(
        _("The document contains macros, which run when it is opened. Save it without them, or as a PDF.")
    )


def _not_ours() -> Refused:
    return Refused(
        _(
            "Archives are not taken. Choose the files in it one by one, "
            "documents as Word, Excel, PowerPoint or OpenDocument."
        )
    )
