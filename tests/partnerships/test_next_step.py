"""The one thing to do next, in the order in which it is chosen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.next_step import Ahead, Behind, Step
from partnerships.next_step import next_step

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
TOMORROW, LATER, YESTERDAY = (NOW + timedelta(days=days) for days in (1, 20, -1))
CALM = {
    "ahead": Ahead(LATER, is_answered=True, is_declined=False),
    "behind": Behind(YESTERDAY, is_wrapped_up=True),
    "has_signed": True,
    "view_is_awaited": False,
    "review_is_due": False,
}
# What asks for each step, from the last in the order to the first.
ASKED = [
    ({"ahead": None}, Step.PROPOSE),
    ({"review_is_due": True}, Step.REVIEW),
    ({"ahead": Ahead(TOMORROW, is_answered=True, is_declined=False)}, Step.PREPARE),
    ({"behind": Behind(YESTERDAY, is_wrapped_up=False)}, Step.WRAP_UP),
    ({"ahead": Ahead(TOMORROW, is_answered=False, is_declined=True)}, Step.MOVE),
    ({"has_signed": False}, Step.SIGN),
    ({"view_is_awaited": True}, Step.ANSWER),
]


@pytest.mark.parametrize(("situation", "step"), [({}, Step.NOTHING), *ASKED])
def test_each_situation_asks_for_its_step(situation, step):
    assert next_step(now=NOW, **CALM | situation) == step


def test_what_is_more_pressing_comes_first():
    situation = dict(CALM)
    for more, step in ASKED:
        situation |= more
        assert next_step(now=NOW, **situation) == step


def test_a_meeting_that_one_was_asked_to_is_answered_first():
    ahead = Ahead(LATER, is_answered=False, is_declined=False)
    assert next_step(now=NOW, **CALM | {"ahead": ahead, "has_signed": False}) == Step.ANSWER


def test_a_meeting_of_long_ago_is_wrapped_up_no_more():
    behind = Behind(NOW - timedelta(days=15), is_wrapped_up=False)
    assert next_step(now=NOW, **CALM | {"behind": behind}) == Step.NOTHING


moments = st.integers(-60, 60).map(lambda days: NOW + timedelta(days=days))


@given(
    ahead=st.none() | st.builds(Ahead, moments, st.booleans(), st.booleans()),
    behind=st.none() | st.builds(Behind, moments, st.booleans()),
    has_signed=st.booleans(),
    view_is_awaited=st.booleans(),
    review_is_due=st.booleans(),
)
def test_a_declined_meeting_is_never_prepared_nor_another_proposed_instead(**situation):
    step = next_step(now=NOW, **situation)
    ahead = situation["ahead"]
    if ahead and ahead.is_declined and ahead.starts_at > NOW:
        assert step in {Step.ANSWER, Step.SIGN, Step.MOVE}
    assert (step == Step.PROPOSE) <= (ahead is None)
