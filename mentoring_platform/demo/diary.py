"""Living through the past: everything happens in the order of time, at a clock that is moved, by the real actions.

A *life* is a generator of moments: it gives the moment at which it goes on, and does then what is due. The diary
leads many lives at once and always goes on with the one whose moment comes first. What lies after the real now is
never lived.
"""

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault
from django.db.models.functions import Now
from django.db.models.signals import post_init
from django.utils import timezone

if TYPE_CHECKING:
    from time_machine import Traveller

Life = Iterator[datetime]

SATURDAY, SUNDAY = 5, 6


class Calendar:
    """Working days and times of day, seen from today in one time zone."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.today = datetime.now(self.zone).date()

    def day(self, ago: int) -> date:
        """Return the working day so many days ago; a negative number lies ahead. Weekends move away from today."""
        return _weekday(self.today - timedelta(days=ago), later=ago < 0)

    def monday(self, ago: int) -> date:
        """Return the first Monday that is at most so many days ago."""
        day = self.today - timedelta(days=ago)
        return day + timedelta(days=-day.weekday() % 7)

    def moment(self, ago: int, at: str = "09:30") -> datetime:
        """Return a time on such a day."""
        return self._at(self.day(ago), at)

    def after(self, moment: datetime, days: int, at: str) -> datetime:
        """Return a time on the first working day at least so many days after a moment."""
        day = moment.astimezone(self.zone).date() + timedelta(days=days)
        return self._at(_weekday(day, later=True), at)

    def day_after(self, moment: datetime, days: int) -> date:
        """Return the first working day at least so many days after a moment."""
        return _weekday(moment.astimezone(self.zone).date() + timedelta(days=days), later=True)

    def _at(self, day: date, at: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(at), self.zone)


def _weekday(day: date, *, later: bool) -> date:
    if day.weekday() == SATURDAY:
        return day + timedelta(days=2 if later else -1)
    if day.weekday() == SUNDAY:
        return day + timedelta(days=1 if later else -2)
    return day


class Diary:
    """Leads lives, one moment after the other, up to ``until``."""

    def __init__(self, clock: "Traveller", *, until: datetime) -> None:
        self._clock, self._until = clock, until
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._begun = 0

    def begin(self, life: Life) -> None:
        """Take a life in; what it does before its first moment is done now."""
        self._begun += 1
        self._go_on(life, self._begun)

    def live(self) -> None:
        """Live through everything that is due until the end."""
        while self._waiting and self._waiting[0][0] <= self._until:
            moment, number, life = heapq.heappop(self._waiting)
            if moment > timezone.now():
                self._clock.move_to(moment.astimezone(UTC))
            self._go_on(life, number)

    def _go_on(self, life: Life, number: int) -> None:
        moment = next(life, None)
        if moment:
            heapq.heappush(self._waiting, (moment, number, life))


@contextmanager
def moved_clock(start: datetime) -> Iterator["Traveller"]:
    """Live from ``start`` on, also where the database would put its own time into a new row.

    Needs what ``requirements/local.txt`` lists: the image for production has no clock that moves.
    """
    import time_machine

    dated = [model for model in apps.get_models() if _dated_by_the_database(model)]
    for model in dated:
        post_init.connect(_date_new_row, sender=model)
    try:
        with time_machine.travel(start.astimezone(UTC)) as clock:
            yield clock
    finally:
        for model in dated:
            post_init.disconnect(_date_new_row, sender=model)


def _date_new_row(sender: type[Model], instance: Model, **_: object) -> None:
    """Set the moved clock's time on a row that is being made where its default is the database's now."""
    for name in _dated_by_the_database(sender):
        if isinstance(instance.__dict__.get(name), DatabaseDefault):
            setattr(instance, name, timezone.now())


@cache
def _dated_by_the_database(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field.db_default, Now)]
