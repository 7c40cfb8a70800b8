"""Calendar objects, read back with the library and by the letter of the standard."""
# ruff: noqa: DTZ001  # times on the wall have no zone; that is what is tested

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import calendar_objects
from meetings.calendar_objects import ACCEPTED, DECLINED, UNANSWERED, Attendee, Entry

# Zones that keep whole minutes; the others are oddities of the list that no person lives in.
ZONES = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"}))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2036, 12, 31)).map(
    lambda time: time.replace(second=0, microsecond=0, tzinfo=UTC)
)


def entry(**fields):
    starts_at = fields.pop("starts_at", datetime(2026, 11, 24, 14, tzinfo=UTC))
    return Entry(
        **{
            "uid": "0198",
            "sequence": 3,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "zone": "Europe/London",
            "summary": "Meeting with Tomás Okafor",
            "organiser": ("University of Riverside", "mentoring@example.org"),
            "attendees": [
                Attendee("Maya Lindqvist", "maya@example.org", ACCEPTED),
                Attendee("Tomás Okafor", "tomas@example.org", UNANSWERED),
                Attendee('Wei "Z"; Zhang,\r\nPhD', "wei@example.org", DECLINED),
            ],
            **fields,
        }
    )


def read(content: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    found = icalendar.Calendar.from_ical(content)
    [event] = found.walk("VEVENT")
    assert not found.errors
    assert not event.errors
    return found, event


def described_offset(zone: icalendar.Timezone, wall: datetime) -> timedelta:
    """Read a zone's description by the letter: the rule whose onset is the last not after a wall time."""
    onsets = [
        (rule["dtstart"].dt, rule["tzoffsetto"].td)
        for rule in zone.subcomponents
        if rule["dtstart"].dt <= wall
    ]
    return max(onsets)[1]


def test_a_request_says_when_who_and_what_they_answered():
    calendar, event = read(
        calendar_objects.request(entry(location="Room; 2,14", url="https://meet.example.org/x"))
    )
    assert calendar["method"] == "REQUEST"
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert (event["uid"], event["sequence"], event["status"]) == ("0198", 3, "CONFIRMED")
    assert event["dtstart"].dt == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
    assert event["dtstamp"].dt.tzinfo is not None
    assert event["location"] == "Room; 2,14"
    assert event["url"] == "https://meet.example.org/x"
    assert event["organizer"] == "mailto:mentoring@example.org"
    assert [(each, each.params["PARTSTAT"]) for each in event["attendee"]] == [
        ("mailto:maya@example.org", "ACCEPTED"),
        ("mailto:tomas@example.org", "NEEDS-ACTION"),
        ("mailto:wei@example.org", "DECLINED"),
    ]
    assert {each.params["RSVP"] for each in event["attendee"]} == {"FALSE"}


def test_a_cancellation_names_the_same_entry_and_its_attendees():
    calendar, event = read(calendar_objects.cancel(entry(sequence=4)))
    assert calendar["method"] == "CANCEL"
    assert (event["uid"], event["sequence"], event["status"]) == ("0198", 4, "CANCELLED")
    assert len(event["attendee"]) == 3


def test_what_is_published_asks_nobody():
    calendar, event = read(calendar_objects.publish(entry()))
    assert calendar["method"] == "PUBLISH"
    assert "attendee" not in event
    assert "organizer" in event


@pytest.mark.parametrize(
    "method", [calendar_objects.request, calendar_objects.cancel, calendar_objects.publish]
)
def test_lines_end_and_fold_as_the_standard_says(method):
    content = method(entry(description="Ä" * 400))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_name_with_line_breaks_cannot_add_a_property():
    content = calendar_objects.request(
        entry(summary="A\r\nATTACH:x", organiser=("B\r\nATTACH:y", "b@example.org"))
    )
    assert b"\r\nATTACH" not in content


def test_utc_needs_no_description():
    calendar, event = read(calendar_objects.request(entry(zone="UTC")))
    assert not calendar.walk("VTIMEZONE")
    assert event.to_ical().count(b"DTSTART:20261124T140000Z") == 1


def test_the_description_turns_the_clocks_when_they_turn():
    calendar, _event = read(calendar_objects.request(entry()))
    [zone] = calendar.walk("VTIMEZONE")
    rules = [
        (rule.name, rule["dtstart"].dt, rule["tzoffsetfrom"].td, rule["tzoffsetto"].td)
        for rule in zone.subcomponents
    ]
    hour, none = timedelta(hours=1), timedelta()
    assert ("DAYLIGHT", datetime(2027, 3, 28, 1), none, hour) in rules
    assert ("STANDARD", datetime(2026, 10, 25, 2), hour, none) in rules


@settings(max_examples=200, deadline=None)
@given(at=MOMENTS, name=ZONES, minutes=st.integers(5, 24 * 60))
def test_every_entry_carries_its_moments_in_every_zone(at, name, minutes):
    until = at + timedelta(minutes=minutes)
    calendar, event = read(calendar_objects.request(entry(starts_at=at, ends_at=until, zone=name)))
    for key, wanted in (("dtstart", at), ("dtend", until)):
        assert event[key].dt.astimezone(UTC) == wanted
        for zone in calendar.walk("VTIMEZONE"):
            wall = event[key].dt.replace(tzinfo=None)
            assert wall - described_offset(zone, wall) == wanted.replace(tzinfo=None)


@pytest.mark.parametrize("hour", [0, 1])
def test_the_hour_that_comes_twice_is_written_in_utc(hour):
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)  # 01:30 in London, twice
    calendar, event = read(calendar_objects.request(entry(starts_at=at)))
    assert not calendar.walk("VTIMEZONE")
    assert event["dtstart"].dt == at
