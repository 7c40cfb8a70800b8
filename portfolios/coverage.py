"""Which competencies have evidence: the grid of one member and one framework."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from portfolios.models import Competency, Evidence


@dataclass(frozen=True)
class Cell:
    """A competency with the evidence for it."""

    competency: Competency
    evidence: Sequence[Evidence]


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


def grid(competencies: Iterable[Competency], by_line: Mapping[UUID, Sequence[Evidence]]) -> Grid:
    """Put a grid together; what stands next to each other and has the same area is one area."""
    cells = [Cell(each, by_line.get(each.line, ())) for each in competencies]
    grouped = groupby(cells, key=lambda cell: cell.competency.area)
    return Grid([(area, list(those)) for area, those in grouped])
