"""What comes, grouped by how near it is. Plain values in and out."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum

from django.utils.translation import gettext_lazy as _

from dashboards.home.entries import Upcoming

A_WEEK = timedelta(days=7)


class Nearness(Enum):
    """When something comes; what is late counts as today."""

    TODAY = _("Today")
    SOON = _("In the next 7 days")
    LATER = _("Later")


def is_soon(entry: Upcoming, now: datetime, today: date) -> bool:
    """Return whether something comes within seven days: to the minute where it has a time."""
    return entry.at <= now + A_WEEK if entry.at else entry.on <= today + A_WEEK


def first_of_each_series(entries: Iterable[Upcoming]) -> list[Upcoming]:
    """Return the entries without the later meetings of a series, which its own page lists."""
    found: list[Upcoming] = []
    for entry in entries:
        if entry.series is None or all(entry.series != each.series for each in found):
            found.append(entry)
    return found


def group_by_nearness(
    entries: Iterable[Upcoming], now: datetime, today: date
) -> list[tuple[Nearness, list[Upcoming]]]:
    """Return the entries in their order, under each nearness that has any."""
    groups: dict[Nearness, list[Upcoming]] = {each: [] for each in Nearness}
    for entry in entries:
        if entry.on <= today:
            groups[Nearness.TODAY].append(entry)
        else:
            groups[Nearness.SOON if is_soon(entry, now, today) else Nearness.LATER].append(entry)
    return [(nearness, found) for nearness, found in groups.items() if found]
