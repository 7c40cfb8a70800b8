"""Among all best assignments, the first in order; and the proof that they are best.

Linear programming gives every mentee and every mentor a price, such that a pair is never worth more than its
two prices together. An assignment is best exactly when each of its pairs is worth its prices, and whoever has
a price above zero is taken (Kuhn; complementary slackness). So the prices of one best assignment tell which
pairs occur in any of them: those worth exactly their prices. Among these pairs one best assignment turns into
another by moving mentees around, and that is how the first in order is found.

Mentees and mentors are numbered in the order that decides ties. Sets of mentors are kept as the bits of a
whole number: with a thousand mentors that is far quicker than sets, and the lowest bit is the first in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from programmes.matching.flow import Mates

# Worth of a pair that may not be: below anything that sums of points reach, and far from the end of 64 bits.
_NEVER = -(1 << 60)


def first_in_order(
    points: NDArray[np.int64], allowed: NDArray[np.bool_], places: NDArray[np.int64], mates: Mates
) -> Mates:
    """Turn a best assignment into the first one in order that is equally good.

    Going through the mentees in order, each gets the first mentor that some best assignment still allows
    them, given what those before got; no mentor comes last. Raises RuntimeError when `mates` was not best.
    """
    worth = _worth(points, allowed)
    prices = _prices(worth, places, mates)
    rotation = _Rotation(
        options=_as_bits(np.column_stack((prices.tight, prices.mentees == 0))),
        idle=_as_bits((prices.mentors == 0)[None, :])[0],
        spare=(places - np.bincount(mates, minlength=len(places) + 1)[:-1]).tolist(),
        mates=mates.tolist(),
    )
    for mentee in range(len(mates)):
        rotation.settle(mentee)
    return np.array(rotation.mates, dtype=np.int64)


def _worth(points: NDArray[np.int64], allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put both aims into one number: one more pair is worth more than all points together."""
    one_more_pair = len(points) * int(points.max(initial=0)) + 1
    return np.where(allowed, points + one_more_pair, _NEVER)


@dataclass(frozen=True, slots=True)
class _Prices:
    mentees: NDArray[np.int64]
    mentors: NDArray[np.int64]
    tight: NDArray[np.bool_]


def _prices(worth: NDArray[np.int64], places: NDArray[np.int64], mates: Mates) -> _Prices:
    """Find the lowest mentors' prices that fit the assignment. Raises RuntimeError if none do."""
    mentees, mentors = worth.shape
    matched = mates < mentors
    # A mentee left out stands at a column of their own, worth nothing and priced nothing.
    own = np.column_stack((worth, np.zeros(mentees, dtype=np.int64)))[np.arange(mentees), mates]
    mentor_prices = np.zeros(mentors + 1, dtype=np.int64)
    mentee_prices = own.copy()
    changed = np.arange(mentees)
    rounds = 0
    while len(changed):
        asked = (worth[changed] - mentee_prices[changed, None]).max(axis=0, initial=0)
        risen = np.append(asked > mentor_prices[:-1], False)
        mentor_prices[:-1] = np.maximum(mentor_prices[:-1], asked)
        changed = np.flatnonzero(risen[mates])
        mentee_prices[changed] = own[changed] - mentor_prices[mates[changed]]
        rounds += 1
        if rounds > mentors + 1:
            # Prices that rise in a ring for ever mean that moving mentees around the ring gains points.
            raise RuntimeError("the assignment is not the best: a ring of moves improves it")
    full = np.bincount(mates[matched], minlength=mentors) == places
    if (mentee_prices < 0).any() or (mentor_prices[:-1][~full] > 0).any():
        raise RuntimeError("the assignment is not the best: someone left out could be taken")
    tight = worth == mentee_prices[:, None] + mentor_prices[None, :-1]
    return _Prices(mentee_prices, mentor_prices[:-1], tight)


def _as_bits(table: NDArray[np.bool_]) -> list[int]:
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(table, axis=1, bitorder="little")]


def _ones(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


@dataclass(slots=True)
class _Rotation:
    """A best assignment on its way to the first in order.

    `options` are, by mentee, the mentors of any best assignment, with a last bit for no mentor at all; `idle`
    are the mentors who may have a free place in one; `spare` are the free places. "Nobody" stands as one more
    mentor, with free places without end.
    """

    options: list[int]
    idle: int
    spare: list[int]
    mates: list[int]
    held: list[set[int]] = field(init=False)
    onward: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.held = [set() for _ in range(self.nobody + 1)]
        for mentee, mentor in enumerate(self.mates):
            self.held[mentor].add(mentee)
        self.onward = [0] * (self.nobody + 1)
        for mentor in range(self.nobody + 1):
            self._look(mentor)

    @property
    def nobody(self) -> int:
        return len(self.spare)

    def settle(self, mentee: int) -> None:
        """Move the mentee to the first mentor they can have, others making way, and then leave them there."""
        left = self.mates[mentee]
        self.held[left].discard(mentee)
        path = self._way(mentee, left)
        if path:
            self.mates[mentee] = path[0]
            for giving, import_job in pairwise(path):
                self._hand_on(giving, import_job)
        for mentor in {left, *path}:
            self._look(mentor)

    def _way(self, mentee: int, left: int) -> list[int]:
        """Find mentors from one wanted to the one left, each able to hand a mentee or a free place on."""
        unseen = (1 << (self.nobody + 1)) - 1
        for wanted in _ones(self.options[mentee] & ((1 << left) - 1)):
            if not unseen >> wanted & 1:
                continue
            unseen ^= 1 << wanted
            path = [wanted]
            while path:
                onward = self.onward[path[-1]]
                if onward >> left & 1:
                    return [*path, left]
                onward &= unseen
                if onward:
                    following = onward & -onward
                    unseen ^= following
                    path.append(following.bit_length() - 1)
                else:
                    path.pop()
        return []

    def _hand_on(self, giving: int, import_job: int) -> None:
        for mentee in self.held[giving]:
            if self.options[mentee] >> import_job & 1:
                self.held[giving].discard(mentee)
                self.held[import_job].add(mentee)
                self.mates[mentee] = import_job
                return
        # No mentee can go, so it is a free place that goes; nobody's are without end and need no count.
        if giving != self.nobody:
            self.spare[giving] -= 1
        if import_job != self.nobody:
            self.spare[import_job] += 1

    def _look(self, mentor: int) -> None:
        """Note to whom this mentor could hand on a mentee not yet settled, or a free place."""
        onward = 0
        for mentee in self.held[mentor]:
            onward |= self.options[mentee]
        if mentor == self.nobody:
            onward |= self.idle
        elif self.spare[mentor]:
            onward |= 1 << self.nobody
        self.onward[mentor] = onward
