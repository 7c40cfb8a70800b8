"""What each criterion finds between every mentee and every mentor, as whole numbers.

A finding is the bare fact (a distance, a count, yes or no) before anything is made of it. Facts are gathered
for all pairs at once, because a million pairs are too many to ask one by one; `judgements.py` then only has
to judge each different finding once. One pair alone is the same with one row and one column, so there is no
second way to be wrong.

Rows are mentees, columns are mentors, in the order of the pool.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programmes.matching.criteria import Criterion, Kind
from programmes.matching.people import LAST_POSITION, Person, alike, choices, hours, position

Findings = NDArray[np.int32]

# Beyond every distance there can be.
NOT_APPLICABLE = -2 * LAST_POSITION - 4
NEITHER_ANSWERED = -2 * LAST_POSITION - 3
MENTEE_SILENT = -2 * LAST_POSITION - 2
MENTOR_SILENT = -2 * LAST_POSITION - 1

# Bits of the findings of avoid and management; for management the mentor is the one above in BY_MENTOR.
BY_MENTOR = 1
BY_MENTEE = 2
SAME_MANAGER = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """The people of one matching and what is known of pairs of them.

    `partnered` and `refused` are pairs of identities, either way round; `forbidden` are pairs of ids, mentor first.
    """

    mentors: Sequence[Person]
    mentees: Sequence[Person]
    partnered: frozenset[tuple[str, str]] = frozenset()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()


def findings(criterion: Criterion, pool: Pool) -> Findings:
    """Return what the criterion finds for every pair. Raises AnswerError for an answer it cannot read."""
    found = _FINDERS[criterion.kind](criterion, pool)
    gate = criterion.only_if
    if gate is not None:
        closed = [gate.answer not in (choices(mentee, gate.mentee_key) or ()) for mentee in pool.mentees]
        found[closed, :] = NOT_APPLICABLE
    return found


def _same(criterion: Criterion, pool: Pool) -> Findings:
    mentees = [alike(person, criterion.mentee_key) for person in pool.mentees]
    mentors = [alike(person, criterion.mentor_key) for person in pool.mentors]
    numbers: dict[object, int] = {}
    rows = np.array([numbers.setdefault(value, len(numbers)) for value in mentees], dtype=np.int32)
    columns = np.array([numbers.setdefault(value, len(numbers)) for value in mentors], dtype=np.int32)
    return _with_silence((rows[:, None] == columns[None, :]).astype(np.int32), mentees, mentors)


def _distance(criterion: Criterion, pool: Pool) -> Findings:
    mentees = [position(person, criterion.mentee_key) for person in pool.mentees]
    mentors = [position(person, criterion.mentor_key) for person in pool.mentors]
    rows = np.array([value or 0 for value in mentees], dtype=np.int32)
    columns = np.array([value or 0 for value in mentors], dtype=np.int32)
    return _with_silence(columns[None, :] - rows[:, None], mentees, mentors)


def _shared(criterion: Criterion, pool: Pool) -> Findings:
    return _in_common(
        [choices(person, criterion.mentee_key) for person in pool.mentees],
        [choices(person, criterion.mentor_key) for person in pool.mentors],
    )


def _overlap(criterion: Criterion, pool: Pool) -> Findings:
    return _in_common(
        [hours(person, criterion.mentee_key) for person in pool.mentees],
        [hours(person, criterion.mentor_key) for person in pool.mentors],
    )


def _in_common[Item: Hashable](
    mentees: Sequence[frozenset[Item] | None], mentors: Sequence[frozenset[Item] | None]
) -> Findings:
    known = _union(mentees) & _union(mentors)
    numbers = {item: number for number, item in enumerate(known)}
    # Counting is a product of two tables of noughts and ones; floats hold such counts exactly and multiply
    # fast.
    counts = _membership(mentees, numbers) @ _membership(mentors, numbers).T
    return _with_silence(counts.astype(np.int32), mentees, mentors)


def _union[Item: Hashable](sets: Iterable[frozenset[Item] | None]) -> frozenset[Item]:
    return frozenset().union(*(items for items in sets if items is not None))


def _membership[Item: Hashable](
    sets: Sequence[frozenset[Item] | None], numbers: dict[Item, int]
) -> NDArray[np.float32]:
    table = np.zeros((len(sets), len(numbers)), dtype=np.float32)
    for row, items in enumerate(sets):
        table[row, [numbers[item] for item in items or () if item in numbers]] = 1
    return table


def _with_silence(found: Findings, mentees: Sequence[object], mentors: Sequence[object]) -> Findings:
    silent_mentees = np.array([value is None for value in mentees], dtype=bool)
    silent_mentors = np.array([value is None for value in mentors], dtype=bool)
    found[silent_mentees, :] = MENTEE_SILENT
    found[:, silent_mentors] = MENTOR_SILENT
    found[np.ix_(silent_mentees, silent_mentors)] = NEITHER_ANSWERED
    return found


def _preference(criterion: Criterion, pool: Pool) -> Findings:
    """Find both ranks as one number: the mentee's of the mentor, times a base, plus the mentor's of them."""
    base = criterion.ranks + 1
    found = _nothing(pool)
    columns, rows = _places(pool.mentors), _places(pool.mentees)
    for row, mentee in enumerate(pool.mentees):
        for wanted, rank in _ranks(mentee, criterion.ranks):
            if wanted in columns:
                found[row, columns[wanted]] += base * rank
    for column, mentor in enumerate(pool.mentors):
        for wanted, rank in _ranks(mentor, criterion.ranks):
            if wanted in rows:
                found[rows[wanted], column] += rank
    return found


def _ranks(person: Person, last: int) -> Iterable[tuple[str, int]]:
    # Someone named twice counts once, at the better rank.
    once = list(dict.fromkeys(person.prefers))
    return ((wanted, rank) for rank, wanted in enumerate(once[:last], start=1))


def _avoid(_criterion: Criterion, pool: Pool) -> Findings:
    return _named(pool, lambda person: person.avoids)


def _management(_criterion: Criterion, pool: Pool) -> Findings:
    # Whom the mentee names among their managers is above them; so BY_MENTOR, the one above, is named by the
    # mentee.
    found = _named(pool, lambda person: person.managers, by_mentor=BY_MENTEE, by_mentee=BY_MENTOR)
    nearest = [person.managers[0] if person.managers else None for person in pool.mentors]
    for row, mentee in enumerate(pool.mentees):
        if mentee.managers:
            found[row, [manager == mentee.managers[0] for manager in nearest]] |= SAME_MANAGER
    return found


def _named(
    pool: Pool,
    names: Callable[[Person], Iterable[str]],
    by_mentor: int = BY_MENTOR,
    by_mentee: int = BY_MENTEE,
) -> Findings:
    found = _nothing(pool)
    columns, rows = _places(pool.mentors), _places(pool.mentees)
    for row, mentee in enumerate(pool.mentees):
        for name in names(mentee):
            if name in columns:
                found[row, columns[name]] |= by_mentee
    for column, mentor in enumerate(pool.mentors):
        for name in names(mentor):
            if name in rows:
                found[rows[name], column] |= by_mentor
    return found


def _partnered(_criterion: Criterion, pool: Pool) -> Findings:
    return _either_way_round(pool, pool.partnered)


def _refused(_criterion: Criterion, pool: Pool) -> Findings:
    return _either_way_round(pool, pool.refused)


def _either_way_round(pool: Pool, pairs: Iterable[tuple[str, str]]) -> Findings:
    found = _nothing(pool)
    columns, rows = _places(pool.mentors), _places(pool.mentees)
    for one, other in pairs:
        for mentor, mentee in ((one, other), (other, one)):
            if mentor in columns and mentee in rows:
                found[rows[mentee], columns[mentor]] = 1
    return found


def _themself(_criterion: Criterion, pool: Pool) -> Findings:
    found = _nothing(pool)
    columns = _places(pool.mentors)
    for row, mentee in enumerate(pool.mentees):
        if mentee.identity in columns:
            found[row, columns[mentee.identity]] = 1
    return found


def _forbidden(_criterion: Criterion, pool: Pool) -> Findings:
    found = _nothing(pool)
    columns = {person.id: column for column, person in enumerate(pool.mentors)}
    rows = {person.id: row for row, person in enumerate(pool.mentees)}
    for mentor_id, mentee_id in pool.forbidden:
        # A pair forbidden earlier may speak of someone who has withdrawn since.
        if mentor_id in columns and mentee_id in rows:
            found[rows[mentee_id], columns[mentor_id]] = 1
    return found


def _nothing(pool: Pool) -> Findings:
    return np.zeros((len(pool.mentees), len(pool.mentors)), dtype=np.int32)


def _places(people: Sequence[Person]) -> dict[str, int]:
    return {person.identity: place for place, person in enumerate(people)}


_FINDERS: dict[Kind, Callable[[Criterion, Pool], Findings]] = {
    Kind.SAME: _same,
    Kind.DIFFERENT: _same,
    Kind.SHARED: _shared,
    Kind.DISTANCE: _distance,
    Kind.OVERLAP: _overlap,
    Kind.PREFERENCE: _preference,
    Kind.AVOID: _avoid,
    Kind.MANAGEMENT: _management,
    Kind.PARTNERED: _partnered,
    Kind.THEMSELF: _themself,
    Kind.FORBIDDEN: _forbidden,
    Kind.REFUSED: _refused,
}
