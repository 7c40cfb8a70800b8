"""One row of a source before anything is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Record(NamedTuple):
    """A row: the number that a spreadsheet program shows beside it, and its cells."""

    line: int
    cells: Sequence[str]
