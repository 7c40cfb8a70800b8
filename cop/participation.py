"""A member's way from a community's edge to its centre, computed from what they do. Pure.

What counts is taking part, in the sense of legitimate peripheral participation (Lave and Wenger, 1991): coming,
sharing, answering, facilitating, mentoring, pairing with a peer. Each act has a weight and fades: after half a year it
counts half. Coming is measured against the community's own rhythm: who comes to every session is at the centre, whether
it meets each week or twice a year. The sum puts a person in one of three rings. Rings say how much somebody takes part
at present, never who does more than whom: no sum and no order ever leaves this module.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

HALF_LIFE = timedelta(days=182)

EVERY_SESSION = 6.0  # what coming to all sessions that were held counts; to some of them, that part of it
FEW = 2  # sessions; to have come to fewer, all there were, says half as much

# How much one act counts on the day it is done.
WEIGHTS = {
    "shared": 1.0,
    "answered": 0.5,
    "facilitated": 3.0,
    "mentored": 2.0,
    "paired": 2.0,
}

CENTRE, MIDDLE, EDGE = RINGS = (0, 1, 2)
# From which sum a ring begins: every third session leads away from the edge, as two words in a thread do; who comes to
# all of them is at the centre, and who facilitated not long ago and still comes.
BEGINS = {CENTRE: 5.0, MIDDLE: 2.0}

TOLD_FROM = 5  # others


ATTENDED = "attended"


@dataclass(frozen=True)
class Act:
    """Something a member did in the community: ``ATTENDED`` or a key of WEIGHTS, and the day."""

    kind: str
    on: date


def presence(acts: Iterable[Act], held: Collection[date], today: date) -> float:
    """Return what somebody did by a day as a sum, each act at the weight it has left; what lies ahead does not count.

    Args:
        held: the days of the community's sessions; who ``ATTENDED`` did so on one of them.
    """
    done = [act for act in acts if act.on <= today]
    came = sum(_faded(act.on, today) for act in done if act.kind == ATTENDED)
    others = sum(WEIGHTS[act.kind] * _faded(act.on, today) for act in done if act.kind != ATTENDED)
    return others + EVERY_SESSION * _share(came, [day for day in held if day <= today], today)


def _share(came: float, held: Collection[date], today: date) -> float:
    """Return which part of the sessions somebody came to, the latest counting most."""
    if not held:
        return 0.0
    all_of_them = sum(_faded(day, today) for day in held)
    return came / all_of_them * min(1.0, len(held) / FEW)


def _faded(day: date, today: date) -> float:
    left: float = 0.5 ** ((today - day) / HALF_LIFE)
    return left


def ring(acts: Iterable[Act], held: Collection[date], today: date) -> int:
    """Return the ring somebody is in: 0 the centre, 1 the middle, 2 the edge."""
    found = presence(acts, held, today)
    return next((each for each in (CENTRE, MIDDLE) if found >= BEGINS[each]), EDGE)


def way(acts: Iterable[Act], held: Collection[date], days: Iterable[date]) -> list[int]:
    """Return the ring somebody was in on each of the days."""
    done = list(acts)
    return [ring(done, held, day) for day in days]


def in_sum(everyone: Iterable[Iterable[Act]], held: Collection[date], today: date) -> tuple[int, int, int]:
    """Return how many members are in each ring, the centre first."""
    rings = [ring(acts, held, today) for acts in everyone]
    return rings.count(CENTRE), rings.count(MIDDLE), rings.count(EDGE)


def tellable(counts: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return how many others are in each ring, or nobody where that would tell somebody's place.

    Of few, it is soon known who is meant; and where all are in one ring, each is.
    """
    return (0, 0, 0) if sum(counts) < TOLD_FROM or max(counts) == sum(counts) else counts
