"""Choices as people write them, and choices found in a column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.people_import import distinct_values, read_table
from programmes.people_import.choices import Choices

from .builders import GRADES, as_csv

DEPARTMENTS = Choices(["Policy, strategy and planning", "Policy", "Planning; roads", "C", "C++", "Équipe"])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Senior officer", "Senior officer"),
        ("  senior   OFFICER ", "Senior officer"),
        ("senior-officer", "Senior officer"),
        ("SeniorOfficer", "Senior officer"),
        ("Senior", None),
        ("", None),
        ("++", None),
    ],
)
def test_a_choice_is_found_however_it_is_spelled(text, label):
    assert Choices(GRADES).find(text) == label


def test_choices_that_differ_in_punctuation_only_are_told_apart_and_not_guessed():
    assert DEPARTMENTS.find("c++") == "C++"
    assert DEPARTMENTS.find("c") == "C"
    assert DEPARTMENTS.find("C#") is None


def test_accents_may_be_missing_and_may_be_composed_or_not():
    assert DEPARTMENTS.find("equipe") == "Équipe"
    assert DEPARTMENTS.find("E\u0301quipe") == "Équipe"


def test_vowel_signs_are_no_accents():
    assert Choices(["कि", "क"]).find("का") is None


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("Policy; C++", ("Policy", "C++"), ()),
        ("C++ , C,c,\nPolicy", ("C++", "C", "Policy"), ()),
        ("policy, strategy and planning, C", ("Policy, strategy and planning", "C"), ()),
        ("Policy, strategy", ("Policy",), ("strategy",)),
        ("C, Planning; roads; Équipe", ("C", "Planning; roads", "Équipe"), ()),
        (" ,; ,", (), ()),
        ("x, y, x", (), ("x", "y")),
    ],
)
def test_several_choices_are_split_also_when_labels_have_commas(text, known, unknown):
    assert DEPARTMENTS.find_several(text) == (known, unknown)


@given(
    st.lists(st.sampled_from(DEPARTMENTS.labels), unique=True, max_size=6), st.sampled_from([", ", ";", "\n"])
)
def test_labels_joined_are_found_again(labels, between):
    # “Policy” before something that happens to continue it is the one thing a reader could not tell either.
    assert DEPARTMENTS.find_several(between.join(labels)) == (tuple(labels), ())


def test_suggestions_are_close_and_best_first():
    assert Choices(GRADES).suggestions("Senor oficer")[0] == "Senior officer"
    assert Choices(GRADES).suggestions("Gardener") == ()
    assert Choices(GRADES).suggestions("x" * 5000) == ()


def test_suggestions_end_after_many_different_wrong_values():
    choices = Choices(GRADES)
    for number in range(500):
        choices.suggestions(f"Officer{number}")
    assert choices.suggestions("Oficer") == ()
    assert choices.suggestions("Officer1")[0] == "Officer"


TABLE = read_table(
    as_csv([["town", "skills"], ["Zürich", "b; a"], ["bonn", "A,c"], ["Bonn ", ""], ["", "c"]]), "x"
)


def test_distinct_values_are_sorted_and_of_two_spellings_the_first():
    assert distinct_values(TABLE, 0) == (("bonn", "Zürich"), True)


def test_distinct_values_of_cells_with_several():
    assert distinct_values(TABLE, 1, several=True) == (("a", "b", "c"), True)
    assert distinct_values(TABLE, 1) == (("A,c", "b; a", "c"), True)


def test_distinct_values_say_when_there_are_more():
    assert distinct_values(TABLE, 1, 2, several=True) == (("a", "b"), False)
