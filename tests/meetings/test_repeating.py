"""A series is arranged at once; a calendar reads it at a private address; each says how useful a meeting was."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from meetings import actions, ics_feed
from meetings.errors import MeetingError
from meetings.models import Attendance, CalendarFeed, Meeting, Usefulness
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def six(people, inside):
    """Maya and Tomás meet every four weeks, six times, on Maya's clock."""
    with inside(people.maya):
        return actions.schedule_series(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=(timezone.now() + timedelta(days=3))
            .astimezone(LONDON)
            .replace(hour=10, minute=0, second=0, microsecond=0),
            minutes=60,
            zone="Europe/London",
            every=4,
            count=6,
        )


def test_a_series_stands_at_the_same_time_on_the_wall_in_one_line(six, people, inside):
    with inside(people.tomas):
        found = list(Meeting.objects.visible_to(people.tomas).order_by("starts_at"))
    assert len(found) == 6
    assert {each.starts_at.astimezone(LONDON).time().isoformat() for each in found} == {"10:00:00"}
    assert len({each.line for each in found}) == 1
    assert len({each.series_id for each in found}) == 1


def test_people_are_invited_to_a_series_once(six, people, inside):
    with inside(people.tomas):
        kinds = messages().filter(recipient=people.tomas).values_list("kind", flat=True)
        assert sorted(kinds).count("meeting-invitation") == 1
        assert sorted(kinds).count("meeting-reminder") == 6


def test_one_answer_can_stand_for_those_that_follow(six, people, inside, sign_in):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[3], response="no")
    page = sign_in(people.tomas).get(f"/riverside/meetings/{six[1].pk}/").content.decode()
    assert "Answer the same for the 4 that follow" in page
    data = {"response": "yes", "revision": "0", "following": "yes"}
    sign_in(people.tomas).post(f"/riverside/meetings/{six[1].pk}/response/", data)
    with inside(people.tomas):
        said = Attendance.objects.filter(member=people.tomas).order_by("meeting__starts_at")
        assert [each.response for each in said] == ["", "yes", "yes", "no", "yes", "yes"]


def test_the_rest_of_a_series_can_be_cancelled(six, people, inside, sign_in):
    browser, address = sign_in(people.maya), f"/riverside/meetings/{six[2].pk}/cancellation/"
    assert "Cancel it and the 3 that follow" in browser.get(address).content.decode()
    browser.post(address, {"following": "yes"})
    with inside(people.maya):
        assert list(Meeting.objects.standing().order_by("starts_at")) == six[:2]


@pytest.mark.parametrize(("every", "count"), [(0, 3), (5, 3), (1, 1), (1, 27), (4, 0)])
def test_a_series_has_its_bounds(every, count, people, inside):
    with inside(people.maya), pytest.raises(MeetingError):
        actions.schedule_series(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=timezone.now() + timedelta(days=1),
            minutes=60,
            zone="Europe/London",
            every=every,
            count=count,
        )
    with inside(people.maya):
        assert not Meeting.objects.exists()


def test_a_calendar_reads_ones_own_meetings_at_a_private_address(
    six, people, inside, sign_in, client, propose
):
    other = propose(people.ines, people.jonas, starts_in=timedelta(days=8))
    browser = sign_in(people.tomas)
    assert "Make a private address" in browser.get("/riverside/meetings/").content.decode()
    browser.post("/riverside/meetings/calendar/")
    with inside(people.tomas):
        address = ics_feed.address_of(people.tomas)
    assert address in browser.get("/riverside/meetings/").content.decode()
    path = "/" + address.split("/", 3)[3]
    calendar = client.get(path)
    assert calendar["Content-Type"].startswith("text/calendar")
    text = calendar.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY;COUNT=6;INTERVAL=4" in text
    assert str(other.pk) not in text
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[0], following=True)
    assert client.get(path).content.decode().count("BEGIN:VEVENT") == 0
    browser.post("/riverside/meetings/calendar/")
    assert client.get(path).status_code == 404
    browser.post("/riverside/meetings/calendar/removal/")
    with inside(people.tomas):
        assert ics_feed.address_of(people.tomas) == ""


def test_the_private_address_is_ones_own(people, inside):
    with inside(people.tomas):
        ics_feed.make_address(by=people.tomas)
    with inside(people.maya):
        assert not CalendarFeed.objects.exists()


def test_how_useful_it_was_is_said_with_one_tap_and_read_by_oneself(people, inside, sign_in):
    meeting = make.meeting([people.maya, people.tomas], starts_in=timedelta(hours=-3))
    browser, address = sign_in(people.maya), f"/riverside/meetings/{meeting.pk}/"
    for value in ("1", "3", "9", "x"):
        browser.post(f"{address}usefulness/", {"value": value})
    assert 'value="3" aria-pressed="true"' in browser.get(address).content.decode()
    assert 'aria-pressed="true"' not in sign_in(people.tomas).get(address).content.decode()
    with inside(people.maya):
        assert Usefulness.objects.get().value == 3
    for reader in (people.tomas, people.ines):
        with inside(reader), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM meetings_usefulness")
            assert cursor.fetchone() == (0,)
