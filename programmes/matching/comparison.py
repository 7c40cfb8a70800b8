"""Every mentee beside every mentor: who may be with whom, and how well they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programmes.matching.criteria import Criterion, Kind
from programmes.matching.scores import Findings, Pool, findings
from programmes.matching.scoring import Contribution, Explanation, judge


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion over all pairs, rows mentees, columns mentors; `chosen` if the coordinator listed it."""

    criterion: Criterion
    chosen: bool
    found: Findings
    points: NDArray[np.int64]
    met: NDArray[np.bool_]

    def contribution(self, row: int, column: int) -> Contribution:
        return judge(self.criterion, int(self.found[row, column]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All criteria over all pairs, rows mentees, columns mentors."""

    columns: tuple[Column, ...]
    points: NDArray[np.int64]
    allowed: NDArray[np.bool_]

    @property
    def rules(self) -> tuple[Column, ...]:
        """The criteria that can block."""
        return tuple(column for column in self.columns if column.criterion.required)

    def explanation(self, row: int, column: int) -> Explanation:
        """Explain the pair of the mentee in this row and the mentor in this column."""
        given = [(one, one.contribution(row, column)) for one in self.columns]
        return Explanation(
            contributions=tuple(contribution for one, contribution in given if one.chosen),
            blocked_by=tuple(one for _, one in given if one.required and not one.met),
        )


def compare(pool: Pool, criteria: Sequence[Criterion]) -> Comparison:
    """Hold every criterion, and the house's rules, against every pair. Raises AnswerError."""
    columns = (
        *(_column(criterion, pool, chosen=True) for criterion in criteria),
        *(_column(criterion, pool, chosen=False) for criterion in _house_rules(criteria)),
    )
    points = np.zeros((len(pool.mentees), len(pool.mentors)), dtype=np.int64)
    allowed = np.ones(points.shape, dtype=np.bool_)
    for column in columns:
        points += column.points
        if column.criterion.required:
            allowed &= column.met
    return Comparison(columns, points, allowed)


def _house_rules(criteria: Sequence[Criterion]) -> list[Criterion]:
    listed = {criterion.kind for criterion in criteria}
    held = [Criterion(kind=kind, label="") for kind in (Kind.THEMSELF, Kind.FORBIDDEN, Kind.REFUSED)]
    # Whom someone asked not to meet, and who parted, must not depend on the coordinator having thought of it.
    return held + [
        Criterion(kind=kind, label="") for kind in (Kind.AVOID, Kind.PARTNERED) if kind not in listed
    ]


def _column(criterion: Criterion, pool: Pool, *, chosen: bool) -> Column:
    """Judge each different finding once and spread the judgements over the pairs."""
    found = findings(criterion, pool)
    lowest = int(found.min(initial=0))
    spots = found - np.int32(lowest)
    counts = np.bincount(spots.ravel())
    points = np.zeros(len(counts), dtype=np.int64)
    met = np.zeros(len(counts), dtype=np.bool_)
    for spot in np.flatnonzero(counts):
        contribution = judge(criterion, int(spot) + lowest)
        points[spot], met[spot] = contribution.points, contribution.met
    return Column(criterion, chosen, found, points[spots], met[spots])
