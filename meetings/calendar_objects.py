"""Meetings as calendar objects (RFC 5545) and as the messages between calendars (RFC 5546). Pure: no database."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar

from meetings.series import Rule

PRODUCT = "-//Mentoring//Meetings//EN"
ACCEPTED, TENTATIVE, DECLINED, UNANSWERED = "ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"

# How often programs should read a subscribed calendar again.
READ_AGAIN_AFTER = timedelta(hours=1)

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
        status: CONFIRMED, or TENTATIVE while the reader has not said that they come.
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
    status: str = CONFIRMED

    @property
    def details(self) -> tuple[object, ...]:
        """What one meeting of a series may have in common with the others, beside the time."""
        return self.summary, self.status, tuple(self.attendees), self.location, self.url, self.description


@dataclass(frozen=True)
class Repeating:
    """A series as it stands in one reader's calendar: one object, whatever becomes of its single meetings.

    Args:
        rule: when its meetings are.
        meetings: those that stand, by their numbers in the rule; at least one. All have the same uid and sequence.
            What is not as the rule says becomes an exception, and a number that is missing a day on which nothing is.
    """

    rule: Rule
    meetings: Mapping[int, Entry]


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


type Item = Entry | Repeating


def request(item: Item) -> bytes:
    """Return the message that puts a meeting or a series into a calendar, or changes it there."""
    return _message("REQUEST", [item], asked=True)


def cancel(entry: Entry) -> bytes:
    """Return the message that takes a meeting or a whole series off. Its sequence must be higher than the last."""
    return _message("CANCEL", [replace(entry, status=CANCELLED)], asked=True)


def publish(*items: Item) -> bytes:
    """Return meetings or series to keep, without asking for an answer: such objects name no attendees."""
    return _message("PUBLISH", items, asked=False)


def subscription(*items: Item, days: Sequence[Day] = (), name: str, zone: ZoneInfo) -> bytes:
    """Return a calendar that programs read again and again; valid also when there is nothing in it.

    Args:
        name: what programs call it.
        zone: the reader's. It is described also where nothing is written in it: a calendar has to have something.
    """
    calendar = _calendar(items, {zone: [datetime.now(UTC)]})
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    for key in ("refresh-interval", "x-published-ttl"):
        value = icalendar.vDuration(READ_AGAIN_AFTER)
        value.params = icalendar.Parameters({"VALUE": "DURATION"} if key == "refresh-interval" else {})
        calendar.add(key, value, encode=False)
    _fill(calendar, items, asked=False)
    for day in days:
        calendar.add_component(_whole_day(day))
    return bytes(calendar.to_ical())


def _message(method: str, items: Sequence[Item], *, asked: bool) -> bytes:
    calendar = _calendar(items, {})
    calendar.add("method", method)
    _fill(calendar, items, asked=asked)
    return bytes(calendar.to_ical())


def _calendar(items: Sequence[Item], zones: Mapping[ZoneInfo, list[datetime]]) -> icalendar.Calendar:
    """Return a calendar that describes the zones in which items are written, and those given, and holds nothing yet."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for zone, moments in _zones_of(items, zones).items():
        calendar.add_component(_described(zone, min(moments), max(moments)))
    return calendar


def _fill(calendar: icalendar.Calendar, items: Sequence[Item], *, asked: bool) -> None:
    for item in items:
        events = _series(item, asked=asked) if isinstance(item, Repeating) else [_event(item, asked=asked)]
        for event in events:
            calendar.add_component(event)


