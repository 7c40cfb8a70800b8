"""What comes next for somebody in a programme: one sentence for each place one can stand in."""

import itertools

import pytest

from programmes.models import Enrolment
from programmes.next_steps import ANSWERS, PARTNERSHIPS, PROPOSAL, next_step

STATES = [state.value for state in Enrolment.State]


def step(state="accepted", **more):
    given = {"role": "mentee", "is_closed": False, "is_asked": False, "answers_missing": False}
    return next_step(state=state, **given | more)


@pytest.mark.parametrize("state", STATES)
def test_everywhere_something_is_said(state):
    for role, *more in itertools.product(("mentor", "mentee"), *[(False, True)] * 3):
        found = next_step(
            state=state, role=role, is_closed=more[0], is_asked=more[1], answers_missing=more[2]
        )
        assert str(found.words)
        assert found.place in {"", ANSWERS, PROPOSAL, PARTNERSHIPS}


def test_an_answer_that_somebody_waits_for_comes_first():
    assert step(is_asked=True, answers_missing=True, is_closed=True).place == PROPOSAL


def test_who_waits_is_asked_for_what_the_matching_needs():
    assert step(answers_missing=True).place == ANSWERS
    assert step().place == ""
    assert "no mentor yet" in str(step().words)
    assert "not been matched" in str(step(role="mentor").words)


def test_nobody_is_told_to_wait_in_a_cohort_that_is_closed():
    assert "closed" in str(step(is_closed=True, answers_missing=True).words)


def test_who_is_matched_is_led_to_their_partnership():
    assert step("active").place == PARTNERSHIPS
