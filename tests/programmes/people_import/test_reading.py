"""Reading: every encoding and separator that spreadsheet programs write, and what is made of untidy
tables."""

import csv
import io
import string

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from programmes.people_import import ENCODINGS, Limits, Reading, Table, Unreadable, read_table
from programmes.people_import.cleaning import FORMULA_GUARD
from programmes.people_import.headers import looks_like_names
from programmes.people_import.records import Record
from programmes.people_import.unreadable import REASONS

from .builders import as_csv, outcome, people

ROWS = [
    ["First name", "Town", "About me"],
    ["Zoë", "Málaga", "Likes tea, coffee; and | pipes"],
    ["Jürgen", "Köln", 'Two\nlines and a “quotation”, then a "plain" one'],
    ["Siobhán", "Galway", "Tab\there"],
]
WESTERN = [[cell.replace("“", "«").replace("”", "»") for cell in row] for row in ROWS]
LINE_ENDS = ["\n", "\r\n", "\r"]


def read(data, **options):
    if "encoding" in options:
        options["reading"] = Reading(encoding=options.pop("encoding"))
    return read_table(data, "list.csv", **options)


def refused(data, **options):
    with pytest.raises(Unreadable) as refusal:
        read(data, **options)
    return refusal.value.code


def content(table):
    return [list(table.headers), *(list(row.values) for row in table.rows)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_reads_each_encoding_with_each_separator_and_line_end(encoding, separator, line_end):
    data = as_csv(ROWS, encoding, delimiter=separator, lineterminator=line_end)
    assert content(read(data)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_reads_latin_1(separator):
    assert content(read(as_csv(WESTERN, "latin-1", delimiter=separator))) == WESTERN


def test_reads_latin_1_with_bytes_that_windows_does_not_use():
    rows = [["Name"], ["Ren\x81é"]]
    table = read(as_csv(rows, "latin-1"))
    assert content(table) == rows
    assert table.reading.encoding == "latin-1"


def test_reads_utf_16_big_endian_with_its_mark():
    assert content(read(b"\xfe\xff" + as_csv(ROWS, "utf-16-be", delimiter="\t"))) == ROWS


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("cp1251", [["Имя", "Город"], *[["Иван Петров", "Москва"], ["Ольга", "Казань"]] * 5]),
        ("cp1253", [["Όνομα", "Πόλη"], *[["Γιώργος", "Αθήνα"], ["Ελένη", "Πάτρα"]] * 5]),
        ("cp932", [["名前", "都市"], *[["山田太郎", "東京"], ["佐藤花子", "大阪"]] * 5]),
        ("gb18030", [["姓名", "城市"], *[["王小明", "北京"], ["李华", "上海"]] * 5]),
    ],
)
def test_reads_other_scripts(encoding, rows):
    assert content(read(as_csv(rows, encoding))) == rows


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_reads_utf_16_without_a_mark_in_other_scripts(encoding):
    rows = [["名前", "都市"], ["山田太郎", "東京"], ["一二", "三"]]
    assert content(read(as_csv(rows, encoding))) == rows


def test_an_encoding_chosen_by_hand_is_used():
    rows = [["Imię", "Miasto"], ["Łukasz", "Łódź"], ["Małgorzata", "Gdańsk"]]
    assert content(read(as_csv(rows, "cp1250"), encoding="cp1250")) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "punycode", "zlib", "no such thing"])
def test_an_encoding_that_does_not_fit_is_refused(encoding):
    assert refused(as_csv(ROWS, "cp1252"), encoding=encoding) == "encoding"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_offered_encoding_reads_plain_text(encoding):
    assert content(read(as_csv(people(2), encoding), encoding=encoding)) == people(2)


def test_one_broken_byte_does_not_turn_utf_8_into_something_else():
    data = as_csv([["Name"], *[["Zoë Müller"]] * 10, ["Andr"]]).replace(b"Andr", b"Andr\xe9")
    table = read(data)
    assert table.rows[0].values == ("Zoë Müller",)
    assert table.rows[-1].values == ("Andr\ufffd",)


