"""Suggesting which column is which field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.people_import import PERSON_FIELDS, Field, Kind, suggest_mapping

JOB = Field(key="q1", label="Job title", kind=Kind.SHORT_TEXT)
GRADE = Field(key="q2", label="Your grade", kind=Kind.SCALE)
DEPARTMENT = Field(key="q3", label="Department", kind=Kind.ONE_CHOICE)
SIMILAR = Field(key="q4", label="Match with similar identity", kind=Kind.YES_NO)
TRAITS = Field(key="q5", label="Characteristics", kind=Kind.SEVERAL_CHOICES)
ABOUT = Field(key="q6", label="About you", kind=Kind.LONG_TEXT)
WANTED = Field(key="q7", label="Why do you want a mentor?", kind=Kind.LONG_TEXT, aliases=("motivation",))
FIELDS = (*PERSON_FIELDS, JOB, GRADE, DEPARTMENT, SIMILAR, TRAITS, ABOUT, WANTED)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("first name", "first_name"),
        ("FirstName", "first_name"),
        ("first_name", "first_name"),
        ("Prénom", "first_name"),
        ("Given name(s)", "first_name"),
        ("Frist name", "first_name"),
        ("Surname", "last_name"),
        ("Last  Name:", "last_name"),
        ("Full name", "display_name"),
        ("Name", "display_name"),
        ("email address", "email"),
        ("E-mail", "email"),
        ("e mail", "email"),
        ("EMAIL", "email"),
        ("What is your email address? *", "email"),
        ("emailAddress", "email"),
        ("ＥＭＡＩＬ", "email"),
        ("both mentor and mentee", "role"),
        ("Mentor/Mentee", "role"),
        ("Capacity", "capacity"),
        ("How many mentees?", "capacity"),
        ("job title", "q1"),
        ("Grade (required)", "q2"),
        ("organisation", "q3"),
        ("Organization", "q3"),
        ("match with similar identity", "q4"),
        ("identity to match", "q5"),
        ("characteristics", "q5"),
        ("biography", "q6"),
        ("Why I want a mentor", "q7"),
        ("Motivation", "q7"),
        ("Line manager's email", None),
        ("Phone", None),
        ("", None),
        ("Column 7", None),
        ("***", None),
    ],
)
def test_columns_are_recognised_by_name(header, key):
    assert suggest_mapping([header], FIELDS) == {0: key}


def test_first_and_last_name_are_not_taken_for_each_other():
    assert suggest_mapping(["last name", "first name"], FIELDS) == {0: "last_name", 1: "first_name"}


def test_the_better_name_gets_the_field_wherever_it_stands():
    assert suggest_mapping(["Work email", "E-mail address", "Email (2)"], FIELDS) == {
        0: None,
        1: "email",
        2: None,
    }


def test_a_field_of_that_very_name_goes_before_one_that_means_the_same():
    identity = Field(key="q8", label="Identity to match", kind=Kind.SEVERAL_CHOICES)
    mapping = suggest_mapping(["identity to match", "characteristics"], (*FIELDS, identity))
    assert mapping == {0: "q8", 1: "q5"}


NAMES = st.one_of(
    st.sampled_from(["Name", "Email", "e-mail", "Grade", "First name", "Forename"]), st.text(max_size=20)
)


@given(st.lists(NAMES, max_size=12))
def test_every_column_has_an_entry_and_no_field_two_columns(headers):
    mapping = suggest_mapping(headers, FIELDS)
    assert list(mapping) == list(range(len(headers)))
    taken = [key for key in mapping.values() if key]
    assert len(taken) == len(set(taken))
    assert set(taken) <= {field.key for field in FIELDS}