def _series(series: Repeating, *, asked: bool) -> Iterator[icalendar.Event]:
    """Return what most of the meetings are like as the rule, then each that is not."""
    rule, meetings = series.rule, series.meetings
    regular = [number for number in meetings if _is_regular(rule, number, meetings[number])]
    common = Counter(meetings[number].details for number in sorted(regular or meetings)).most_common(1)[0][0]
    first, last = min(meetings), max(meetings)
    usual = next(entry for _number, entry in sorted(meetings.items()) if entry.details == common)
    main = _event(replace(usual, starts_at=rule.start(first), ends_at=rule.end(first)), asked=asked)
    _at(main, "dtstart", _slot(rule, first))
    _at(main, "dtend", _slot(rule, first, ends=True))
    main.add("rrule", {"freq": "weekly", "interval": rule.every, "count": last - first + 1})
    for number in range(first, last + 1):
        if number not in meetings:
            main.add("exdate", _slot(rule, number))
    yield main
    for number, entry in sorted(meetings.items()):
        if number not in regular or entry.details != common:
            event = _event(entry, asked=asked)
            event.add("recurrence-id", _slot(rule, number))
            yield event


def _is_regular(rule: Rule, number: int, entry: Entry) -> bool:
    """Whether a meeting is when the rule says, and every program reads that in the rule alike.

    Where clocks change while it lasts, or show its time twice, programs do not agree; it is then written out.
    """
    if (entry.starts_at, entry.ends_at) != (rule.start(number), rule.end(number)):
        return False
    start, end = (moment.astimezone(rule.zone) for moment in (entry.starts_at, entry.ends_at))
    return (
        start.replace(tzinfo=None) == rule.wall(number)
        and not _is_twice(start, end)
        and (start.utcoffset() == end.utcoffset())
    )


def _slot(rule: Rule, number: int, *, ends: bool = False) -> datetime:
    """Return when a meeting begins or ends by the rule, on the clocks of its zone."""
    wall = rule.wall(number) + timedelta(minutes=rule.minutes if ends else 0)
    return wall.replace(tzinfo=UTC if rule.zone.key == "UTC" else rule.zone)


def _at(event: icalendar.Event, key: str, moment: datetime) -> None:
    """Put another moment in the place of one that stands already."""
    del event[key]
    event.add(key, moment)


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


def _event(entry: Entry, *, asked: bool) -> icalendar.Event:
    zone = _zone_of(entry)
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("status", entry.status)
    event.add("organizer", _address(*entry.organiser), encode=False)
    for attendee in entry.attendees if asked else ():
        event.add("attendee", _invited(attendee), encode=False)
    for name in ("location", "url", "description"):
        if value := getattr(entry, name):
            event.add(name, value)
    return event


def _zones_of(
    items: Sequence[Item], zones: Mapping[ZoneInfo, list[datetime]]
) -> dict[ZoneInfo, list[datetime]]:
    """Return the zones that items are written in, with the moments in each, together with those given."""
    moments = {zone: list(given) for zone, given in zones.items()}
    for item in items:
        if isinstance(item, Repeating) and item.rule.zone.key != "UTC":
            there = moments.setdefault(item.rule.zone, [])
            there += [item.rule.start(min(item.meetings)), item.rule.start(max(item.meetings))]
        for entry in item.meetings.values() if isinstance(item, Repeating) else [item]:
            if isinstance(zone := _zone_of(entry), ZoneInfo):
                moments.setdefault(zone, []).append(entry.starts_at)
    return moments


def _zone_of(entry: Entry) -> tzinfo:
    """Return the zone to write an entry in: its own, unless that could be read in two ways or is UTC anyway.

    In the hour that comes twice a local time stands for the first, so that the second can only be written in UTC.
    """
    zone = ZoneInfo(entry.zone)
    local = [moment.astimezone(zone) for moment in (entry.starts_at, entry.ends_at)]
    return UTC if _is_twice(*local) or local[0].tzname() == "UTC" else zone


def _is_twice(*local: datetime) -> bool:
    """Whether clocks show one of these times twice."""
    return any(time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset() for time in local)


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
    """Return the zone's rules from well before a moment until well after another.

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
    """Return the rule that begins at ``after``; ``before`` is the same moment as clocks would show it without it."""
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
    """Return each change of the clocks: the moment before it and the moment of it, both in ``zone``."""
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
