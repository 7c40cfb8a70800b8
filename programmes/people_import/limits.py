"""How large a file may be. The numbers are for one upload by one coordinator, not for a data warehouse."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read.

    `size` is in bytes, `rows` counts data rows (the header is not one), `cell` is in characters. The last
    three hold for workbooks only, which arrive compressed: bytes when unpacked, bytes and XML tags left to
    parse once empty rows are dropped.
    """

    size: int = 5 * 1024 * 1024
    rows: int = 10_000
    columns: int = 100
    cell: int = 10_000
    unpacked: int = 100 * 1024 * 1024
    parsed: int = 50 * 1024 * 1024
    tags: int = 3_000_000


DEFAULT_LIMITS = Limits()
