"""The best whole assignment, with its reasons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from programmes.matching.comparison import Comparison, compare
from programmes.matching.criteria import Criterion, Kind
from programmes.matching.errors import PeopleError, PinError
from programmes.matching.flow import best_flow
from programmes.matching.people import Person
from programmes.matching.scores import MENTEE_SILENT, MENTOR_SILENT, NEITHER_ANSWERED, Pool
from programmes.matching.scoring import Explanation
from programmes.matching.tie_breaking import first_in_order


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentor and a mentee for each other; `explanation.blocked_by` is empty unless the pair was pinned."""

    mentor_id: str
    mentee_id: str
    pinned: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule that keeps a mentee from `mentors` mentors, and from `alone` of them as the only rule.

    Where it asks what somebody did not answer, it compares nothing: `mentee_silent` says that the mentee did not, which
    keeps every mentor away; else `mentors_silent` counts the mentors among them who did not.
    """

    kind: Kind
    label: str
    mentors: int
    alone: int
    mentee_silent: bool = False
    mentors_silent: int = 0


class LeftOutBecause(StrEnum):
    """Why a mentee has no mentor."""

    NO_MENTORS = "no_mentors"
    RULES = "rules"
    NO_CAPACITY_LEFT = "no_capacity_left"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mentee without a mentor.

    `suitable` mentors are kept from them by no rule; all of these are full (no_capacity_left), or there are
    none (rules). `obstacles` has every rule that keeps any mentor from them, most mentors first; a mentor may
    count under several.
    """

    mentee_id: str
    because: LeftOutBecause
    suitable: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class SpareCapacity:
    """A mentor who could take `places` more mentees."""

    mentor_id: str
    places: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets whom. `pairs` and `left_out` are ordered by mentee id, `spare` by mentor id."""

    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]
    spare: tuple[SpareCapacity, ...]

    @property
    def points(self) -> int:
        """What all pairs' weighted criteria gave together."""
        return sum(pair.explanation.points for pair in self.pairs)


def explain(
    mentor: Person,
    mentee: Person,
    criteria: Sequence[Criterion],
    *,
    forbidden: Iterable[tuple[str, str]] = (),
    partnered: Iterable[tuple[str, str]] = (),
    refused: Iterable[tuple[str, str]] = (),
) -> Explanation:
    """Say what each criterion gives to this pair and which rules stand in its way.

    `forbidden`, `partnered` and `refused` are as for `solve`. Raises AnswerError for an answer that a criterion cannot
    read.
    """
    pool = Pool((mentor,), (mentee,), frozenset(partnered), frozenset(forbidden), frozenset(refused))
    return compare(pool, criteria).explanation(0, 0)


def solve(
    mentors: Iterable[Person],
    mentees: Iterable[Person],
    criteria: Sequence[Criterion],
    *,
    pinned: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    partnered: Iterable[tuple[str, str]] = (),
    refused: Iterable[tuple[str, str]] = (),
) -> Assignment:
    """Assign a mentor to as many mentees as can be, with the most points, and the first in order of ids among
    equals.

    `pinned` and `forbidden` are pairs of ids, mentor first; forbidden pairs may speak of people who are not
    here. Pinned pairs are made whatever the criteria say, and the rest is the best around them. `partnered`
    are pairs of identities that were partners already, `refused` pairs of whom one said no, either way round:
    neither is made again unless it is pinned.

    Raises PeopleError for an id or an identity that occurs twice on one side, AnswerError for an answer that
    a criterion cannot read, PinError for a pin that cannot be honoured.
    """
    people = _by_id(mentors), _by_id(mentees)
    pool = Pool(*people, frozenset(partnered), frozenset(forbidden), frozenset(refused))
    pins = _pins(pool, pinned)
    comparison = compare(pool, criteria)
    mates = _mates(pool, comparison, pins)
    taken = Counter(mates.values())
    pairs = tuple(
        Pair(
            pool.mentors[mates[row]].id,
            mentee.id,
            pinned=row in pins,
            explanation=comparison.explanation(row, mates[row]),
        )
        for row, mentee in enumerate(pool.mentees)
        if row in mates
    )
    left_out = tuple(
        _left_out(mentee, row, comparison) for row, mentee in enumerate(pool.mentees) if row not in mates
    )
    spare = tuple(
        SpareCapacity(mentor.id, mentor.capacity - taken[column])
        for column, mentor in enumerate(pool.mentors)
        if mentor.capacity > taken[column]
    )
    return Assignment(pairs, left_out, spare)


