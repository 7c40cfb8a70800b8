"""Excel workbooks: the sheet that is meant, and values as people see them."""

import datetime as dt
import io
from unittest.mock import patch

import openpyxl
import pytest

from programmes.people_import import Unreadable, read_table
from programmes.people_import.unpacking import EMPTY_ROW

from .builders import as_xlsx, people, with_part

SHEET = "xl/worksheets/sheet1.xml"


def values(data):
    return [row.values for row in read_table(data, "people.xlsx").rows]


def test_reads_names_as_they_are():
    table = read_table(as_xlsx([["First name", "E-mail"], ["Zoë 山田", " zoe@riverside.example"]]), "x")
    assert table.headers == ("First name", "E-mail")
    assert table.rows[0] == (2, ("Zoë 山田", " zoe@riverside.example"), ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1e300, str(int(1e300))),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2026, 3, 29), "2026-03-29"),
        (dt.datetime.fromisoformat("2026-03-29"), "2026-03-29"),
        (dt.datetime.fromisoformat("2026-03-29T09:30"), "2026-03-29 09:30"),
        (dt.time(9, 30), "09:30"),
        ("#N/A", "#N/A"),
        ("00123", "00123"),
        ("one_x000D_\ntwo", "one\ntwo"),
    ],
)
def test_values_become_what_people_see(value, text):
    assert values(as_xlsx([["a", "b"], ["x", value]])) == [("x", text)]


def test_a_text_that_looks_like_a_formula_is_a_text_and_a_formula_its_last_value():
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "b", "c"])
    workbook.active.append(["x", '=HYPERLINK("http://evil.example")', "=1+1"])
    workbook.active["B2"].data_type = "s"
    file = io.BytesIO()
    workbook.save(file)
    data = with_part(
        file.getvalue(), SHEET, lambda xml: xml.replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    )
    assert values(data) == [("x", '=HYPERLINK("http://evil.example")', "2")]


def test_the_first_sheet_with_a_row_of_data_is_taken():
    assert values(as_xlsx([], [["How to fill this in"]], people(2), people(5))) == [
        tuple(row) for row in people(2)[1:]
    ]


def test_a_hidden_sheet_is_passed_over_unless_there_is_no_other():
    workbook = openpyxl.load_workbook(io.BytesIO(as_xlsx([["a"], ["hidden"]], [["a"], ["shown"]])))
    workbook.worksheets[0].sheet_state = "hidden"
    file = io.BytesIO()
    workbook.save(file)
    assert values(file.getvalue()) == [("shown",)]


@pytest.mark.parametrize("sheets", [[[]], [[], []], [[[None, ""], [" "]]]])
def test_a_workbook_without_anything_is_empty(sheets):
    with pytest.raises(Unreadable) as refusal:
        values(as_xlsx(*sheets))
    assert refusal.value.code == "empty"


def test_only_headers_are_no_table():
    with pytest.raises(Unreadable) as refusal:
        values(as_xlsx([["name", "email"]]))
    assert refusal.value.code == "only_headers"


def test_gaps_are_kept_as_gaps():
    table = read_table(as_xlsx([[], ["a", None, "c"], [], ["1", None, "3"]]), "x")
    assert table.headers == ("a", "Column 2", "c")
    assert table.rows[0].line == 4


def test_a_wrong_size_in_the_sheet_loses_nothing():
    data = with_part(as_xlsx(people(9)), SHEET, lambda xml: xml.replace(b'ref="A1:D10"', b'ref="A1"'))
    assert values(data) == [tuple(row) for row in people(9)[1:]]


def test_as_many_rows_as_allowed_and_not_one_more():
    assert len(values(as_xlsx(people(10_000)))) == 10_000
    with pytest.raises(Unreadable) as refusal:
        values(as_xlsx(people(10_001)))
    assert refusal.value.code == "too_many_rows"


def test_a_hundred_and_one_columns_are_too_many():
    with pytest.raises(Unreadable) as refusal:
        values(as_xlsx([["x"] * 101] * 2))
    assert refusal.value.code == "too_many_columns"


@pytest.mark.parametrize(
    "empty",
    [
        b'<row r="%d" s="1" customFormat="1"/>',
        b'<row r="%d" spans="1:4" s="1" customFormat="1"></row>',
        b'<row r="%d"><c r="A1" s="1"/><c r="B1" s="1" /></row>',
    ],
)
def test_a_million_formatted_empty_rows_are_not_parsed(empty):
    rows = b"".join(empty % n for n in range(4, 1_000_004))
    data = with_part(
        as_xlsx(people(2)), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    with patch("openpyxl.worksheet._reader.WorkSheetParser.parse_row", autospec=True) as parse_row:
        parse_row.return_value = (1, [])
        with pytest.raises(Unreadable):
            values(data)
        assert parse_row.call_count < 10
    assert len(values(data)) == 2


def test_only_rows_without_anything_are_dropped():
    kept = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row><c/></row>'
    kept += b'<rowBreaks r="1"/><row r="3"><is><t/></is></row>'
    assert EMPTY_ROW.sub(b"", kept) == kept
    assert EMPTY_ROW.sub(b"", b'<row r="2"/>' + kept + b'<row r="3"> <c r="A3"/> </row>') == kept


def test_rows_after_empty_ones_keep_their_numbers():
    rows = b"".join(b'<row r="%d" s="1"/>' % n for n in range(4, 500))
    last = b'<row r="500"><c r="A500" t="inlineStr"><is><t>Last</t></is></c></row></sheetData>'
    data = with_part(as_xlsx(people(2)), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + last))
    assert read_table(data, "x").rows[-1][:2] == (500, ("Last", "", "", ""))
