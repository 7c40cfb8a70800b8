"""How times are said: the one door. Aware times are shown in the active zone; dates are taken as they are.

Where the active zone is the reader's own, a time needs no more. Where it is not known to be (outside organisations, in
mails to somebody who never came in, on pages that speak in somebody else's zone), each time names its zone.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

Moment = dt.datetime | dt.date

# Whether the active zone is the reader's own. None: as far as any has been made active.
_is_readers: ContextVar[bool | None] = ContextVar("is_readers", default=None)


@contextmanager
def speaking_in(zone: dt.tzinfo, *, is_readers: bool = True) -> Iterator[None]:
    """Show times in a zone for the block; ``is_readers`` is False where whoever reads may live by another."""
    before = _is_readers.set(is_readers)
    try:
        with timezone.override(zone):
            yield
    finally:
        _is_readers.reset(before)


def _with_zone(words: str, value: Moment) -> str:
    """Return a time with the place it stands for, where the reader cannot know that."""
    if not isinstance(value, dt.datetime) or timezone.is_naive(value):
        return words
    known = _is_readers.get()
    if known is None:
        known = timezone.get_current_timezone_name() != timezone.get_default_timezone_name()
    return words if known else gettext("%(time)s (%(place)s)") % {"time": words, "place": zone_name()}


def local(value: Moment, zone: dt.tzinfo | str | None = None) -> Moment:
    """Return an aware time in ``zone`` (a name will do), by default the active one; anything else unchanged."""
    if not isinstance(value, dt.datetime) or timezone.is_naive(value):
        return value
    return timezone.localtime(value, ZoneInfo(zone) if isinstance(zone, str) else zone)


def known_zone(name: str) -> ZoneInfo | None:
    """Return the zone of that name; None where the lists of zones do not have it, or not any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def machine_value(value: Moment) -> str:
    """Return what stands in ``<time datetime>``."""
    shown = local(value)
    return shown.isoformat(timespec="minutes") if isinstance(shown, dt.datetime) else shown.isoformat()


def _time_element(value: Moment, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine_value(value), words)


def plain_day(value: Moment, zone: dt.tzinfo | str | None = None) -> str:
    """Say the day without its element, for mails and inside sentences: "Tue 24 Nov 2026"."""
    return formats.date_format(local(value, zone), "DATE_FORMAT")


def day(value: Moment, zone: dt.tzinfo | str | None = None) -> SafeString:
    """Say the day: "Tue 24 Nov 2026"."""
    return _time_element(value, plain_day(value, zone))


def plain_moment(value: dt.datetime) -> str:
    """Say day and time without its element, for mails and inside sentences: "Tue 24 Nov 2026, 14:00"."""
    return _with_zone(formats.date_format(local(value), "DATETIME_FORMAT"), value)


def moment(value: dt.datetime, zone: dt.tzinfo | str | None = None) -> SafeString:
    """Say day and time: "Tue 24 Nov 2026, 14:00". Who gives a zone names it beside."""
    if zone is None:
        return _time_element(value, plain_moment(value))
    return _time_element(value, formats.date_format(local(value, zone), "DATETIME_FORMAT"))


def plain_clock(value: dt.datetime) -> str:
    """Say the time of day without its element: "14:00"."""
    return _with_zone(formats.time_format(local(value)), value)  # type: ignore[arg-type]


def clock(value: dt.datetime | dt.time, zone: dt.tzinfo | str | None = None) -> SafeString:
    """Say the time of day: "14:00". Who gives a zone names it beside."""
    if isinstance(value, dt.time):
        return format_html('<time datetime="{}">{}</time>', f"{value:%H:%M}", formats.time_format(value))
    if zone is None:
        return _time_element(value, plain_clock(value))
    return _time_element(value, formats.time_format(local(value, zone)))  # type: ignore[arg-type]


def in_days(value: Moment, today: dt.date | None = None) -> str:
    """Say how many days away a day is, counted in the active zone: "in 3 days", "today", "5 days ago"."""
    shown: Any = local(value)
    date = shown.date() if isinstance(shown, dt.datetime) else shown
    days = (date - (today or timezone.localdate())).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def zone_name(zone: dt.tzinfo | str | None = None) -> str:
    """Say a zone as people know it, its place: "Nairobi" for Africa/Nairobi; by default the active one."""
    name = str(zone) if zone is not None else timezone.get_current_timezone_name()
    return name.rsplit("/", 1)[-1].replace("_", " ")


def differs_here(value: dt.datetime, zone: dt.tzinfo | str) -> bool:
    """Tell whether clocks in ``zone`` show another time than the reader's at that moment."""
    there = value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    return value.astimezone(timezone.get_current_timezone()).utcoffset() != there.utcoffset()
