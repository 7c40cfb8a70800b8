"""Meetings as calendar objects (RFC 5545) and as the messages between calendars (RFC 5546). Pure: no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar

PRODUCT = "-//Mentoring//Meetings//EN"
ACCEPTED, TENTATIVE, DECLINED, UNANSWERED = "ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"

# How far to either side of an entry its zone is described. One change of the clocks on each side is enough.
_DESCRIBED = timedelta(days=400)


@dataclass(frozen=True)
class Attendee:
    """Someone invited; ``status`` is ACCEPTED, TENTATIVE, DECLINED or UNANSWERED."""

    name: str
    email: str
    status: str = UNANSWERED


@dataclass(frozen=True)
class Entry:
    """A meeting as it stands in one reader's calendar.

    Args:
        uid: the same for ever; by it a calendar knows that a change belongs to an entry it has.
        sequence: counts the changes; a calendar ignores what is older than it has.
        starts_at, ends_at: aware moments, in any zone.
        zone: the name of the zone in which the meeting was agreed.
        summary: what the entry is called.
        organiser: name and address in whose name changes come.
        location, url, description: may be empty.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    organiser: tuple[str, str]
    attendees: Sequence[Attendee] = ()
    location: str = ""
    url: str = ""
    description: str = ""


@dataclass(frozen=True)
class Day:
    """Something that belongs to a whole day in one reader's calendar.

    Args:
        uid: the same for ever.
        on: the day, wherever the reader is.
        summary: what it is called.
        url: where it leads.
    """

    uid: str
    on: date
    summary: str
    url: str


def request(entry: Entry) -> bytes:
    """Give the message that puts an entry into a calendar, or moves it there."""
    return _message("REQUEST", [entry], status="CONFIRMED", asked=True)


def cancel(entry: Entry) -> bytes:
    """Give the message that takes an entry off. Its sequence must be higher than that of the last request."""
    return _message("CANCEL", [entry], status="CANCELLED", asked=True)


def publish(*entries: Entry, days: Sequence[Day] = ()) -> bytes:
    """Give entries and days to keep, without asking for an answer: such objects name no attendees."""
    return _message("PUBLISH", entries, days, status="CONFIRMED", asked=False)


def _message(
    method: str, entries: Sequence[Entry], days: Sequence[Day] = (), *, status: str, asked: bool
) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone, moments in _zones_of(entries).items():
        calendar.add_component(_described(zone, min(moments), max(moments)))
    for entry in entries:
        calendar.add_component(_event(entry, status, entry.attendees if asked else ()))
    for day in days:
        calendar.add_component(_whole_day(day))
    return bytes(calendar.to_ical())


def _whole_day(day: Day) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", day.uid)
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.summary)
    event.add("url", day.url)
    event.add("transp", "TRANSPARENT")
    return event


def _event(entry: Entry, status: str, attendees: Sequence[Attendee]) -> icalendar.Event:
    zone = _zone_of(entry)
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("status", status)
    event.add("organizer", _address(*entry.organiser), encode=False)
    for attendee in attendees:
        event.add("attendee", _invited(attendee), encode=False)
    for name in ("location", "url", "description"):
        if value := getattr(entry, name):
            event.add(name, value)
    return event


def _zones_of(entries: Sequence[Entry]) -> dict[ZoneInfo, list[datetime]]:
    """Give the zones that entries are written in, with the starts in each."""
    starts: dict[ZoneInfo, list[datetime]] = {}
    for entry in entries:
        zone = _zone_of(entry)
        if isinstance(zone, ZoneInfo):
            starts.setdefault(zone, []).append(entry.starts_at)
    return starts


def _zone_of(entry: Entry) -> tzinfo:
    """Give the zone to write an entry in: its own, unless that could be read in two ways or is UTC anyway.

    In the hour that comes twice a local time stands for the first, so that the second can only be written in UTC.
    """
    zone = ZoneInfo(entry.zone)
    local = [moment.astimezone(zone) for moment in (entry.starts_at, entry.ends_at)]
    twice = any(time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset() for time in local)
    return UTC if twice or local[0].tzname() == "UTC" else zone


def _address(name: str, email: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{email}")
    address.params["CN"] = " ".join(name.split())
    return address


def _invited(attendee: Attendee) -> icalendar.vCalAddress:
    """Answers are given on the platform, hence RSVP=FALSE: mail programs then send none to nobody."""
    address = _address(attendee.name, attendee.email)
    address.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": attendee.status, "RSVP": "FALSE"}
    return address


def _described(zone: ZoneInfo, earliest: datetime, latest: datetime) -> icalendar.Timezone:
    """Give the zone's rules from well before a moment until well after another.

    Ours and not the library's: that states the hour after a gap where the standard wants the hour before it.
    """
    first, last = earliest - _DESCRIBED, latest + _DESCRIBED
    described = icalendar.Timezone()
    described.add("tzid", zone.key)
    described.add_component(_observance(first.astimezone(zone), first.astimezone(zone)))
    for before, after in _changes(first, last, zone):
        described.add_component(_observance(before, after))
    return described


def _observance(before: datetime, after: datetime) -> icalendar.Component:
    """Give the rule that begins at ``after``; ``before`` is the same moment as clocks would show it without it."""
    observance: icalendar.Component
    observance = icalendar.TimezoneDaylight() if after.dst() else icalendar.TimezoneStandard()
    observance.add(
        "dtstart", (after.astimezone(UTC) + (before.utcoffset() or timedelta())).replace(tzinfo=None)
    )
    observance.add("tzoffsetfrom", before.utcoffset())
    observance.add("tzoffsetto", after.utcoffset())
    observance.add("tzname", after.tzname() or "")
    return observance


def _changes(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Give each change of the clocks: the moment before it and the moment of it, both in ``zone``."""
    day = first
    while day < last:
        next_day = day + timedelta(days=1)
        low, high = day.astimezone(UTC), next_day.astimezone(UTC)
        if _rules(low, zone) != _rules(high, zone):
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _rules(middle, zone) == _rules(low, zone) else (low, middle)
            yield low.astimezone(zone), high.astimezone(zone)
        day = next_day


def _rules(moment: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()
