"""The one thing to do next about a meeting, chosen from what is true: plain values in and out.

The order is the order of ``Step``. A page of a thing with a state has one main button, and this says which.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

JOIN_FROM = timedelta(minutes=15)  # so long before it begins
PREPARE_WITHIN = timedelta(days=7)
WRAP_UP_WITHIN = timedelta(days=14)


class Step(IntEnum):
    """What can be next, the most pressing first."""

    JOIN = 0  # a meeting that is on
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


@dataclass(frozen=True)
class OnItsPage:
    """A meeting as its own page shows it to one of those invited.

    Args:
        can_write: whether it stands, and what it belongs to goes on.
        can_join: whether it has an address to join at.
        may_move: whether the member may find another time for it.
        notes_presence: whether it is for the member to note who came.
        has_agenda: whether anything stands on its agenda.
        can_propose: whether a next meeting can be proposed, and none is planned.
    """

    ahead: Ahead
    behind: Behind
    can_write: bool
    can_join: bool
    may_move: bool
    notes_presence: bool
    has_agenda: bool
    can_propose: bool


def step_before(meeting: Ahead, now: datetime) -> Step:
    """Return what a coming meeting asks for."""
    if meeting.starts_at <= now:
        return Step.JOIN
    if meeting.is_declined:
        return Step.MOVE
    if not meeting.is_answered:
        return Step.ANSWER
    if meeting.starts_at <= now + JOIN_FROM:
        return Step.JOIN
    return Step.PREPARE if meeting.starts_at <= now + PREPARE_WITHIN else Step.NOTHING


def step_after(meeting: Behind, now: datetime) -> Step:
    """Return what a meeting asks for that is over; nothing any more after two weeks."""
    is_old = meeting.ended_at < now - WRAP_UP_WITHIN
    return Step.NOTHING if is_old or meeting.is_wrapped_up else Step.WRAP_UP


def step_on_its_page(meeting: OnItsPage, now: datetime) -> Step:
    """Return the next step of one of those invited; what is over or called off is neither joined nor prepared."""
    if not meeting.can_write:
        return Step.NOTHING
    if meeting.behind.ended_at <= now:
        if meeting.notes_presence and step_after(meeting.behind, now) == Step.WRAP_UP:
            return Step.WRAP_UP
        return Step.PROPOSE if meeting.can_propose else Step.NOTHING
    step = step_before(meeting.ahead, now)
    is_offered = {
        Step.JOIN: meeting.can_join,
        Step.MOVE: meeting.may_move,
        Step.PREPARE: not meeting.has_agenda,
    }
    return step if is_offered.get(step, True) else Step.NOTHING
