"""Why somebody is not matched, in sentences, by what stood in the way; and who can do something about it."""

from typing import Any

import pytest

from programmes import actions, explanations
from programmes.matching import Kind
from programmes.matching.criteria import HOUSE_KINDS
from programmes.models import PairDecision
from tests.programmes import people
from tests.worlds import kept

_once_where, where = kept("where", people.place)

# What forbids without a coordinator's having named it.
UNNAMED = {*HOUSE_KINDS, Kind.AVOID, Kind.PARTNERED, Kind.MANAGEMENT}


def left_out(*obstacles: dict[str, Any], because: str = "rules", suitable: int = 0) -> list[str]:
    return explanations.of_left_out({"because": because, "suitable": suitable, "obstacles": list(obstacles)})


def obstacle(
    kind: str = "distance", label: str = "Grade", mentors: int = 3, alone: int = 0, **more: Any
) -> Any:
    return {"kind": kind, "label": label, "mentors": mentors, "alone": alone, **more}


CASES = {
    "nobody": (left_out(because="no_mentors"), ["There is no mentor to choose from."]),
    "only themself": (
        left_out(obstacle("themself", "", 1, 1)),
        ["The only mentor to choose from is this person themself."],
    ),
    "one full": (
        left_out(because="no_capacity_left", suitable=1),
        ["1 mentor would fit, and has no place left."],
    ),
    "all full": (
        left_out(because="no_capacity_left", suitable=4),
        ["4 mentors would fit, and none of them has a place left."],
    ),
    "full, others do not fit": (
        left_out(obstacle(mentors=2), because="no_capacity_left", suitable=1),
        [
            "1 mentor would fit, and has no place left.",
            "“Grade” keeps 2 mentors away: outside the bounds.",
        ],
    ),
    "mentee silent": (
        left_out(obstacle(mentee_silent=True, mentors_silent=1)),
        ["“Grade” is not answered. The mentee can answer it, or you on their page."],
    ),
    "mentee silent comes first": (
        left_out(obstacle("different", "Department"), obstacle(mentee_silent=True)),
        [
            "“Grade” is not answered. The mentee can answer it, or you on their page.",
            "“Department” keeps 3 mentors away: they answered the same.",
        ],
    ),
    "a mentor silent": (
        left_out(obstacle(mentors=3, alone=1, mentors_silent=1)),
        [
            "“Grade” keeps 2 mentors away: outside the bounds.",
            "1 mentor has not answered “Grade”. The mentor can answer it, or you on their page.",
        ],
    ),
    "all mentors silent": (
        left_out(obstacle(mentors=2, mentors_silent=2)),
        ["2 mentors have not answered “Grade”. They can answer it, or you on their pages."],
    ),
    "for this alone": (
        left_out(obstacle(alone=2)),
        ["“Grade” keeps 3 mentors away: outside the bounds, 2 of them for this alone."],
    ),
    "excluded": (
        left_out(obstacle("forbidden", "", 1, 1)),
        ["You excluded the pair with 1 mentor, 1 of them for this alone."],
    ),
    "partners before": (
        left_out(obstacle("partnered", "", 2)),
        ["2 mentors were their partners before."],
    ),
    "said no": (
        left_out(obstacle("refused", "", 1)),
        ["With 1 mentor, one of the two said no before."],
    ),
    "wishes": (
        left_out(obstacle("avoid", "", 2)),
        ["With 2 mentors, one of the two would rather not."],
    ),
    "of before": (
        left_out(obstacle(mentors=1)),
        ["“Grade” keeps 1 mentor away: outside the bounds."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_says_what_stood_in_the_way(case: str) -> None:
    said, wanted = CASES[case]
    assert said == wanted


def test_every_kind_of_rule_says_why_in_words_of_its_own() -> None:
    named = [left_out(obstacle(kind.value, "Rule", 2))[0] for kind in Kind if kind != Kind.THEMSELF]
    own = [left_out(obstacle(kind.value, "", 2))[0] for kind in UNNAMED if kind != Kind.THEMSELF]
    assert len({*named, *own}) == len(named) + len(own)


@pytest.mark.django_db
def test_a_mentee_who_did_not_answer_is_not_said_to_be_too_high_or_too_low(where: Any) -> None:
    for number, grade in enumerate(("Manager", "Manager")):
        where.person(f"Mentor {number}", "mentor", grade=grade, department="A")
    where.person("Silent", "mentee", department="B")
    with where.inside():
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
    assert len(run.left_out) == 1
    words = (
        people.browser(where.ines).get(people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/")).text
    )
    assert "“Grade” is not answered. The mentee can answer it, or you on their page." in words
    assert "“Grade” keeps" not in words


@pytest.mark.django_db
def test_an_excluded_pair_and_a_full_mentor_are_said_as_such(where: Any) -> None:
    mentor = where.person("Mentor", "mentor", grade="Manager", department="A")
    first = where.person("First", "mentee", grade="Officer", department="B")
    where.person("Second", "mentee", grade="Officer", department="B")
    with where.inside():
        actions.decide_pair(
            mentor=mentor, mentee=first, decision=PairDecision.Decision.FORBIDDEN, by=where.ines
        )
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
        (one,) = run.left_out
    assert explanations.of_left_out(one) == ["You excluded the pair with 1 mentor, 1 of them for this alone."]
