"""Whole lists: the examples that come with the platform, and a coordinator's own where they are at hand."""

import csv
from pathlib import Path

import pytest

from programmes.people_import import (
    MENTEE,
    MENTOR,
    PERSON_FIELDS,
    Field,
    Kind,
    check_table,
    distinct_values,
    read_table,
    suggest_mapping,
)

from .builders import GRADES

PROJECT = Path(__file__).parents[3]
EXAMPLES = PROJECT / "static" / "examples"
REAL = PROJECT.parent / "shared" / "data"
REAL_GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
LISTS = [(MENTOR, "mentors.csv"), (MENTEE, "mentees.csv")]
FIXED = {
    "first name": "first_name",
    "last name": "last_name",
    "email address": "email",
    "both mentor and mentee": "role",
}
ASKED = {"job title": "job", "grade": "grade", "organisation": "department", "profession": "profession"}
OF_MENTORS = {"characteristics": "traits", "biography": "about"}
OF_MENTEES = {"match with similar identity": "similar", "identity to match": "traits", "biography": "about"}


def read(folder, name):
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} of a coordinator is not on this machine")
    return read_table(path.read_bytes(), name)


def questions(table, grades):
    """A programme's questions, with the choices that the list itself has."""
    place = {header: column for column, header in enumerate(table.headers)}
    traits = place.get("characteristics", place.get("identity to match"))
    return (
        Field(key="job", label="Job title", kind=Kind.SHORT_TEXT, required=True),
        Field(key="grade", label="Grade", kind=Kind.SCALE, required=True, choices=grades),
        Field(
            key="department",
            label="Department",
            kind=Kind.ONE_CHOICE,
            choices=distinct_values(table, place["organisation"]).values,
        ),
        Field(
            key="profession",
            label="Profession",
            kind=Kind.ONE_CHOICE,
            choices=distinct_values(table, place["profession"]).values,
        ),
        Field(
            key="similar",
            label="Match me with somebody like me",
            kind=Kind.YES_NO,
            aliases=("similar identity",),
        ),
        Field(
            key="traits",
            label="Characteristics",
            kind=Kind.SEVERAL_CHOICES,
            choices=distinct_values(table, traits, several=True).values,
        ),
        Field(key="about", label="About you", kind=Kind.LONG_TEXT),
    )


@pytest.mark.parametrize(("role", "name"), LISTS)
@pytest.mark.parametrize(
    ("folder", "grades"), [(EXAMPLES, GRADES), (REAL, REAL_GRADES)], ids=["examples", "real"]
)
def test_a_list_maps_by_itself_and_checks_clean(folder, grades, role, name):
    table = read(folder, name)
    fields = (*PERSON_FIELDS, *questions(table, grades))
    mapping = suggest_mapping(table.headers, fields)
    expected = FIXED | ASKED | (OF_MENTORS if role == MENTOR else OF_MENTEES)
    assert {table.headers[column]: key for column, key in mapping.items()} == expected
    result = check_table(table, mapping, fields, list_role=role)
    assert result.error_counts == {}
    assert result.ok
    assert {row.values["grade"] for row in result.rows} <= set(grades)
    assert {row.values["role"] for row in result.rows} == {role, "both"}


@pytest.mark.parametrize("name", ["mentors.csv", "mentees.csv"])
def test_all_rows_of_a_coordinators_list_are_read(name):
    assert len(read(REAL, name).rows) == 50


@pytest.mark.parametrize("name", ["mentors.csv", "mentees.csv"])
def test_the_examples_have_the_columns_of_a_coordinators_list(name):
    assert read(EXAMPLES, name).headers == read(REAL, name).headers


@pytest.mark.parametrize(("name", "count"), [("mentors.csv", 24), ("mentees.csv", 30)])
def test_the_examples_are_of_invented_people_with_words_of_their_own(name, count):
    with (EXAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert all(row["email address"].endswith("@riverside.example") for row in rows)
    assert len({row["biography"] for row in rows}) == count
    assert len({(row["first name"], row["last name"]) for row in rows}) == count
