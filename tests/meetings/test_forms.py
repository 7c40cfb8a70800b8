"""When and where to meet, as people type it: taken exactly, or refused in plain words beside the field."""
# ruff: noqa: DTZ001  # times on the wall have no zone; that is what is tested

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.forms import ActionForm, MeetingForm, length_in_words
from meetings.models import Arrangement, Meeting
from organisations.models import Member, Organisation
from tests.meetings.conftest import utc

NOW = utc("2026-10-20 10:00")


def member(zone: str = "Europe/London", name: str = "Maya Lindqvist") -> Member:
    return Member(display_name=name, time_zone=zone, organisation=Organisation(time_zone="Europe/London"))


def filled(data=None, *, reader=None, others=(), **more) -> MeetingForm:
    """A form filled in for 24 November, 14:00, an hour, on the reader's clock, unless said otherwise."""
    reader = reader or member()
    usual = {"date": "2026-11-24", "time": "14:00", "minutes": "60", "zone": str(reader.zone)}
    with time_machine.travel(NOW, tick=False):
        form = MeetingForm({**usual, **(data or {})}, reader=reader, others=others, **more)
        form.is_valid()
    return form


def test_a_good_form_gives_what_the_action_takes():
    form = filled({"place": "Room 2.14", "link": "meet.example.org/x", "focus": "Feedback"})
    assert form.errors == {}
    assert form.wanted() == {
        "starts_at": utc("2026-11-24 14:00"),
        "minutes": 60,
        "zone": "Europe/London",
        "place": "Room 2.14",
        "link": "https://meet.example.org/x",
        "focus": "Feedback",
    }


def test_times_are_on_the_clock_that_was_chosen():
    others = [member("Africa/Nairobi", "Tomás Okafor")]
    assert filled(others=others).wanted_start == utc("2026-11-24 14:00")
    assert filled({"zone": "Africa/Nairobi"}, others=others).wanted_start == utc("2026-11-24 11:00")
    assert "zone" in filled({"zone": "Asia/Tokyo"}, others=others).errors


def test_where_all_share_a_zone_it_is_said_and_not_asked():
    form = MeetingForm(reader=member(), others=[member(name="Tomás Okafor")])
    assert form.fields["zone"].widget.is_hidden
    assert "London" in str(form.fields["time"].help_text)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"date": "2027-03-28", "time": "01:30"}, "time", "Choose 02:00 or later"),
        ({"date": "2026-10-25", "time": "01:30"}, "time", "comes twice"),
        ({"date": "2026-10-20", "time": "10:59"}, "time", "in the past"),
        ({"date": "2026-10-19"}, "date", "in the past"),
        ({"date": "2029-01-01"}, "date", "two years"),
        ({"date": "9999-12-31"}, "date", "two years"),
        ({"date": "0001-01-01"}, "date", "two years"),
        ({"date": "2026-02-30"}, "date", ""),
        ({"date": ""}, "date", ""),
        ({"time": "25:00"}, "time", ""),
        ({"minutes": "61"}, "minutes", ""),
        ({"minutes": "-5"}, "minutes", ""),
        ({"zone": "Mars/Olympus"}, "zone", ""),
        ({"link": "javascript:alert(1)"}, "link", "begins with https"),
        ({"link": "ftp://example.org/x"}, "link", "begins with https"),
        ({"link": "https://example.org/" + "x" * 600}, "link", "500"),
        ({"place": "x" * 201}, "place", "200"),
        ({"place": "a\x00b"}, "place", ""),
        ({"focus": "x" * 141}, "focus", "140"),
        ({"revision": "soon"}, "revision", ""),
    ],
)
def test_bad_input_is_refused_beside_its_field(wrong, field, words):
    form = filled(wrong)
    assert list(form.errors) == [field]
    [message] = form.errors[field]
    assert words in message


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": "2026-10-20", "time": "10:30"}, "time"),
        ({"date": "2026-11-24"}, "date"),
        ({"date": "2019-01-01"}, "date"),
        ({"date": "0001-01-01"}, "date"),
    ],
)
def test_a_meeting_that_took_place_lies_behind(wrong, field):
    errors = filled(wrong, past=True).errors
    assert list(errors) == [field]
    assert ("still ahead" in errors[field][0]) == (wrong["date"] == "2026-11-24")
    assert filled({"date": "2026-10-20", "time": "09:30"}, past=True).errors == {}


