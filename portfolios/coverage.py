"""Which competencies have evidence: the grid of one member and one framework."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from portfolios.models import Assessment, Competency, Evidence


@dataclass(frozen=True)
class Cell:
    """A competency with the evidence for it, and the assessments of it, the latest first."""

    competency: Competency
    evidence: Sequence[Evidence]
    assessments: Sequence[Assessment] = ()

    @property
    def judged(self) -> Assessment | None:
        """The latest assessment that came to a judgement."""
        return next((each for each in self.assessments if each.is_judged), None)

    @property
    def under_way(self) -> Assessment | None:
        """The latest assessment that was asked for and not answered."""
        return next((each for each in self.assessments if each.is_open), None)


@dataclass(frozen=True)
class Grid:
    """Areas in the order of the framework, each with its competencies."""

    areas: Sequence[tuple[str, Sequence[Cell]]]

    @property
    def total(self) -> int:
        return sum(len(cells) for _area, cells in self.areas)

    @property
    def covered(self) -> int:
        """How many competencies have evidence."""
        return sum(bool(cell.evidence) for _area, cells in self.areas for cell in cells)

    @property
    def judged(self) -> int:
        """How many competencies were assessed, whatever came out."""
        return sum(cell.judged is not None for _area, cells in self.areas for cell in cells)


def grid(
    competencies: Iterable[Competency],
    by_line: Mapping[UUID, Sequence[Evidence]],
    assessed: Mapping[UUID, Sequence[Assessment]] | None = None,
) -> Grid:
    """Put a grid together of evidence and assessments by line; neighbours of the same area are one area."""
    assessed = assessed or {}
    cells = [Cell(each, by_line.get(each.line, ()), assessed.get(each.line, ())) for each in competencies]
    grouped = groupby(cells, key=lambda cell: cell.competency.area)
    return Grid([(area, list(those)) for area, those in grouped])
