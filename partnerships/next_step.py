"""The one thing to do next, chosen from what is true: plain values in and out.

The order is the order of ``Step``. A page of a thing with a state has one main button, and this says which.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

PREPARE_WITHIN = timedelta(days=7)
WRAP_UP_WITHIN = timedelta(days=14)


class Step(IntEnum):
    """What can be next, the most pressing first."""

    ANSWER = 1  # somebody waits for a word: whether one can come, what one thinks of the stage
    SIGN = 2
    MOVE = 3  # a meeting that somebody declined
    WRAP_UP = 4
    PREPARE = 5
    REVIEW = 6
    PROPOSE = 7
    OTHER = 8  # what waits and is none of these
    NOTHING = 9


@dataclass(frozen=True)
class Ahead:
    """The next meeting, as one of those invited sees it."""

    starts_at: datetime
    is_answered: bool
    is_declined: bool


@dataclass(frozen=True)
class Behind:
    """The last meeting that is over."""

    ended_at: datetime
    is_wrapped_up: bool


def step_before(meeting: Ahead, now: datetime) -> Step:
    """Return what a coming meeting asks for."""
    if meeting.starts_at <= now:
        return Step.PREPARE  # it is on: who is there opens its page
    if meeting.is_declined:
        return Step.MOVE
    if not meeting.is_answered:
        return Step.ANSWER
    return Step.PREPARE if meeting.starts_at <= now + PREPARE_WITHIN else Step.NOTHING


def step_after(meeting: Behind, now: datetime) -> Step:
    """Return what a meeting asks for that is over; nothing any more after two weeks."""
    is_old = meeting.ended_at < now - WRAP_UP_WITHIN
    return Step.NOTHING if is_old or meeting.is_wrapped_up else Step.WRAP_UP


def next_step(
    *,
    now: datetime,
    ahead: Ahead | None,
    behind: Behind | None,
    has_signed: bool,
    view_is_awaited: bool,
    review_is_due: bool,
) -> Step:
    """Return the next step of one party in a partnership that is under way."""
    steps = [
        step_before(ahead, now) if ahead else Step.PROPOSE,
        step_after(behind, now) if behind else Step.NOTHING,
        Step.NOTHING if has_signed else Step.SIGN,
        Step.ANSWER if view_is_awaited else Step.NOTHING,
        Step.REVIEW if review_is_due else Step.NOTHING,
    ]
    return min(steps)
