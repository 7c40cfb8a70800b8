"""What a file is, by its content. Its name and what the browser says of it are never asked."""

import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from files import archives, sound
from files.errors import Refused
from files.kinds import GIF, JPEG, LARGEST, LARGEST_OF_ALL, MB, PDF, PNG, TEXT, WEBP, Family, FileKind

HEAD = 4096
_TAG = re.compile(r"<(?:!doctype|!--|[?!]|/?[a-z][a-z0-9:-]*[\s/>])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype|html|script|svg|iframe|body|object|embed)(?![a-z0-9])", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PHONE_PICTURES = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAPERS = (b"{\\rtf", b"%!PS")
_OTHER_PICTURES = (
    b"II*\x00",
    b"MM\x00*",
    b"BM",
    b"8BPS",
    b"\x00\x00\x01\x00",
    b"\x00\x00\x00\x0cjP",
    b"\xff\x0a",
)


def recognise(file: IO[bytes], size: int) -> FileKind:
    """Say what a file of ``size`` bytes is; a picture still has to be decoded before it is believed.

    Raises:
        Refused: it is empty, too large, or nothing that the platform takes.
    """
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > LARGEST_OF_ALL:
        raise _too_large(LARGEST_OF_ALL)
    file.seek(0)
    kind = _kind(file, size, file.read(HEAD))
    if size > LARGEST[kind.family]:
        raise _too_large(LARGEST[kind.family])
    return kind


def _kind(file: IO[bytes], size: int, head: bytes) -> FileKind:
    if picture := _picture(head):
        return picture
    if head.startswith(b"%PDF-"):
        _check_pdf(file, size, head)
        return PDF
    if head.startswith(b"PK\x03\x04"):
        if size > LARGEST[Family.OFFICE]:
            raise _too_large(LARGEST[Family.OFFICE])
        return archives.recognise(file, size)
    if found := sound.recognise(file, size):
        return found
    _refuse_relatives(head)
    if size <= LARGEST[Family.TEXT]:
        file.seek(0)
        _check_text(file.read())
        return TEXT
    if _CONTROLS.search(head.decode("latin-1")):
        raise _unknown()
    raise _too_large(LARGEST[Family.TEXT])


def _picture(head: bytes) -> FileKind | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return WEBP if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _check_pdf(file: IO[bytes], size: int, head: bytes) -> None:
    """A PDF begins and ends as one, and is not a web page or an archive at the same time."""
    file.seek(max(0, size - 2048))
    tail = file.read()
    whole = re.match(rb"%PDF-[12]\.\d", head) and b"%%EOF" in tail and b"startxref" in tail
    if not whole or _PAGE.search(head[:1024].decode("latin-1")) or zipfile.is_zipfile(file):
        raise Refused(_("The PDF is damaged or not only a PDF. Print it to a new PDF and try again."))


def _check_text(content: bytes) -> None:
    text = _decoded(content)
    if text is None or _CONTROLS.search(text):
        raise _unknown()
    beginning = text.lstrip("\ufeff \t\r\n\f")[:1024]
    if _TAG.match(beginning) or _PAGE.search(beginning):
        raise Refused(
            _("Web pages and drawings made of code (HTML, SVG, XML) are not taken, because they can act when opened. "
              "Save it as a PDF or a picture.")
        )  # fmt: skip


def _decoded(content: bytes) -> str | None:
    """The text, in the encodings that programs still write; None for what no text is written in."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _refuse_relatives(head: bytes) -> None:
    """Files that people will try in good faith, each with what to do instead."""
    if head[4:8] == b"ftyp" and head[8:12] in _PHONE_PICTURES:
        raise Refused(_("Pictures in HEIC or AVIF are not taken. Save the picture as JPEG and try again."))
    if head[4:8] == b"ftyp" or head.startswith(b"\x1a\x45\xdf\xa3"):
        raise Refused(_("Videos are not taken; sound is, as MP3, M4A, Ogg or WAV."))
    if head.startswith(_OLD_OFFICE):
        raise Refused(
            _("Documents in the older formats (.doc, .xls, .ppt) or with a password are not taken. "
              "Save it in the present format, without a password, or as a PDF.")
        )  # fmt: skip
    if head.startswith(_PAPERS):
        raise Refused(_("This kind of document is not taken. Save it as a PDF or a Word document."))
    if head.startswith(_OTHER_PICTURES) and _CONTROLS.search(head.decode("latin-1")):
        raise Refused(_("This kind of picture is not taken. Save it as JPEG or PNG."))


def _too_large(limit: int) -> Refused:
    return Refused(_("The file is larger than %(size)s MB.") % {"size": limit // MB})


def _unknown() -> Refused:
    return Refused(_("This kind of file is not taken."))
