"""A series keeps its time on the wall across every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import local_time, series
from meetings.series import rule_from

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
    """What clocks show when they are wanted to show ``wall``: the same, or as much later as they skip."""
    try:
        local_time.moment(wall, zone)
    except local_time.SkippedTime:
        before = (wall - timedelta(days=1)).replace(tzinfo=zone).utcoffset()
        return local_time.wall_time((wall - before).replace(tzinfo=UTC), zone)
    except local_time.RepeatedTime:
        pass
    return wall


def rule(first, zone, *, every=1, count=2):
    return rule_from(first, ZoneInfo(zone), minutes=60, every=every, count=count)


@given(
    first=starts,
    zone=st.sampled_from(ZONES),
    every=st.sampled_from(series.WEEKS_BETWEEN),
    count=st.integers(series.FEWEST, series.MOST),
)
def test_the_time_on_the_wall_stays_and_days_are_whole_weeks_apart(first, zone, every, count):
    there = ZoneInfo(zone)
    made = rule(first, zone, every=every, count=count)
    found = [made.start(number) for number in range(count)]
    wall = local_time.wall_time(first, there)
    wanted = [shown_at(wall + timedelta(weeks=every * number), there) for number in range(count)]
    assert [local_time.wall_time(moment, there) for moment in found] == wanted
    assert all(moment.astimezone(there).fold == 0 for moment in found)
    assert found == sorted(set(found))


@given(
    first=starts,
    to=starts,
    zone=st.sampled_from(ZONES),
    there=st.sampled_from(ZONES),
    number=st.integers(0, 5),
)
def test_a_moved_series_keeps_its_rhythm_and_begins_where_its_moved_meeting_says(
    first, to, zone, there, number
):
    moved = rule(first, zone, every=2, count=6).moved(number, to=to, zone=ZoneInfo(there), minutes=30)
    assert moved.wall(number) == local_time.wall_time(to, ZoneInfo(there))
    assert (moved.wall(5) - moved.wall(0)).days == 70
    assert (moved.every, moved.count, moved.minutes) == (2, 6, 30)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-10-20T09:00+00:00", "2026-10-27T10:00+00:00"),
        ("2027-03-23T10:00+00:00", "2027-03-30T09:00+00:00"),
    ],
)
def test_ten_o_clock_in_london_stays_ten_o_clock(first, second):
    assert rule(datetime.fromisoformat(first), "Europe/London").start(1) == datetime.fromisoformat(second)


def test_a_time_that_is_skipped_is_counted_from_before_the_change_and_only_that_once():
    london = ZoneInfo("Europe/London")
    made = rule(local_time.moment(datetime.fromisoformat("2027-03-21T01:30"), london), "Europe/London")
    assert [local_time.wall_time(made.start(number), london).isoformat() for number in range(3)] == [
        "2027-03-21T01:30:00",
        "2027-03-28T02:30:00",
        "2027-04-04T01:30:00",
    ]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    london = ZoneInfo("Europe/London")
    made = rule(local_time.moment(datetime.fromisoformat("2026-10-18T01:30"), london), "Europe/London")
    assert made.start(1) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
