"""The six steps as plain values: their order, what completes them, and that no score polices them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from development_plans import steps
from development_plans.steps import PlanContents

DAY = date(2026, 11, 24)
WHOLE = PlanContents(
    answers=("a", "b", "c", "d", "e"),
    actions=2,
    done=2,
    barriers=1,
    starts_on=DAY,
    completes_on=DAY,
    follows_up_on=DAY,
    reflection="It went.",
    concluded=True,
)
BLANK = st.sampled_from(["", " ", "\t", "\n \n"])
WORDS = st.text(min_size=1).filter(lambda text: bool(text.strip()))
DATES = st.none() | st.dates()


@st.composite
def anything(draw):
    actions, barriers = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    return PlanContents(
        answers=tuple(draw(st.lists(BLANK | WORDS, min_size=5, max_size=5))),
        actions=actions,
        done=draw(st.integers(0, actions)),
        barriers=barriers,
        open_barriers=draw(st.integers(0, barriers)),
        sees_none=draw(st.booleans()),
        starts_on=draw(DATES),
        completes_on=draw(DATES),
        follows_up_on=draw(DATES),
        reflection=draw(BLANK | WORDS),
        concluded=draw(st.booleans()),
    )


@given(anything())
def test_a_plan_stands_at_its_first_incomplete_step(written):
    at = steps.current_step(written)
    assert all(steps.is_complete(step, written) for step in steps.ORDER if step < at)
    assert at == steps.FINISHED or not steps.is_complete(at, written)


@given(anything())
def test_a_step_can_be_visited_when_all_before_it_or_it_itself_is_complete(written):
    at, complete = steps.current_step(written), steps.complete(written)
    for step in range(-1, 9):
        behind = all(steps.is_complete(each, written) for each in steps.ORDER if each < step)
        may = step in steps.ORDER and (behind or steps.is_complete(step, written))
        assert steps.may_open(step, at, complete) == may


@given(st.integers(0, 4), BLANK)
def test_none_of_the_five_questions_can_be_skipped_with_a_blank(place, blank):
    answers = list(WHOLE.answers)
    answers[place] = blank
    assert steps.current_step(replace(WHOLE, answers=tuple(answers))) == steps.GOAL


@given(st.lists(WORDS, min_size=5, max_size=5))
def test_no_answer_is_judged_by_what_it_says(answers):
    assert steps.current_step(replace(WHOLE, answers=tuple(answers))) == steps.FINISHED


@given(anything())
def test_what_comes_later_never_changes_where_a_plan_stands(written):
    at = steps.current_step(written)
    if at == steps.GOAL:
        assert steps.current_step(replace(WHOLE, answers=written.answers)) == steps.GOAL
    if at <= steps.DOING:
        assert steps.current_step(replace(written, reflection="", concluded=False)) == at


def test_a_barrier_without_a_way_past_it_holds_the_plan():
    assert steps.current_step(replace(WHOLE, open_barriers=1)) == steps.BARRIERS
    assert steps.current_step(replace(WHOLE, barriers=0)) == steps.BARRIERS
    assert steps.current_step(replace(WHOLE, barriers=0, sees_none=True)) == steps.FINISHED


def test_there_are_six_steps():
    for step in (0, 7):
        with pytest.raises(ValueError, match="No step"):
            steps.is_complete(step, WHOLE)


@given(DATES, DATES, DATES)
def test_dates_are_out_of_order_when_one_lies_before_another_that_it_follows(start, complete, again):
    there = [each for each in (start, complete, again) if each]
    assert bool(steps.out_of_order(start, complete, again)) == (there != sorted(there))


def test_the_date_to_be_moved_is_named():
    later = DAY + timedelta(days=1)
    assert steps.out_of_order(later, DAY, later) == "completes_on"
    assert steps.out_of_order(DAY, later, DAY) == "follows_up_on"
    assert steps.out_of_order(later, None, DAY) == "follows_up_on"


@given(st.integers(1, 8))
def test_depth_counts_the_plans_that_wait(length):
    waits = {number + 1: number for number in range(length)}
    assert steps.depth(length, waits) == length
    assert steps.depth(0, waits) == 0


def test_depth_refuses_a_circle():
    with pytest.raises(ValueError, match="circle"):
        steps.depth(1, {1: 2, 2: 3, 3: 1})
