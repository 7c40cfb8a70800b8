"""A series as one calendar object: what a calendar program makes of it is exactly the meetings that stand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import calendar_objects
from meetings.calendar_objects import Attendee, Entry, Repeating
from meetings.series import rule_from

ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Nairobi",
    "America/Santiago",
    "UTC",
]
MINUTES = st.integers(0, 2 * 366 * 24 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))
FIRST = MINUTES.map(lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later)

# What became of one meeting: nothing, called off, moved by so much, or its place is another.
FATES = st.one_of(
    st.just("stands"),
    st.just("stands"),
    st.just("called off"),
    st.integers(-4000, 4000).filter(bool).map(lambda quarters: timedelta(minutes=15 * quarters)),
    st.just("elsewhere"),
)
ME = Attendee("Maya Lindqvist", "maya@example.org")


def entry(starts_at, minutes=60, **fields):
    return Entry(
        **{
            "uid": "0198",
            "sequence": 3,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "zone": "Europe/London",
            "summary": "New lecturers",
            "organiser": ("University of Riverside", "mentoring@example.org"),
            "attendees": [ME],
            "location": "Room 2.14",
            **fields,
        }
    )


def made_of(rule, fates):
    """The entries that stand, by their numbers, after each had its fate."""
    found = {}
    for number, fate in enumerate(fates):
        start = rule.start(number) + (fate if isinstance(fate, timedelta) else timedelta())
        place = "Café" if fate == "elsewhere" else "Room 2.14"
        if fate != "called off":
            found[number] = entry(start, rule.minutes, zone=rule.zone.key, location=place)
    return found


def expanded(content):
    """What a calendar program makes of an object: when each meeting is, and where."""
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    events = recurring_ical_events.of(calendar).between(datetime(2024, 1, 1), datetime(2032, 1, 1))  # noqa: DTZ001
    return sorted(
        (each["dtstart"].dt.astimezone(UTC), each["dtend"].dt.astimezone(UTC), str(each["location"]))
        for each in events
    )


def wanted(meetings):
    return sorted((each.starts_at, each.ends_at, each.location) for each in meetings.values())


@settings(max_examples=300)
@given(
    first=FIRST,
    zone=st.sampled_from(ZONES),
    every=st.integers(1, 4),
    minutes=st.sampled_from([15, 60, 240, 1440]),
    fates=st.lists(FATES, min_size=2, max_size=26),
)
def test_a_calendar_shows_exactly_the_meetings_that_stand(first, zone, every, minutes, fates):
    rule = rule_from(first, ZoneInfo(zone), minutes=minutes, every=every, count=len(fates))
    meetings = made_of(rule, fates)
    if meetings:
        assert expanded(calendar_objects.request(Repeating(rule, meetings))) == wanted(meetings)


@settings(max_examples=200)
@given(
    first=FIRST,
    to=FIRST,
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    every=st.integers(1, 4),
    fates=st.lists(FATES, min_size=2, max_size=12),
    data=st.data(),
)
def test_it_does_so_once_this_and_all_that_follow_were_moved(first, to, zones, every, fates, data):
    zone, there = map(ZoneInfo, zones)
    before = rule_from(first, zone, minutes=60, every=every, count=len(fates))
    meetings = made_of(before, fates)
    number = data.draw(st.integers(0, len(fates) - 1))
    after = before.moved(number, to=to, zone=there, minutes=45)
    for later in [each for each in meetings if each >= number]:
        meetings[later] = entry(after.start(later), 45, zone=there.key)
    if meetings:
        assert expanded(calendar_objects.request(Repeating(after, meetings))) == wanted(meetings)
