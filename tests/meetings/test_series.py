"""A series keeps its time on the wall across every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import local_time, series

ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "UTC",
]

starts = st.builds(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * minutes),
    st.integers(0, 2 * 366 * 24 * 12),
)


def shown_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """What clocks show when they are wanted to show ``wall``: the same, or the first time after a gap."""
    try:
        local_time.moment(wall, zone)
    except local_time.SkippedTime as gap:
        return gap.first_after
    except local_time.RepeatedTime:
        pass
    return wall


@given(
    first=starts,
    zone=st.sampled_from(ZONES),
    every=st.sampled_from(series.WEEKS_BETWEEN),
    count=st.integers(series.FEWEST, series.MOST),
)
def test_the_time_on_the_wall_stays_and_days_are_whole_weeks_apart(first, zone, every, count):
    there = ZoneInfo(zone)
    found = list(series.moments(first, there, every=every, count=count))
    wall = local_time.wall_time(first, there)
    wanted = [wall, *(shown_at(wall + timedelta(weeks=every * number), there) for number in range(1, count))]
    assert found[0] == first
    assert [local_time.wall_time(moment, there) for moment in found] == wanted
    assert all(moment.astimezone(there).fold == 0 for moment in found[1:])
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-10-20T09:00+00:00", "2026-10-27T10:00+00:00"),
        ("2027-03-23T10:00+00:00", "2027-03-30T09:00+00:00"),
    ],
)
def test_ten_o_clock_in_london_stays_ten_o_clock(first, second):
    found = list(series.moments(datetime.fromisoformat(first), ZoneInfo("Europe/London"), every=1, count=2))
    assert found[1] == datetime.fromisoformat(second)


def test_a_time_that_is_skipped_becomes_the_first_after_and_only_that_once():
    london = ZoneInfo("Europe/London")
    first = local_time.moment(datetime.fromisoformat("2027-03-21T01:30"), london)
    walls = [
        local_time.wall_time(moment, london) for moment in series.moments(first, london, every=1, count=3)
    ]
    assert [wall.isoformat() for wall in walls] == [
        "2027-03-21T01:30:00",
        "2027-03-28T02:00:00",
        "2027-04-04T01:30:00",
    ]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    london = ZoneInfo("Europe/London")
    first = local_time.moment(datetime.fromisoformat("2026-10-18T01:30"), london)
    assert list(series.moments(first, london, every=1, count=2))[1] == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
