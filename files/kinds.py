"""The kinds of file that the platform takes, and how large each may be. Plain values; nothing else is taken."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

MB = 1024 * 1024


class Family(StrEnum):
    """Kinds that people think of as one, and that share a limit."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    SOUND = "sound"


LARGEST = {
    Family.PICTURE: 20 * MB,
    Family.PDF: 20 * MB,
    Family.OFFICE: 20 * MB,
    Family.TEXT: 2 * MB,
    Family.SOUND: 30 * MB,
}
LARGEST_OF_ALL = max(LARGEST.values())
NAMES = {
    Family.PICTURE: _("pictures (JPEG, PNG, WebP, GIF)"),
    Family.PDF: _("PDF"),
    Family.OFFICE: _("documents, sheets and slides"),
    Family.TEXT: _("plain text"),
    Family.SOUND: _("sound (MP3, M4A, Ogg, WAV)"),
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: what it is served as, and the extensions its name may end with, the usual one first."""

    family: Family
    content_type: str
    extensions: tuple[str, ...]


JPEG = FileKind(Family.PICTURE, "image/jpeg", ("jpg", "jpeg"))
PNG = FileKind(Family.PICTURE, "image/png", ("png",))
GIF = FileKind(Family.PICTURE, "image/gif", ("gif",))
WEBP = FileKind(Family.PICTURE, "image/webp", ("webp",))
PDF = FileKind(Family.PDF, "application/pdf", ("pdf",))
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind(Family.OFFICE, _OPEN_XML + "wordprocessingml.document", ("docx",))
XLSX = FileKind(Family.OFFICE, _OPEN_XML + "spreadsheetml.sheet", ("xlsx",))
PPTX = FileKind(Family.OFFICE, _OPEN_XML + "presentationml.presentation", ("pptx",))
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
ODT = FileKind(Family.OFFICE, _OPEN_DOCUMENT + "text", ("odt",))
ODS = FileKind(Family.OFFICE, _OPEN_DOCUMENT + "spreadsheet", ("ods",))
ODP = FileKind(Family.OFFICE, _OPEN_DOCUMENT + "presentation", ("odp",))
TEXT = FileKind(Family.TEXT, "text/plain", ("txt", "md", "csv"))
MP3 = FileKind(Family.SOUND, "audio/mpeg", ("mp3",))
M4A = FileKind(Family.SOUND, "audio/mp4", ("m4a",))
OGG = FileKind(Family.SOUND, "audio/ogg", ("ogg", "oga", "opus"))
WAV = FileKind(Family.SOUND, "audio/wav", ("wav",))

FILE_KINDS = (JPEG, PNG, GIF, WEBP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT, MP3, M4A, OGG, WAV)
CONTENT_TYPES = frozenset(kind.content_type for kind in FILE_KINDS)
PICTURES = frozenset(kind.content_type for kind in (JPEG, PNG))  # what pictures are written anew as


def accept(families: frozenset[Family]) -> str:
    """Return the ``accept`` of a file input: it helps people choose, and decides nothing."""
    return ",".join(
        part
        for kind in FILE_KINDS
        if kind.family in families
        for part in (kind.content_type, *(f".{extension}" for extension in kind.extensions))
    )
