"""The days of a series: every so many weeks at the same time on the wall, whatever the clocks do. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from meetings import local_time

FEWEST, MOST = 2, 26
WEEKS_BETWEEN = (1, 2, 3, 4)


def moments(first: datetime, zone: ZoneInfo, *, every: int, count: int) -> Iterator[datetime]:
    """Give the starts of a series, in UTC.

    A time that clocks skip on one of the days becomes the first they show after it; of one that comes twice, the
    first is meant.

    Args:
        first: an aware moment, the first start; clocks in ``zone`` then show the time that all of them have.
        every: the number of weeks from one to the next.
        count: how many, the first included.
    """
    wall = local_time.wall_time(first, zone)
    yield first
    for number in range(1, count):
        yield _moment(wall + timedelta(weeks=every * number), zone)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    try:
        return local_time.moment(wall, zone)
    except local_time.SkippedTime as skipped:
        return local_time.moment(skipped.first_after, zone)
    except local_time.RepeatedTime:
        return local_time.first_of_two(wall, zone)
