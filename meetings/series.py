"""The rule of a series: every so many weeks at the same time on the wall, whatever the clocks do. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from meetings import local_time

FEWEST, MOST = 2, 26
WEEKS_BETWEEN = (1, 2, 3, 4)


@dataclass(frozen=True)
class Rule:
    """When the meetings of a series are, as long as nobody moves one by itself. They are numbered from 0.

    A time that clocks skip, or show twice, on one of the days means what RFC 5545 says, so that every calendar reads
    the same: the skipped one is counted from before the change, of the other the first is meant.

    Args:
        first: what clocks show when the first begins; naive.
        zone: whose clocks.
        minutes: how long each lasts.
        every: the number of weeks from one to the next.
        count: how many, the first included.
    """

    first: datetime
    zone: ZoneInfo
    minutes: int
    every: int
    count: int

    def wall(self, number: int) -> datetime:
        """Return the naive time that clocks should show when a meeting begins."""
        return self.first + timedelta(weeks=self.every * number)

    def start(self, number: int) -> datetime:
        """Return the moment, in UTC, at which a meeting begins."""
        return self.wall(number).replace(tzinfo=self.zone, fold=0).astimezone(UTC)

    def end(self, number: int) -> datetime:
        """Return the moment, in UTC, at which a meeting ends."""
        return self.start(number) + timedelta(minutes=self.minutes)

    def moved(self, number: int, *, to: datetime, zone: ZoneInfo, minutes: int) -> "Rule":
        """Return the rule by which the meeting of that number begins at an aware moment, and the others with it."""
        wall = local_time.wall_time(to, zone)
        return replace(self, first=wall - timedelta(weeks=self.every * number), zone=zone, minutes=minutes)


def rule_from(first: datetime, zone: ZoneInfo, *, minutes: int, every: int, count: int) -> Rule:
    """Return the rule of a series whose first meeting begins at an aware moment."""
    return Rule(local_time.wall_time(first, zone), zone, minutes, every, count)
