"""Half-years of a programme, and which prompt is due when a community is short of its meetings. Pure.

A programme that runs for more than half a year is cut into half-years from its own first day. A rest shorter than three
months belongs to the half before it: nobody can be asked for another meeting in the last few weeks. A programme shorter
than half a year is one half.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 6
SHORTEST_REST_IN_MONTHS = 3
BEFORE_THE_END = timedelta(weeks=3)

START, MIDDLE, END = MOMENTS = ("start", "middle", "end")


@dataclass(frozen=True)
class Half:
    """A half-year, or what a programme has of it: from its first day to its last, both included."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day from which the second prompt goes out."""
        return self.first + (self.last - self.first + timedelta(days=1)) / 2

    @property
    def warned_from(self) -> date:
        """The day from which the coordinator is told: three weeks before the end, though never before the middle."""
        return max(self.last - BEFORE_THE_END, self.middle)

    def moment(self, today: date) -> str:
        """Say which of the three prompts a day belongs to; empty outside the half.

        The days from one moment to the next belong to the first: what could not be sent on its day is sent after it.
        """
        if not self.first <= today <= self.last:
            return ""
        if today >= self.warned_from:
            return END
        return MIDDLE if today >= self.middle else START


def halves(first: date, last: date) -> list[Half]:
    """Cut a programme's days (both included) into half-years."""
    starts = [first]
    while _months_later(first, MONTHS * len(starts) + SHORTEST_REST_IN_MONTHS) <= last:
        starts.append(_months_later(first, MONTHS * len(starts)))
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return [Half(start, end) for start, end in zip(starts, ends, strict=True)]


def half_of(first: date, last: date, today: date) -> Half | None:
    """Return the half that a day is in; None when the programme does not run on it."""
    return next((half for half in halves(first, last) if half.first <= today <= half.last), None)


def is_short(half: Half, meetings: Collection[date], wanted: int) -> bool:
    """Whether fewer meetings than wanted were held, or are planned, in a half."""
    return sum(half.first <= day <= half.last for day in meetings) < wanted


def _months_later(day: date, months: int) -> date:
    """The same day some months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last_day in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last_day))
        except ValueError:
            continue
    raise ValueError(day)  # no month is shorter than 28 days
