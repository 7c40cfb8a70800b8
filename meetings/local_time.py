"""From what a clock on the wall shows to a moment, and back. Pure: plain values in and out.

Twice a year most zones have a night in which an hour is missing, or comes twice. A time in it is not taken for
something else in silence: the person is asked for another.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class NoSuchMoment(ValueError):
    """A wall-clock time that does not name one moment."""


class SkippedTime(NoSuchMoment):
    """Clocks go forward over this time: no clock ever shows it.

    Args:
        first_after: the first time, naive, that clocks show after the gap.
    """

    def __init__(self, first_after: datetime) -> None:
        super().__init__(first_after)
        self.first_after = first_after


class RepeatedTime(NoSuchMoment):
    """Clocks go back: they show this time twice."""


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which clocks in ``zone`` show ``wall`` (naive, to the minute).

    Raises:
        SkippedTime: they never do.
        RepeatedTime: they do so twice.
        OverflowError: the moment lies outside the calendar that computers know.
    """
    earlier = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    later = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if earlier == later:
        return earlier
    if wall_time(earlier, zone) != wall:
        raise SkippedTime(_first_after_gap(later, earlier, zone))
    raise RepeatedTime


def first_of_two(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the earlier moment, in UTC, at which clocks in ``zone`` show a time that comes twice."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks in ``zone`` show at an aware moment, as a naive time."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _first_after_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall time just after the gap that lies between two moments."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return wall_time(after, zone).replace(second=0, microsecond=0)
