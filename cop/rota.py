"""Whose turn it is to facilitate: fewest turns first, then whose last turn is longest ago. Pure: plain values only.

Somebody who joins, or comes back after a time away, starts level with those who have had the fewest turns: being new
or having been ill is no debt. Among people who are available all the time, turns never differ by more than one.

A circle never stands still because of one person: a turn that nobody prepares in time is offered to all, see
:func:`offered_from` and :func:`session_offered_from`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

INVITED_AHEAD = timedelta(weeks=2)  # people want to hear of a session so long before it
TIME_TO_PREPARE = timedelta(weeks=1)  # nobody's turn is offered to others sooner after it came to them
ANSWER_AHEAD = timedelta(days=3)  # so long before an arranged session its facilitator has said that they come


@dataclass(frozen=True)
class Away:
    """Days, both included, on which somebody takes no turn; without a last day, until further notice."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Person:
    """Somebody who may take turns, from the day they joined to the day they left.

    Args:
        ready_from: the place among the coming sessions from which on they are given a turn, 0 for the next one: who is
            new comes to a session first. None for who let a turn lapse and has not come since. Who is not ready has a
            turn only when nobody else is available.
    """

    key: UUID
    joined_on: date
    left_on: date | None = None
    away: Sequence[Away] = ()
    ready_from: int | None = 0

    def is_available(self, day: date) -> bool:
        """Whether the person is in the community on a day and takes turns then."""
        if day < self.joined_on or (self.left_on is not None and day >= self.left_on):
            return False
        return not any(stretch.covers(day) for stretch in self.away)

    def is_ready(self, place: int) -> bool:
        """Return whether the person is given the turn at this place among the coming sessions before others."""
        return self.ready_from is not None and place >= self.ready_from


@dataclass(frozen=True)
class Served:
    """A turn that was taken, or is as good as: who had it, and when."""

    key: UUID
    on: date


@dataclass
class _Standing:
    """How often each had a turn, counting what newcomers were credited with, and when each had the last one."""

    turns: dict[UUID, int] = field(default_factory=dict)
    latest: dict[UUID, int] = field(default_factory=dict)
    present: set[UUID] = field(default_factory=set)
    counted: int = 0

    def welcome(self, people: Iterable[Person], on: date) -> None:
        """Bring those level who were not available at the turn before and are now."""
        available = {person.key for person in people if person.is_available(on)}
        staying = available & self.present
        fewest = min((self.turns[key] for key in staying), default=0)
        for key in available - self.present:
            self.turns[key] = max(self.turns.get(key, 0), fewest)
        self.present = available

    def count(self, key: UUID) -> None:
        self.counted += 1
        self.turns[key] = self.turns.get(key, 0) + 1
        self.latest[key] = self.counted


def next_turns(
    people: Sequence[Person],
    served: Iterable[Served],
    days: Sequence[date],
    *,
    settled: Mapping[int, UUID] | None = None,
) -> list[UUID | None]:
    """Say who facilitates at each of the coming sessions.

    Args:
        people: who belongs or belonged to the community.
        served: the turns so far, in any order.
        days: the day of each coming session, in order; where none is fixed yet, the day it is expected on.
        settled: who has a coming turn already, by its place in ``days``; it stays theirs.

    Returns:
        A person for each of ``days``; None where nobody is available. Nobody has two of them while there is somebody
        without one.
    """
    settled = settled or {}
    standing = _Standing()
    for turn in sorted(served, key=lambda turn: turn.on):
        standing.welcome(people, turn.on)
        standing.count(turn.key)
    found: list[UUID | None] = []
    for place, day in enumerate(days):
        standing.welcome(people, day)
        later = {key for at, key in settled.items() if at > place}
        key = settled.get(place) or _first(people, standing, place, day, {*found, *later})
        if key is not None:
            standing.count(key)
        found.append(key)
    return found


def _first(
    people: Iterable[Person], standing: _Standing, place: int, day: date, spoken_for: Collection[UUID | None]
) -> UUID | None:
    """Return whose turn it is on a day.

    Who is not ready, or has a coming turn already, has it only if there is nobody else.
    """

    def order(person: Person) -> tuple[bool, bool, int, int, date, UUID]:
        turns, latest = standing.turns.get(person.key, 0), standing.latest.get(person.key, 0)
        waits = not person.is_ready(place)
        return waits, person.key in spoken_for, turns, latest, person.joined_on, person.key

    found = min((person for person in people if person.is_available(day)), key=order, default=None)
    return found.key if found else None


def offered_from(*, expected_on: date, since: date, pace: timedelta) -> date:
    """Return the first day on which a turn without a session is offered to all members.

    Args:
        expected_on: the day on which the session should take place, by the community's pace and its half-year.
        since: the day from which on it was for this person to arrange it.
        pace: the time from one session to the next. Where they follow quickly, half of it is enough of everything.
    """
    return max(expected_on - min(INVITED_AHEAD, pace / 2), since + min(TIME_TO_PREPARE, pace / 2))


def session_offered_from(*, starts_on: date, has_declined: bool, today: date) -> date:
    """Return the first day on which an arranged session whose facilitator has not said yes is offered to all members.

    Who said that they cannot come leaves it to the others at once.
    """
    return today if has_declined else starts_on - ANSWER_AHEAD
