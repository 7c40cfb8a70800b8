"""Files that are no table, or were made to do harm: each is refused with a reason, and soon."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from programmes.people_import import Limits, Unreadable, read_table
from programmes.people_import.unreadable import REASONS

from .builders import as_csv, as_xlsx, outcome, people, with_part

SHEET = "xl/worksheets/sheet1.xml"


def refused(data, **options):
    with pytest.raises(Unreadable) as refusal:
        read_table(data, "people.csv", **options)
    assert "people.csv" in str(refusal.value.message)
    return refusal.value.code


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\0" * 5000, "empty"),
        (b",,,\n;;\n,,,\n", "only_headers"),
        (b"name,email\n", "only_headers"),
        (b"name,email\n,\n\n", "only_headers"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        (b"GIF89a\x01\0\x01\0", "image"),
        (b"RIFF\x24\xff\0\0WEBPVP8 ", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old_excel"),
        (b"{\\rtf1\\ansi people}", "other_office"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "zip"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "zip"),
        (archive(people_dot_csv="a,b\n1,2\n"), "zip"),
        (archive(), "zip"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "other_office"),
        (archive(xl__workbook_dot_bin="x"), "other_office"),
        (b"PK\x03\x04 and then nothing", "damaged_workbook"),
        (archive(xl__workbook_dot_xml="<workbook/>"), "damaged_workbook"),
        (b"<!DOCTYPE html><html><table><tr><td>a,b</td></tr></table>", "web_page"),
        (b"\n  <HTML><body>a,b\n1,2", "web_page"),
        ("<table><tr><td>é</td></tr></table>\n1".encode("utf-16"), "web_page"),
        (b'<?xml version="1.0"?>\n<Workbook>', "web_page"),
        (b"name,email\nAda,\0x\nBo,y\n", "binary"),
        (b"name,email\nAda,\0\0\0\0x\n", "binary"),
        (b"ab\n\0cd\n\0ef", "binary"),
        (bytes(range(256)) * 20, "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\0\x3e\0", "binary"),
        (b'name,about\nAda,"never closed\nBo,x\n', "quoting"),
        (b'name,about\n"Ada" said,x\n', "quoting"),
        (b'"', "quoting"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data, code):
    assert refused(data) == code


def test_every_reason_can_be_said():
    for reason in REASONS.values():
        assert "{file}" in str(reason)
        assert "!" not in str(reason)


def test_a_quotation_mark_is_reported_on_the_line_where_its_row_begins():
    with pytest.raises(Unreadable) as refusal:
        read_table(b'sep=,\nname,about\n"A\nB",x\nAda,"open\nBo,x\n', "people.csv")
    assert str(refusal.value.message).startswith("A quotation mark on line 5 of “people.csv”")


@pytest.mark.parametrize("content", [b"a,b\n", b"PK\x03\x04", b"\0", b"%PDF-"])
def test_a_file_of_fifty_megabytes_is_refused_without_being_looked_at(content):
    data = content * (50 * 1024 * 1024 // len(content))
    tracemalloc.start()
    assert refused(data) == "too_large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1024 * 1024


def test_the_size_limit_itself_is_allowed():
    data = as_csv([["name", "about"], ["Ada", "x" * 100]])
    assert read_table(data, "x", limits=Limits(size=len(data))).rows
    assert refused(data, limits=Limits(size=len(data) - 1)) == "too_large"


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_cell_of_a_megabyte_is_refused(quote):
    data = f"name,about\nAda,{quote}{'x' * 1024 * 1024}{quote}\n".encode()
    assert refused(data) == "cell_too_long"


@pytest.mark.parametrize("content", [b",", b";", b"a\n", b'"', b'""', b"\n,", b"x", b"\xe9", b"a,", b"sep=,"])
def test_the_largest_file_of_one_thing_is_a_table_or_refused(content):
    data = b"a,b\n" + content * (5 * 1024 * 1024 // len(content) - 4)
    result = outcome(data)
    assert result in REASONS or len(result.rows) <= 10_000


def test_a_table_followed_by_an_archive_is_neither():
    assert refused(as_csv(people(5)) + as_xlsx(people(5))) == "binary"


def test_a_workbook_behind_another_signature_is_what_comes_first():
    assert refused(b"%PDF-1.4\n" + as_xlsx(people(5))) == "pdf"
    assert refused(b"GIF89a" + as_xlsx(people(5))) == "image"


def test_the_name_says_nothing_about_the_content():
    assert len(read_table(as_csv(people(2)), "people.xlsx").rows) == 2
    assert len(read_table(as_xlsx(people(2)), "people.pdf").rows) == 2


def test_a_workbook_that_unpacks_to_much_more_is_refused_before_it_is_unpacked():
    bomb = with_part(as_xlsx(people(2)), SHEET, lambda xml: xml + b" " * (120 * 1024 * 1024))
    assert len(bomb) < 5 * 1024 * 1024
    tracemalloc.start()
    assert refused(bomb) == "overgrown_workbook"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * 1024 * 1024


def test_a_workbook_that_lies_about_its_size_inflates_no_further_than_it_said():
    bomb = bytearray(with_part(as_xlsx(people(2)), SHEET, lambda xml: xml + b" " * (60 * 1024 * 1024)))
    size = 60 * 1024 * 1024
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as source:
        size = source.getinfo(SHEET).file_size
    lie = bytes(bomb).replace(struct.pack("<L", size), struct.pack("<L", 500))
    tracemalloc.start()
    assert refused(lie) == "damaged_workbook"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_a_row_of_millions_of_cells_is_refused():
    cells = b'<row r="9">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData>"
    bomb = with_part(as_xlsx(people(2)), SHEET, lambda xml: xml.replace(b"</sheetData>", cells))
    assert refused(bomb) == "overgrown_workbook"


def test_rows_as_wide_as_a_sheet_can_be_are_refused():
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(4, 1004))
    bomb = with_part(
        as_xlsx(people(2)), SHEET, lambda xml: xml.replace(b"</sheetData>", wide + b"</sheetData>")
    )
    assert refused(bomb) == "overgrown_workbook"


@pytest.mark.parametrize("row", [b"999999999999", b"1048577", b"-5", b"x", b""])
def test_a_row_that_claims_an_impossible_place_is_left_out_or_refused(row):
    odd = b'<row r="%s"><c><v>1</v></c></row></sheetData>' % row
    data = with_part(as_xlsx(people(2)), SHEET, lambda xml: xml.replace(b"</sheetData>", odd))
    result = outcome(data)
    assert result == "damaged_workbook" or len(result.rows) in {2, 3}


def test_a_workbook_with_definitions_of_its_own_is_refused_though_they_are_small():
    def with_definition(xml):
        return b'<!DOCTYPE worksheet [<!ENTITY a "b">]>' + xml.replace(b"Ada", b"&a;")

    assert refused(with_part(as_xlsx(people(2)), SHEET, with_definition)) == "damaged_workbook"


def test_entities_in_a_workbook_are_refused():
    def with_entities(xml):
        lines = [
            b'<!ENTITY a0 "ha">',
            *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)),
        ]
        return b"<!DOCTYPE worksheet [" + b"".join(lines) + b"]>" + xml.replace(b"Ada", b"&a11;")

    assert refused(with_part(as_xlsx(people(2)), SHEET, with_entities)) == "damaged_workbook"


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml"]
)
@pytest.mark.parametrize("change", [lambda xml: xml[: len(xml) // 2], lambda _: b"", lambda _: b"<a/>"])
def test_a_workbook_with_a_broken_part_is_a_table_or_refused(part, change):
    data = with_part(as_xlsx(people(2)), part, change)
    result = outcome(data)
    assert result in REASONS or len(result.rows) == 2


def test_a_workbook_cut_anywhere_is_refused():
    data = as_xlsx(people(2))
    for end in range(4, len(data) - 1, 97):
        assert refused(data[:end]) == "damaged_workbook"


def test_a_workbook_with_any_byte_changed_is_a_table_or_refused():
    data = as_xlsx(people(2))
    for place in range(4, len(data), 23):
        changed = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        result = outcome(changed)
        assert result in REASONS or result.rows


def test_an_archive_of_thousands_of_parts_is_refused():
    parts = {f"xl__part{n}_dot_xml": "" for n in range(3000)}
    assert refused(archive(xl__workbook_dot_xml="<workbook/>", **parts)) == "overgrown_workbook"


def test_a_workbook_of_a_million_formats_is_refused_before_it_is_parsed():
    """Eleven kilobytes that took a hundred seconds and 837 MB."""

    def with_formats(styles):
        return styles.replace(b"</cellXfs>", b"<xf/>" * 1_400_000 + b"</cellXfs>")

    assert refused(with_part(as_xlsx(people(2)), "xl/styles.xml", with_formats)) == "overgrown_workbook"