@pytest.mark.parametrize("declaration", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_declared_separator_is_obeyed_and_is_no_row(declaration):
    table = read(f"{declaration}\r\na,b;c\r\n1,2;3\r\n".encode())
    assert table.headers == ("a,b", "c")
    assert table.rows[0].values == ("1,2", "3")
    assert table.rows[0].line == 2


def test_a_declared_separator_may_be_unusual():
    assert content(read(b"sep=^\na^b\n1^2\n")) == [["a", "b"], ["1", "2"]]


def test_commas_in_texts_do_not_outvote_semicolons_between_cells():
    rows = [["Name", "About"], *[["Ada", "one, two, three, four"]] * 20]
    assert content(read(as_csv(rows, delimiter=";"))) == rows


def test_one_column_of_addresses_is_a_table():
    rows = [["Email"], ["ada@riverside.example"], ["bo@riverside.example"]]
    assert content(read(as_csv(rows))) == rows


def test_empty_rows_are_skipped_and_lines_are_those_a_spreadsheet_shows():
    table = read(b'\n,,\nname,about\n\nAda,"two\nlines"\n , \xc2\xa0\nBo,x\n')
    assert table.headers == ("name", "about")
    assert [(row.line, row.values[0]) for row in table.rows] == [(5, "Ada"), (7, "Bo")]


def test_short_rows_are_filled_and_long_ones_keep_what_is_too_much():
    table = read(b"a,b,c\n1\n1,2,3,,\n1,2,3,4,5\n")
    assert [row.values for row in table.rows] == [("1", "", ""), ("1", "2", "3"), ("1", "2", "3")]
    assert [row.extra for row in table.rows] == [(), (), ("4", "5")]


def test_headers_that_are_blank_or_twice_get_names_of_their_own():
    table = read(b" Name ,,name,Name (2), Very\t long \n1,2,3,4,5\n")
    assert table.headers == ("Name", "Column 2", "name (2)", "Name (2) (2)", "Very long")


def test_the_guard_that_our_downloads_put_before_a_formula_is_no_part_of_a_name():
    assert read(b"'=SUM,'|,'=,'x\n1,2,3,4\n").headers == ("=SUM", "|", "=", "'x")


def test_blank_columns_at_the_end_go_unless_there_is_something_in_them():
    assert read(b"a,b,,,\n1,2,,,\n").headers == ("a", "b")
    assert read(b"a,b,,,\n1,2,,x,\n").headers == ("a", "b", "Column 3", "Column 4")


def test_exactly_as_many_rows_as_allowed_are_read():
    assert len(read(as_csv(people(10_000))).rows) == 10_000
    assert refused(as_csv(people(10_001))) == "too_many_rows"


def test_empty_rows_do_not_count():
    assert len(read(b"a\n" + b"\n" * 50 + b"1\n", limits=Limits(rows=1)).rows) == 1


def test_columns_and_cells_have_limits_of_their_own():
    assert len(read(as_csv([["x"] * 100] * 2)).headers) == 100
    assert refused(as_csv([["x"] * 101] * 2)) == "too_many_columns"
    assert len(read(as_csv([["a", "b"], ["x" * 10_000, ""]])).rows[0].values[0]) == 10_000
    assert refused(as_csv([["a", "b"], ["x" * 10_001, ""]])) == "cell_too_long"


def test_a_message_names_the_file_without_its_folders_and_the_limit():
    with pytest.raises(Unreadable) as refusal:
        read_table(as_csv(people(11)), "C:\\Users\\ada\\people\u202e.csv", limits=Limits(rows=10))
    assert (
        str(refusal.value.message) == "“people.csv” has more than 10 rows. Split the list into several files."
    )


# What csv writes comes back as it was, provided that a program could know: with all cells quoted, or with
# headers in which no other separator occurs.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\ufeff\ufffd"
)
CELL = st.text(st.one_of(st.sampled_from(list("\n\r\t,;|\"'=@ é")), LETTERS), max_size=12)
WORD = st.text(string.ascii_letters + "éßñжλ中", min_size=1, max_size=8)


@st.composite
def tables(draw, names):
    headers = draw(st.lists(names, min_size=1, max_size=6, unique_by=lambda name: name.casefold()))
    filled = st.lists(CELL, min_size=len(headers), max_size=len(headers)).filter(
        lambda row: any(map(str.strip, row))
    )
    return [headers, *draw(st.lists(filled, min_size=1, max_size=8))]


# A name behind the guard that our own downloads put before what looks like a formula comes back without it.
ODD_NAME = (
    st.text(string.ascii_letters + ",;\t|\"'", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda name: name and not FORMULA_GUARD.match(name))
)
SEPARATOR = st.sampled_from(",;\t|")
UNICODE = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


@given(tables(WORD), SEPARATOR, st.sampled_from(LINE_ENDS), UNICODE)
@example([["A"], ["x,y"]], "\t", "\n", "utf-8")
@example(rows=[["A"], ["EMAI"], ["0"]], separator=",", line_end="\n", encoding="utf-8")  # nearly "e-mail"
def test_what_csv_writes_comes_back(rows, separator, line_end, encoding):
    # What stands above names of columns that we know is a title.
    assume(not any(looks_like_names(Record(line, row)) for line, row in enumerate(rows)))
    data = as_csv(rows, encoding, delimiter=separator, lineterminator=line_end)
    assert content(read(data)) == rows


@given(tables(ODD_NAME), SEPARATOR, st.sampled_from(LINE_ENDS), UNICODE)
def test_what_csv_writes_with_all_cells_quoted_comes_back_whatever_the_headers(
    rows, separator, line_end, encoding
):
    rows[0] = [" ".join(name.split()) for name in rows[0]]
    assume(len({name.casefold() for name in rows[0]}) == len(rows[0]))
    # What stands above names of columns that we know is a title.
    assume(not any(looks_like_names(Record(line, row)) for line, row in enumerate(rows)))
    data = as_csv(rows, encoding, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    assert content(read(data)) == rows


SEEDS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"sep=", b'a,b\n"', b"<html", b"%PDF-", b"a;b\n"]
)


@settings(max_examples=400, deadline=None)
@given(SEEDS, st.binary(max_size=400), st.sampled_from([None, *ENCODINGS]))
def test_arbitrary_bytes_are_a_table_or_unreadable(seed, noise, encoding):
    result = outcome(seed + noise, reading=Reading(encoding=encoding))
    if isinstance(result, Table):
        assert result.rows
        assert all(len(row.values) == len(result.headers) for row in result.rows)
        assert len(set(result.headers)) == len(result.headers)
    else:
        assert str(REASONS[result])


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(list("ab1,;\t|\"'\n\r =\0é")), max_size=60))
def test_arbitrary_small_texts_are_a_table_or_unreadable(text):
    result = outcome(text.encode())
    if isinstance(result, Table):
        assert all(any(cell.strip() for cell in (*row.values, *row.extra)) for row in result.rows)
    else:
        assert result in REASONS


def test_reading_leaves_the_limits_of_csv_alone():
    before = csv.field_size_limit()
    read(as_csv(people(3)))
    assert csv.field_size_limit() == before
    assert next(csv.reader(io.StringIO("a,b"))) == ["a", "b"]
