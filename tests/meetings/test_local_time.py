"""From wall clocks to moments, in every zone and across every change of the clocks."""
# ruff: noqa: DTZ001, PT017  # times on the wall have no zone; that is what is tested

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.local_time import RepeatedTime, SkippedTime, moment, wall_time

ZONES = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})).map(ZoneInfo)
MINUTES = st.datetimes(datetime(2020, 1, 1), datetime(2036, 12, 31)).map(
    lambda time: time.replace(second=0, microsecond=0)
)
LONDON = ZoneInfo("Europe/London")


@given(wall=MINUTES, zone=ZONES)
def test_a_moment_shows_the_wall_time_it_was_made_from(wall, zone):
    try:
        found = moment(wall, zone)
    except SkippedTime as skipped:
        assert skipped.first_after > wall
        assert wall_time(moment(skipped.first_after, zone), zone) == skipped.first_after
    except RepeatedTime:
        first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        assert first < second
        assert wall_time(first, zone) == wall_time(second, zone) == wall
    else:
        assert wall_time(found, zone) == wall


@given(at=MINUTES, zone=ZONES)
def test_every_moment_is_shown_once_or_asked_about(at, zone):
    at = at.replace(tzinfo=UTC)
    wall = wall_time(at, zone)
    try:
        assert moment(wall.replace(second=0), zone) == at - timedelta(seconds=wall.second)
    except RepeatedTime:
        assert wall.replace(tzinfo=zone).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset()


@pytest.mark.parametrize(
    ("zone", "wall", "first_after"),
    [
        ("Europe/London", "2027-03-28 01:00", "2027-03-28 02:00"),
        ("Europe/London", "2027-03-28 01:59", "2027-03-28 02:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:30"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-31 00:00"),
    ],
)
def test_a_skipped_time_says_what_comes_after(zone, wall, first_after):
    with pytest.raises(SkippedTime) as raised:
        moment(datetime.fromisoformat(wall), ZoneInfo(zone))
    assert raised.value.first_after == datetime.fromisoformat(first_after)


def test_the_hour_that_comes_twice_is_refused_and_its_neighbours_are_not():
    for wall in ("2026-10-25 01:00", "2026-10-25 01:59"):
        with pytest.raises(RepeatedTime):
            moment(datetime.fromisoformat(wall), LONDON)
    assert moment(datetime(2026, 10, 25, 0, 59), LONDON) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert moment(datetime(2026, 10, 25, 2, 0), LONDON) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