def _by_id(people: Iterable[Person]) -> tuple[Person, ...]:
    """Put people in the order that decides ties, whatever order they came in."""
    ordered = tuple(sorted(people, key=lambda person: person.id))
    for attribute in ("id", "identity"):
        seen: set[str] = set()
        for person in ordered:
            value = getattr(person, attribute)
            if value in seen:
                raise PeopleError(person.id, f"the {attribute} {value!r} occurs twice on one side")
            seen.add(value)
    return ordered


def _pins(pool: Pool, pinned: Iterable[tuple[str, str]]) -> dict[int, int]:
    """Return the pinned mentor's column by the mentee's row. Raises PinError for the first bad pair by id."""
    columns = {mentor.id: column for column, mentor in enumerate(pool.mentors)}
    rows = {mentee.id: row for row, mentee in enumerate(pool.mentees)}
    pins: dict[int, int] = {}
    taken: Counter[int] = Counter()
    for mentor_id, mentee_id in sorted(set(pinned)):
        if mentor_id not in columns:
            raise PinError(mentor_id, mentee_id, "unknown_mentor")
        if mentee_id not in rows:
            raise PinError(mentor_id, mentee_id, "unknown_mentee")
        column, row = columns[mentor_id], rows[mentee_id]
        if pool.mentors[column].identity == pool.mentees[row].identity:
            raise PinError(mentor_id, mentee_id, "themself")
        if (mentor_id, mentee_id) in pool.forbidden:
            raise PinError(mentor_id, mentee_id, "forbidden")
        if row in pins:
            raise PinError(mentor_id, mentee_id, "pinned_twice")
        if taken[column] == pool.mentors[column].capacity:
            raise PinError(mentor_id, mentee_id, "over_capacity")
        pins[row] = column
        taken[column] += 1
    return pins


def _mates(pool: Pool, comparison: Comparison, pins: dict[int, int]) -> dict[int, int]:
    """Return the mentor's column by the mentee's row, pins included, for every mentee who gets one."""
    # More places than mentees are never used, and a capacity may be any number.
    places = np.array([min(mentor.capacity, len(pool.mentees)) for mentor in pool.mentors], dtype=np.int64)
    for column in pins.values():
        places[column] -= 1
    rows = np.array([row for row in range(len(pool.mentees)) if row not in pins], dtype=np.int64)
    points, allowed = comparison.points[rows], comparison.allowed[rows]
    best = first_in_order(points, allowed, places, best_flow(points, allowed, places))
    found = zip(rows.tolist(), best.tolist(), strict=True)
    return pins | {row: column for row, column in found if column < len(pool.mentors)}


def _left_out(mentee: Person, row: int, comparison: Comparison) -> LeftOut:
    rules = comparison.rules
    unmet = np.array([~rule.met[row] for rule in rules])
    by_one_only = unmet.sum(axis=0) == 1
    obstacles = [
        Obstacle(
            rule.criterion.kind,
            rule.criterion.label,
            int(keeps.sum()),
            int((keeps & by_one_only).sum()),
            mentee_silent=bool(np.isin(rule.found[row], (MENTEE_SILENT, NEITHER_ANSWERED)).any()),
            mentors_silent=int((rule.found[row] == MENTOR_SILENT).sum()),
        )
        for rule, keeps in zip(rules, unmet, strict=True)
        if keeps.any()
    ]
    suitable = int(comparison.allowed[row].sum())
    if not comparison.allowed.shape[1]:
        because = LeftOutBecause.NO_MENTORS
    elif suitable:
        because = LeftOutBecause.NO_CAPACITY_LEFT
    else:
        because = LeftOutBecause.RULES
    # Sorting keeps the coordinator's order among rules that keep equally many.
    obstacles.sort(key=lambda obstacle: -obstacle.mentors)
    return LeftOut(mentee.id, because, suitable, tuple(obstacles))
