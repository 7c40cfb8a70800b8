"""What this package says to people: text that is translated when it is shown, not when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

type Text = str | _StrPromise

LONGEST_QUOTATION = 60


def quoted(value: str) -> str:
    """A value from somebody's file in quotation marks, cut short so that a message stays a message."""
    shown = value if len(value) <= LONGEST_QUOTATION else f"{value[: LONGEST_QUOTATION - 1]}…"
    return f"“{shown}”"


def listed(values: Iterable[str]) -> str:
    """Several values, each quoted, with commas between them."""
    return ", ".join(quoted(value) for value in values)
