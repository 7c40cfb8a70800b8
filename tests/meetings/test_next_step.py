"""What the page of a meeting has its one main button for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.next_step import Ahead, Behind, OnItsPage, Step, step_on_its_page

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def meeting(days: float = 20, **more: bool) -> OnItsPage:
    """Return a meeting of an hour in so many days, with nothing to do about it unless said otherwise."""
    starts_at = NOW + timedelta(days=days)
    given = {"is_answered": True, "is_declined": False, "is_wrapped_up": True} | more
    calm = OnItsPage(
        Ahead(starts_at, given.pop("is_answered"), given.pop("is_declined")),
        Behind(starts_at + timedelta(hours=1), given.pop("is_wrapped_up")),
        can_write=True,
        can_join=True,
        may_move=True,
        notes_presence=True,
        has_agenda=True,
        can_propose=False,
    )
    return replace(calm, **given)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (meeting(), Step.NOTHING),
        (meeting(is_answered=False), Step.ANSWER),
        (meeting(is_declined=True), Step.MOVE),
        (meeting(is_declined=True, may_move=False), Step.NOTHING),
        (meeting(3, has_agenda=False), Step.PREPARE),
        (meeting(3), Step.NOTHING),
        (meeting(0.005), Step.JOIN),
        (meeting(-0.01), Step.JOIN),
        (meeting(-0.01, can_join=False), Step.NOTHING),
        (meeting(-1, is_wrapped_up=False), Step.WRAP_UP),
        (meeting(-1, is_wrapped_up=False, notes_presence=False), Step.NOTHING),
        (meeting(-20, is_wrapped_up=False, can_propose=True), Step.PROPOSE),
        (meeting(-1, can_propose=True), Step.PROPOSE),
        (meeting(-1), Step.NOTHING),
        (meeting(3, can_write=False, has_agenda=False, is_answered=False), Step.NOTHING),
    ],
)
def test_each_situation_asks_for_its_step(found, step):
    assert step_on_its_page(found, NOW) == step


yes_or_no = st.booleans()


@given(
    st.builds(
        meeting,
        st.floats(-60, -0.05),
        can_write=yes_or_no,
        is_answered=yes_or_no,
        is_declined=yes_or_no,
        is_wrapped_up=yes_or_no,
        has_agenda=yes_or_no,
        can_propose=yes_or_no,
    )
)
def test_a_past_or_cancelled_meeting_is_neither_joined_nor_prepared(found):
    assert step_on_its_page(found, NOW) in {Step.WRAP_UP, Step.PROPOSE, Step.NOTHING}
    assert step_on_its_page(replace(found, can_write=False), NOW) == Step.NOTHING