def test_moving_begins_with_what_is_so():
    was = Meeting(
        starts_at=utc("2026-11-24 11:00"), ends_at=utc("2026-11-24 12:10"), zone="Europe/London", revision=2
    )
    was.arrangement = Arrangement(place="Room 2.14", link="", focus="Feedback")
    form = MeetingForm(reader=member("Africa/Nairobi"), others=[member()], was=was)
    assert form.initial["date"] == date(2026, 11, 24)
    assert form.initial["time"].hour == 14
    assert (form.initial["minutes"], form.initial["revision"]) == (70, 2)
    assert ("70", "1 hour 10 minutes") in form.fields["minutes"].choices


def test_a_meeting_in_the_hour_that_comes_twice_can_be_left_there():
    for at in ("2026-10-25 00:30", "2026-10-25 01:30"):
        was = Meeting(starts_at=utc(at), ends_at=utc(at) + timedelta(hours=1), zone="Africa/Nairobi")
        form = filled({"date": "2026-10-25", "time": "01:30"}, was=was)
        assert form.errors == {}
        assert form.wanted_start == utc(at)


@settings(max_examples=300, deadline=None)
@given(
    wall=st.datetimes(datetime(2026, 10, 21), datetime(2028, 10, 1)).map(
        lambda t: t.replace(second=0, microsecond=0)
    ),
    zone=st.sampled_from(
        [
            "Europe/London",
            "Africa/Nairobi",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca",
        ]
    ),
)
def test_any_time_is_taken_as_the_clock_shows_it_or_refused(wall, zone):
    form = filled({"date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}, reader=member(zone))
    if form.errors:
        assert list(form.errors) == ["time"]
        there = [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)]
        assert there[0] != there[1]
    else:
        assert form.wanted_start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
        assert form.wanted_start.tzinfo is UTC


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.fixed_dictionaries(
        {}, optional={name: st.text(max_size=40) for name in (*MeetingForm.base_fields, "unknown")}
    ),
    past=st.booleans(),
)
def test_anything_at_all_is_answered_without_failing(data, past):
    form = filled(data, past=past)
    assert form.errors or form.wanted()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(15, "15 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (120, "2 hours"), (0, "0 minutes")],
)
def test_lengths_are_said_in_words(minutes, words):
    assert length_in_words(minutes) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"due_on": "9999-01-01"}, "due_on"),
        ({"due_on": "2026-01-01"}, "due_on"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_a_promise_says_what_and_by_whom(wrong, field, people, inside):
    with inside(people.maya):
        data = {"text": "Introduce Maya", "owner": str(people.tomas.pk), "due_on": "", **wrong}
        assert list(ActionForm(data, people=[people.maya, people.tomas]).errors) == [field]


@pytest.mark.django_db
def test_a_promise_is_made_by_someone_who_is_invited(people, inside):
    with inside(people.maya):
        data = {"text": "Introduce Maya", "owner": str(people.jonas.pk)}
        assert list(ActionForm(data, people=[people.maya, people.tomas]).errors) == ["owner"]


@pytest.mark.parametrize("count", ["4", "26"])
def test_a_number_of_meetings_asks_how_often_it_repeats(count):
    form = filled({"count": count, "every": ""})
    assert form.errors == {"every": ["Say how often it repeats."]}


@pytest.mark.parametrize("count", ["1", "27", "-3", "some", "2.5"])
def test_a_number_out_of_range_is_refused_in_plain_words(count):
    form = filled({"count": count, "every": "1"})
    assert form.errors == {"count": ["Choose a whole number from 2 to 26."]}


def test_a_meeting_that_was_is_not_asked_for_what_one_ahead_needs():
    form = MeetingForm(reader=member(), others=[member()], past=True)
    words = form.as_p()
    assert "that is mailed" not in words
    assert "Link to join online" not in words
    assert "in no e-mail" not in words
