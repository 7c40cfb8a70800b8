"""What a file is, by its first bytes: names and types that come with an upload say anything."""

from __future__ import annotations

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# First bytes, and the reason for which such a file is refused.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
    (b"\x09\x08\x10\x00\x00\x06", "old_excel"),
    (b"{\\rtf", "other_office"),
    (b"\x1f\x8b\x08", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"Rar!\x1a\x07", "zip"),
    (b"BZh", "zip"),
    (b"\xfd7zXZ\x00", "zip"),
)

WEB_PAGE = ("<!doctype", "<html", "<head", "<body", "<table", "<script", "<svg", "<?xml")


def is_zip(data: bytes) -> bool:
    """Whether the file begins as a ZIP archive does, which every .xlsx is."""
    return data.startswith(ZIP)


def foreign_kind(data: bytes) -> str | None:
    """The reason to refuse the file by its first bytes, or None when it may be text."""
    return next((code for signature, code in SIGNATURES if _begins(data, signature)), None)


def is_web_page(text: str) -> bool:
    """Whether the text is HTML or XML; many programs write such files under the name of a spreadsheet."""
    return text[:1000].lstrip().lower().startswith(WEB_PAGE)


def _begins(data: bytes, signature: bytes) -> bool:
    # RIFF and BZh are words somebody may well begin a header with; the files have bytes in them that text
    # has not.
    if signature in {b"RIFF", b"BZh"}:
        return data.startswith(signature) and not data[:64].isascii()
    return data.startswith(signature)
