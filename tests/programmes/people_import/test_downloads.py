"""Files to take away: safe to open, and good to take again."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.people_import import (
    Field,
    Kind,
    Row,
    Table,
    check_table,
    errors_csv,
    read_table,
    suggest_mapping,
    template_csv,
)

from .builders import FIELDS

MAPPING = {0: "first_name", 1: "email", 2: "grade"}
HEADERS = ("First name", "Email", "Grade")
FORMULAS = [
    '=HYPERLINK("http://evil.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1)",
    "\t=1+1",
    " =1",
    "％=1",
]
FORMULAS += ["|x", "%x", "＝1+1", "\u200b=1+1", "\r=1", "\n=1"]


def lines(data):
    assert data.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def faulty(*rows, headers=HEADERS):
    table = Table(headers, tuple(Row(line, *cells) for line, cells in enumerate(rows, start=2)))
    return errors_csv(table, check_table(table, MAPPING, FIELDS))


def test_the_template_has_the_fields_and_maps_to_them_without_help():
    (header,) = lines(template_csv(FIELDS))
    assert header[:4] == ["First name", "Last name", "Name", "E-mail address"]
    assert list(suggest_mapping(header, FIELDS).values()) == [field.key for field in FIELDS]


def test_a_template_with_labels_like_formulas_is_safe():
    field = Field(key="q", label="=1+1", kind=Kind.SHORT_TEXT)
    assert lines(template_csv([field])) == [["'=1+1"]]


def test_only_faulty_rows_are_given_with_what_to_mend():
    data = faulty((("Ada", "ada@x.example", "Lead"),), (("Bo", "bo", "Boss"),), (("", "cy@x.example", ""),))
    header, bo, cy = lines(data)
    assert header == [*HEADERS, "What to mend"]
    assert bo[:3] == ["Bo", "bo", "Boss"]
    assert bo[3].split("\n")[0].startswith("Email: “bo” is not an e-mail address.")
    assert bo[3].split("\n")[1].startswith("Grade: “Boss” is not one of the choices.")
    assert cy[3] == "“Name” is missing. Fill it in."


def test_cells_beyond_the_headers_are_not_lost():
    assert lines(faulty((("Ada", "ada@x.example", ""), ("left", "over"))))[1][4:] == ["left", "over"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula):
    for row in lines(faulty(((formula, "none", formula),), headers=(formula, "Email", "Grade"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", " ", "|", "%", "＝")) for cell in row)


@given(
    st.lists(
        st.text(st.sampled_from(list("=+-@|%'\" \t\r\n,;aé\u200b＝")), max_size=6), min_size=3, max_size=3
    )
)
def test_no_cell_begins_as_a_formula_does(cells):
    for row in lines(faulty((tuple(cells),)))[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "|", "%", "\t", "\r", "＝"))
            assert not cell.startswith("-") or cell.strip("-,.0123456789") == ""


def test_mended_rows_can_be_taken_again():
    data = faulty((('=1+1|"x"', "ada@x.example", "Boss"),), (("Bo", "bo", "Lead"),))
    mended = data.replace(b"Boss", b"Lead", 1).replace(b"bo,", b"bo@x.example,", 1)
    table = read_table(mended, "mended.csv")
    mapping = suggest_mapping(table.headers, FIELDS)
    assert mapping == {**MAPPING, 3: None}
    result = check_table(table, mapping, FIELDS)
    assert result.ok
    assert result.rows[0].values["first_name"] == '=1+1|"x"'
