"""Files whose letters, first rows, sheets or cells are not what a program would expect: as people save them."""

import io

import openpyxl
import pytest

from programmes.people_import import (
    EMAIL,
    ENCODINGS,
    PERSON_FIELDS,
    Reading,
    check_table,
    read_table,
    suggest_for,
)
from programmes.people_import.alphabets import explained

from .builders import as_csv, as_xlsx

PEOPLE = [["Email", "Name"], ["ada@x.example", "Ada"], ["bob@x.example", "Bob"]]


def read(data, **reading):
    return read_table(data, "list", reading=Reading(**reading))


def names(table):
    return [row.values[1] for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("cp1250", ["Łukasz Żółć", "Dvořák"]),
        ("cp1250", ["Świętosław Źrebiec", "Grażyna Szczęsna"]),
        ("cp1250", ["Jiří Dvořák", "Tomáš Novák", "Lucie Černá", "Růžena Šťastná"]),
        ("cp1250", ["Ján Kováč", "Ľuboš Šťastný"]),
        ("cp1254", ["Ayşe Yılmaz", "Mehmet Öztürk", "Işıl Güneş", "Çağla Şahin"]),
        ("cp1252", ["José Peña", "Hélène Lefèvre", "François Çelik"]),
        ("cp1252", ["Søren Ågård", "Bjørn Ås"]),
        ("mac_roman", ["Hélène Côté", "Zoë Müller"]),
        ("cp852", ["Łukasz Żółć", "Paweł Głąb"]),
        ("cp1251", ["Олена Шевченко", "Юрій Коваль", "Дмитро Іваненко"]),
        ("koi8_r", ["Анна Иванова", "Дмитрий Петров"]),
        ("cp1253", ["Γιώργος Παπαδόπουλος", "Ελένη Νικολάου"]),
        ("cp1255", ["רונית כהן", "משה לוי"]),
        ("cp1256", ["محمد علي", "أحمد حسن"]),
        ("gb18030", ["王小明", "李華"]),
        ("cp932", ["山田太郎", "鈴木花子"]),
    ],
)
def test_names_are_read_as_their_writers_wrote_them(encoding, written):
    rows = [["Email", "Name"], *([f"p{n}@x.example", name] for n, name in enumerate(written))]
    assert names(read(as_csv(rows, encoding, delimiter=";"))) == written


def test_where_it_cannot_be_known_each_reading_is_offered_with_its_words():
    table = read(as_csv([["Email", "Name"], ["p@x.example", "Szabó Győző"]], "cp1250"))
    offered = dict(table.alternatives.encodings)
    assert offered["cp1250"] == ("Szabó", "Győző")
    assert offered["cp1252"] == ("Szabó", "Gyõzõ")
    assert next(iter(offered)) == table.reading.encoding


def test_a_file_without_other_letters_leaves_no_choice_of_them():
    assert read(as_csv(PEOPLE)).alternatives.encodings == ()


CHOSEN = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 mac_latin2 mac_turkish mac_cyrillic mac_greek "
    "cp850 cp852 cp857 cp862 cp866 iso8859_2 iso8859_9"
)


@pytest.mark.parametrize("encoding", CHOSEN.split())
def test_what_spreadsheets_of_europe_and_the_near_east_save_in_can_be_chosen(encoding):
    assert encoding in ENCODINGS
    assert names(read(as_csv(PEOPLE, encoding), encoding=encoding)) == ["Ada", "Bob"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("Dvoøák", "Dvořák"), ("¯ó³æ", "Żółć"), ("Güneþ", "Güneş"), ("JosŽ", "José"), ("Ð¿ÐµÑ‚Ñ€", "петр")],
)
def test_a_wrong_reading_is_no_word_of_any_language(wrong, right):
    assert explained(wrong) == 0
    assert explained(right) == 1


def test_a_first_row_that_is_a_person_is_kept_as_one():
    table = read(as_csv(PEOPLE[1:]))
    assert table.reading.header == 0
    assert names(table) == ["Ada", "Bob"]
    assert suggest_for(table, PERSON_FIELDS)[0] == EMAIL.key


@pytest.mark.parametrize(
    "above", [[["Mentees 2026"]], [["Mentees 2026"], ["As of May"], [""]], [["Title", "", ""]]]
)
@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_nothing_above_the_names_of_columns_becomes_a_person(made, above):
    table = read(made([*above, *PEOPLE]))
    assert table.headers[:2] == ("Email", "Name")
    assert names(table) == ["Ada", "Bob"]
    assert table.reading.header == len(above) + 1


def test_another_row_of_names_can_be_chosen():
    table = read(as_csv([["Email", "Name"], ["adresse", "voller Name"], *PEOPLE[1:]]), header=2)
    assert table.headers == ("adresse", "voller Name")
    assert names(table) == ["Ada", "Bob"]


def test_columns_named_in_no_way_we_know_are_still_named():
    table = read(as_csv([["Adresse électronique", "Quoi"], ["ada@x.example", "Ada"]]))
    assert table.headers == ("Adresse électronique", "Quoi")


def test_the_sheet_with_the_list_is_found_and_another_can_be_chosen():
    readme = [["How to fill in this file"], ["Please use the second sheet"]]
    data = as_xlsx(readme, PEOPLE)
    assert names(read(data)) == ["Ada", "Bob"]
    first, second = read(data).alternatives.sheets
    assert read(data).reading.sheet == second
    assert [row.values for row in read(data, sheet=first, header=0).rows] == [tuple(row) for row in readme]


def hidden():
    book, file = openpyxl.load_workbook(io.BytesIO(as_xlsx(PEOPLE))), io.BytesIO()
    book.worksheets[0].row_dimensions[2].hidden = True
    book.save(file)
    return file.getvalue()


def test_a_hidden_row_is_left_out_and_named_unless_asked_for():
    assert names(read(hidden())) == ["Bob"]
    assert read(hidden()).alternatives.hidden == (2,)
    assert names(read(hidden(), hidden_rows=True)) == ["Ada", "Bob"]


def test_a_formula_without_a_value_says_what_to_do():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (*PEOPLE[:2], ['=LOWER("B@X.EXAMPLE")', "Bob"]):
        book.active.append(row)
    book.save(file)
    table = read(file.getvalue())
    checked = check_table(table, suggest_for(table, PERSON_FIELDS), PERSON_FIELDS, list_role="mentee")
    [error] = checked.rows[1].errors
    assert (error.code, error.column) == ("formula_without_value", 0)
    assert "Open the file in your spreadsheet program, save it" in str(error.message)
    assert not checked.rows[0].errors
