"""What comes is grouped by how near it is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from dashboards.home.days import Nearness, first_of_each_series, group_by_nearness
from dashboards.home.entries import Upcoming

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def entry(days: float, *, timed: bool = True, series: UUID | None = None) -> Upcoming:
    at = NOW + timedelta(days=days)
    return Upcoming(at.date(), at if timed else None, f"in {days} days", "", "", "", series=series)


@pytest.mark.parametrize(
    ("found", "nearness"),
    [
        (entry(-6, timed=False), Nearness.TODAY),
        (entry(0, timed=False), Nearness.TODAY),
        (entry(0.3), Nearness.TODAY),
        (entry(1), Nearness.SOON),
        (entry(7, timed=False), Nearness.SOON),
        (entry(6.99), Nearness.SOON),
        (entry(7.01), Nearness.LATER),
        (entry(8, timed=False), Nearness.LATER),
    ],
)
def test_late_is_today_and_a_week_is_seven_days_to_the_minute(found, nearness):
    assert group_by_nearness([found], NOW, NOW.date()) == [(nearness, [found])]


def test_groups_come_in_their_order_and_keep_that_of_their_entries():
    entries = [entry(-1), entry(0.1), entry(2), entry(3), entry(20)]
    groups = group_by_nearness(entries, NOW, NOW.date())
    assert [nearness for nearness, _found in groups] == list(Nearness)
    assert [each for _nearness, found in groups for each in found] == entries


def test_of_a_series_the_first_meeting_stands_for_all():
    weekly, other = UUID(int=1), UUID(int=2)
    entries = [entry(1, series=weekly), entry(2), entry(3, series=other), entry(8, series=weekly), entry(9)]
    assert first_of_each_series(entries) == [entries[0], entries[1], entries[2], entries[4]]
