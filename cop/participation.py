"""A member's way from a community's edge to its centre, computed from what they do. Pure.

What counts is taking part, in the sense of legitimate peripheral participation (Lave and Wenger, 1991): coming,
sharing, answering, facilitating, mentoring, pairing with a peer. Each act has a weight and fades: after half a year it
counts half. The sum puts a person in one of three rings. Rings say how much somebody takes part at present, never who
does more than whom: no sum and no order ever leaves this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

HALF_LIFE = timedelta(days=182)

# How much one act counts on the day it is done.
WEIGHTS = {
    "attended": 1.0,
    "shared": 1.0,
    "answered": 0.5,
    "facilitated": 3.0,
    "mentored": 2.0,
    "paired": 2.0,
}

CENTRE, MIDDLE, EDGE = RINGS = (0, 1, 2)
# From which sum a ring begins: two recent sessions with a word in one of them lead away from the edge; who facilitated
# not long ago and still comes is at the centre.
BEGINS = {CENTRE: 5.0, MIDDLE: 2.0}


@dataclass(frozen=True)
class Act:
    """Something a member did in the community: a key of WEIGHTS, and the day."""

    kind: str
    on: date


def presence(acts: Iterable[Act], today: date) -> float:
    """Sum up what somebody did by a day, each act at the weight it has left; what lies ahead does not count."""
    return sum((_left_of(act, today) for act in acts if act.on <= today), 0.0)


def _left_of(act: Act, today: date) -> float:
    faded: float = 0.5 ** ((today - act.on) / HALF_LIFE)
    return WEIGHTS[act.kind] * faded


def ring(acts: Iterable[Act], today: date) -> int:
    """Give the ring somebody is in: 0 the centre, 1 the middle, 2 the edge."""
    found = presence(acts, today)
    return next((each for each in (CENTRE, MIDDLE) if found >= BEGINS[each]), EDGE)


def way(acts: Iterable[Act], days: Iterable[date]) -> list[int]:
    """Give the ring somebody was in on each of the days."""
    done = list(acts)
    return [ring(done, day) for day in days]


def in_sum(everyone: Iterable[Iterable[Act]], today: date) -> tuple[int, int, int]:
    """Count the members in each ring, the centre first."""
    rings = [ring(acts, today) for acts in everyone]
    return rings.count(CENTRE), rings.count(MIDDLE), rings.count(EDGE)
