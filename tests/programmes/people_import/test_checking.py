"""Checking: each row as it would be taken, and what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.people_import import BOTH, MENTEE, MENTOR, PERSON_FIELDS, Field, Kind, Row, Table, check_table

from .builders import FIELDS, GRADES

ADA = "ada@riverside.example"


def checked(kind, *cells, **options):
    """The checked rows of a table with one column for one question."""
    field = Field(key="q", label="Question", kind=kind, **options)
    table = Table(("Question",), tuple(Row(line, (cell,)) for line, cell in enumerate(cells, start=2)))
    return check_table(table, {0: "q"}, [field], list_role=MENTOR if kind is Kind.ROLE else None).rows


def value(kind, cell, **options):
    (row,) = checked(kind, cell, **options)
    assert not row.errors
    return row.values.get("q")


def codes(kind, cell, **options):
    (row,) = checked(kind, cell, **options)
    assert "q" not in row.values or kind is Kind.ROLE
    return [error.code for error in row.errors]


def message(kind, cell, **options):
    (row,) = checked(kind, cell, **options)
    return str(row.errors[0].message)


def people(*rows, mapping=None, fields=FIELDS, headers=("First name", "Email", "Grade", "Skills"), **options):
    table = Table(headers, tuple(Row(line, values) for line, values in enumerate(rows, start=2)))
    names = {0: "first_name", 1: "email", 2: "grade", 3: "skills"}
    return check_table(table, names if mapping is None else mapping, fields, **options)


def test_a_good_row_has_typed_values_and_blank_cells_give_none():
    result = people(
        ("Ada", ADA, "lead", "parent or carer; Changed careers"), ("Bo", "bo@riverside.example", "", "")
    )
    assert result.ok
    assert result.rows[0].values == {
        "first_name": "Ada",
        "email": ADA,
        "grade": "Lead",
        "skills": ("Parent or carer", "Changed careers"),
    }
    assert result.rows[1].values == {"first_name": "Bo", "email": "bo@riverside.example"}


@pytest.mark.parametrize("cell", ["yes", "Yes ", "Y", "TRUE", "true", "1", "x", "✓", "Ja", "oui", "Sí"])
def test_yes_in_several_spellings(cell):
    assert value(Kind.YES_NO, cell) is True


@pytest.mark.parametrize("cell", ["no", "NO", "n", "FALSE", "0", "–", "nein", "non"])
def test_no_in_several_spellings(cell):
    assert value(Kind.YES_NO, cell) is False


@pytest.mark.parametrize(("cell", "number"), [("3", 3), (" 3.0 ", 3), ("3,00", 3), ("-2", -2), ("", None)])
def test_whole_numbers(cell, number):
    assert value(Kind.NUMBER, cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("two", "number_invalid"),
        ("2.5", "number_invalid"),
        ("1e3", "number_invalid"),
        ("٣", "number_invalid"),
        ("9" * 5000, "number_invalid"),
        ("0", "number_too_small"),
        ("11", "number_too_large"),
    ],
)
def test_numbers_that_are_none_or_out_of_bounds(cell, code):
    assert codes(Kind.NUMBER, cell, minimum=1, maximum=10) == [code]


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("Mentor", MENTOR),
        ("mentees", MENTEE),
        ("BOTH", BOTH),
        ("mentor & mentee", BOTH),
        ("Mentor/Mentee", BOTH),
        ("yes", BOTH),
        ("no", MENTOR),
        ("", MENTOR),
    ],
)
def test_roles_and_a_column_that_asks_whether_somebody_is_both(cell, role):
    assert value(Kind.ROLE, cell) == role


def test_a_role_that_is_none():
    assert codes(Kind.ROLE, "captain") == ["role_unknown"]


def test_no_says_nothing_where_the_list_is_for_no_role():
    result = people(("Ada", ADA, "no"), mapping={0: "first_name", 1: "email", 2: "role"})
    assert [error.code for error in result.rows[0].errors] == ["role_unknown"]


def test_everybody_has_the_role_of_the_list_when_no_column_says_more():
    assert people(("Ada", ADA, "", ""), list_role=MENTEE).rows[0].values["role"] == MENTEE


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Ada@Riverside.Example", ADA),
        ("  ada@riverside.example\u200b ", ADA),
        ("mailto:ada@riverside.example", ADA),
        ("Ada Lovelace <ada@riverside.example>", ADA),
        ("ada＠riverside.example", ADA),
        ("ada@riverside.example;", ADA),
        ("o'neil+x@riverside.example", "o'neil+x@riverside.example"),
        ("ada@bücher.example", "ada@bücher.example"),
    ],
)
def test_addresses_as_people_paste_them(cell, address):
    assert value(Kind.EMAIL, cell) == address


@pytest.mark.parametrize(
    "cell",
    [
        "ada",
        "ada@",
        "@riverside.example",
        "ada@riverside",
        "a@b@c.example",
        "ada @riverside.example",
        "ada@x.example, bo@x.example",
        "zoë@riverside.example",
        "x" * 250 + "@riverside.example",
        "ada@riverside..example",
        "<@>",
        "\x00@\x00",
    ],
)
def test_what_is_no_address(cell):
    assert codes(Kind.EMAIL, cell) == ["email_invalid"]


def test_an_address_given_twice_names_the_row_where_it_stood_first():
    result = people(
        ("Ada", ADA, "", ""), ("Bo", "bo@x.example", "", ""), ("Ada", "ADA@riverside.example", "", "")
    )
    assert [row.line for row in result.faulty] == [4]
    (error,) = result.rows[2].errors
    assert (error.key, error.column, error.code) == ("email", 1, "email_repeated")
    assert "“ada@riverside.example” is in row 2 already" in str(error.message)


def test_an_address_that_is_no_address_is_not_repeated():
    result = people(("Ada", "none", "", ""), ("Bo", "none", "", ""))
    assert result.error_counts == {"email_invalid": 2}


def test_somebody_enrolled_already_is_a_warning():
    result = people(("Ada", ADA, "", ""), known_emails=["Ada@Riverside.example"])
    assert result.ok
    assert [warning.code for warning in result.rows[0].warnings] == ["email_known"]
    assert result.warning_counts == {"email_known": 1}


def test_an_unknown_choice_brings_suggestions_and_the_choices_when_they_are_few():
    text = message(Kind.SCALE, "Senor officer", choices=GRADES)
    assert text.startswith("“Senor officer” is not one of the choices. Did you mean “Senior officer”")
    assert "The choices are: “Assistant”, “Officer”," in text


def test_many_choices_are_not_listed():
    many = tuple(f"Team {number}" for number in range(40))
    assert "The choices are" not in message(Kind.ONE_CHOICE, "Crew", choices=many)


def test_each_unknown_one_of_several_is_named_up_to_three():
    assert codes(Kind.SEVERAL_CHOICES, "Lead, a, b", choices=GRADES) == ["choice_unknown"] * 2
    assert codes(Kind.SEVERAL_CHOICES, "a,b,c,d,e", choices=GRADES) == ["choice_unknown"] * 3


def test_long_wrong_values_are_cut_in_messages():
    assert len(message(Kind.ONE_CHOICE, "x" * 9000, choices=GRADES)) < 400


def test_a_question_without_choices_yet_takes_what_is_written():
    assert value(Kind.ONE_CHOICE, " Harbour  team") == "Harbour team"
    assert value(Kind.SEVERAL_CHOICES, "a; b, a") == ("a", "b")
    assert codes(Kind.ONE_CHOICE, "x" * 201) == ["too_long"]
    assert codes(Kind.SEVERAL_CHOICES, "a," + "x" * 201) == ["too_long"]


def test_texts_are_cleaned_and_have_a_length():
    assert value(Kind.SHORT_TEXT, "one\n two") == "one two"
    assert value(Kind.LONG_TEXT, "one\r\ntwo") == "one\ntwo"
    assert value(Kind.SHORT_TEXT, "x" * 200) == "x" * 200
    assert codes(Kind.SHORT_TEXT, "x" * 201) == ["too_long"]
    assert (
        message(Kind.SHORT_TEXT, "abcd", longest=3)
        == "This is 1 character too long. Shorten it to 3 characters."
    )
    assert "1,000 characters too long" in message(Kind.LONG_TEXT, "x" * 6000)


@pytest.mark.parametrize("kind", list(Kind))
def test_lost_letters_and_spreadsheet_errors_are_never_values(kind):
    assert codes(kind, "Andr\ufffd") == ["broken_letters"]
    assert codes(kind, " #N/A") == ["spreadsheet_error"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ROLE])
@pytest.mark.parametrize("cell", ["", "  ", "\n", "\u200b", "\u00a0"])
def test_a_blank_cell_is_no_answer_and_missing_where_one_is_required(kind, cell):
    assert value(kind, cell, choices=GRADES) is None
    assert codes(kind, cell, choices=GRADES, required=True) == ["required"]


def test_a_required_answer_that_is_wrong_is_not_also_missing():
    assert codes(Kind.NUMBER, "two", required=True) == ["number_invalid"]


def test_a_name_is_in_one_column_or_in_two_and_not_nowhere():
    for key in ("first_name", "last_name", "display_name"):
        assert people(("Ada", ADA), mapping={0: key, 1: "email"}).ok
    result = people(("", ADA), mapping={0: "last_name", 1: "email"})
    (error,) = result.rows[0].errors
    assert (error.key, error.column, error.code) == ("display_name", None, "required")
    assert str(error.message) == "“Name” is missing. Fill it in."


def test_a_required_field_without_a_column_is_said_once():
    result = people(("Ada", "", "", ""), ("Bo", "", "", ""), mapping={0: "first_name"})
    assert [(problem.key, problem.code) for problem in result.problems] == [("email", "required_unmapped")]
    assert not result.ok
    assert not result.faulty
    assert str(result.problems[0].message) == "Choose the column that holds “E-mail address”."


def test_no_mapping_at_all_is_said_and_nothing_else():
    result = people(("Ada", ADA, "", ""), mapping={})
    assert {problem.key for problem in result.problems} == {"display_name", "email"}


@pytest.mark.parametrize("mapping", [{0: "display_name", 1: "email", 2: "email"}])
def test_two_columns_for_one_field_are_a_problem_of_the_second(mapping):
    (problem,) = people(("Ada", ADA, ADA, ""), mapping=mapping).problems
    assert (problem.key, problem.column, problem.code) == ("email", 2, "mapped_twice")


@pytest.mark.parametrize("extra", [{3: "nonsense"}, {99: "grade"}, {-1: "grade"}])
def test_a_mapping_to_nowhere_is_a_problem(extra):
    result = people(("Ada", ADA, "", ""), mapping={0: "display_name", 1: "email"} | extra)
    assert [problem.code for problem in result.problems] == ["mapping_unknown"]


def test_cells_beyond_the_headers_make_a_row_unsafe():
    table = Table(("Name", "Email"), (Row(2, ("Ada", ADA), ("left over",)),))
    (row,) = check_table(table, {0: "display_name", 1: "email"}, PERSON_FIELDS).rows
    assert [(error.key, error.column, error.code) for error in row.errors] == [("", None, "surplus_cells")]


def test_the_summary_counts():
    result = people(("Ada", ADA, "Boss", ""), ("", "x", "Boss", ""), ("Bo", "bo@x.example", "", ""))
    assert (result.good, len(result.faulty), len(result.rows)) == (1, 2, 3)
    assert result.error_counts.most_common(1) == [("choice_unknown", 2)]
    assert result.error_counts == {"choice_unknown": 2, "email_invalid": 1, "required": 1}


def test_a_formula_is_a_text():
    assert value(Kind.SHORT_TEXT, '=HYPERLINK("http://evil.example")') == '=HYPERLINK("http://evil.example")'


TYPES = {Kind.YES_NO: bool, Kind.NUMBER: int, Kind.SEVERAL_CHOICES: tuple}


@given(st.sampled_from(list(Kind)), st.text(max_size=40), st.booleans())
def test_any_text_gives_a_value_of_the_right_type_or_an_error_with_a_message(kind, cell, with_choices):
    (row,) = checked(kind, cell, choices=GRADES if with_choices else ())
    if "q" in row.values:
        assert type(row.values["q"]) is TYPES.get(kind, str)
    for error in row.errors:
        assert str(error.message)
    if with_choices and kind in {Kind.SCALE, Kind.ONE_CHOICE} and "q" in row.values:
        assert row.values["q"] in GRADES
