"""Files made by hand, good and hostile; none comes from elsewhere."""

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}


def upload(content: bytes, name: str = "file", content_type: str = "image/png") -> SimpleUploadedFile:
    """An upload as a form gets it; the browser's word on its type is wrong on purpose."""
    return SimpleUploadedFile(name, content, content_type)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is red on its left half and blue on its right."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    content = io.BytesIO()
    image.convert(mode).save(content, kind, **options)
    return content.getvalue()


def telling_photo() -> bytes:
    """A JPEG lying on its side, that says where and when it was taken, by what and of whom."""
    image = Image.open(io.BytesIO(picture("JPEG", (64, 32))))
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F], exif[0x013B] = "CanaryPhone", "CanaryAuthor"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif, comment=b"CanaryComment", icc_profile=b"CanaryProfile" * 20)
    return content.getvalue()


def telling_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "CanaryAuthor")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>CanaryXmp</x:xmpmeta>")
    return picture("PNG", pnginfo=notes)


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def gif_bomb() -> bytes:
    """A GIF whose screen is 65,535 pixels wide and high."""
    plain = bytearray(picture("GIF", mode="P"))
    plain[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(plain)


def pdf(inside: bytes = b"") -> bytes:
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    return body + inside + b"\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def archive(parts: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return content.getvalue()


def relation(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        "</Relationships>"
    )


def office(kind: str = "docx", parts: Mapping[str, bytes | str] | None = None, types: str = "") -> bytes:
    """A document of the newer Office, with further parts."""
    main, content_type = MAIN[kind]
    listed = (
        f'<Types xmlns="{TYPES}"><Override PartName="/{main}" ContentType="{content_type}"/>{types}</Types>'
    )
    return archive(
        {
            "[Content_Types].xml": listed,
            "_rels/.rels": relation("officeDocument", main),
            main: "<document>Our plan</document>",
            **(parts or {}),
        }
    )


def open_document(kind: str = "text", parts: Mapping[str, bytes | str] | None = None) -> bytes:
    first = {"mimetype": f"application/vnd.oasis.opendocument.{kind}"}
    return archive(first | {"content.xml": "<content/>"} | dict(parts or {}), stored=("mimetype",))


def wav(seconds: float = 0.1) -> bytes:
    samples = b"".join(struct.pack("<h", int(9000 * math.sin(n / 9))) for n in range(int(8000 * seconds)))
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def mp3(tag: bytes = b"", frames: int = 4) -> bytes:
    """Silent frames of 128 kbit/s at 44.1 kHz, behind a tag if there is one."""
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    head = b""
    if tag:
        size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
        head = b"ID3\x04\x00\x00" + size + tag
    return head + frame * frames


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(*tracks: bytes, brand: bytes = b"M4A ") -> bytes:
    """A container with a track of each kind: b"soun", b"vide"."""
    made = [box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + track + b"\0" * 13))) for track in tracks]
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + box(b"moov", *made) + box(b"mdat", b"\0" * 64)


def ogg(codec: bytes = b"OpusHead\x01\x01") -> bytes:
    return b"OggS\0\x02" + b"\0" * 20 + b"\x01" + bytes([len(codec)]) + codec


GOOD: dict[str, tuple[bytes, str]] = {
    "photo.jpg": (picture("JPEG"), "image/jpeg"),
    "screen.png": (picture("PNG"), "image/png"),
    "clear.png": (picture("PNG", mode="RGBA"), "image/png"),
    "photo.webp": (picture("WEBP"), "image/jpeg"),
    "moving.gif": (picture("GIF", mode="P"), "image/png"),
    "print.jpg": (picture("JPEG", mode="CMYK"), "image/jpeg"),
    "scan.png": (picture("PNG", mode="L"), "image/png"),
    "paper.pdf": (pdf(), "application/pdf"),
    "plan.docx": (office("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "list.xlsx": (office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "talk.pptx": (
        office("pptx", {"ppt/embeddings/Sheet1.xlsx": office("xlsx")}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "plan.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "list.ods": (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "talk.odp": (open_document("presentation"), "application/vnd.oasis.opendocument.presentation"),
    "notes.txt": ("Grüße an Zoë, 3 < 4 > 2".encode(), "text/plain"),
    "old.txt": ("Gr\xfc\xdfe".encode("latin-1"), "text/plain"),
    "wide.txt": ("Grüße".encode("utf-16"), "text/plain"),
    "diary.md": (b"# Monday\n\n<https://example.org> was *good*", "text/plain"),
    "list.csv": (b"name;age\nMaya;34\n", "text/plain"),
    "talk.mp3": (mp3(), "audio/mpeg"),
    "tagged.mp3": (mp3(b"TIT2" + b"\0" * 300), "audio/mpeg"),
    "memo.m4a": (mp4(b"soun"), "audio/mp4"),
    "memo.ogg": (ogg(), "audio/ogg"),
    "memo.wav": (wav(), "audio/wav"),
}
