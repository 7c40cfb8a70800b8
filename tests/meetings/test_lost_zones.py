"""A time zone that the lists do not have any more breaks no page, no mail, no calendar and no task."""

import icalendar
import pytest
import recurring_ical_events
import time_machine

from meetings import actions, calendar_objects, ics_feed
from meetings.ics_events import object_for
from meetings.models import Meeting, Series
from organisations import tenancy
from organisations.models import Member, Organisation
from tests.meetings.conftest import utc
from tests.meetings.posted import send_due, to

pytestmark = pytest.mark.django_db
GONE = "Europe/Atlantis"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(utc("2026-11-21 10:00"), tick=False):
        yield


@pytest.fixture
def meetings(people, propose, inside):
    """A meeting and a series of Maya and Tomás, agreed in a zone that is gone since."""
    single = propose(people.maya, people.tomas, starts_at=utc("2026-11-23 14:00"))
    with inside(people.maya):
        series = actions.schedule_series(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=utc("2026-11-24 14:00"),
            minutes=60,
            zone="Africa/Nairobi",
            every=1,
            count=3,
        )
        Meeting.objects.update(zone=GONE)
        Series.objects.update(zone=GONE)
    return [single, *series]


@pytest.mark.parametrize("who", ["nobody", "reader", "both", "organisation too"])
def test_every_page_mail_and_calendar_works(who, meetings, people, inside, sign_in, client):
    with tenancy.inside(people.maya.organisation_id):
        if who != "nobody":
            Member.objects.filter(pk=people.maya.pk).update(time_zone=GONE)
        if who in ("both", "organisation too"):
            Member.objects.filter(pk=people.tomas.pk).update(time_zone=GONE)
        if who == "organisation too":
            Organisation.objects.update(time_zone=GONE)
    with inside(people.maya):
        ics_feed.make_address(by=people.maya)
        address = "/" + ics_feed.address_of(people.maya).split("/", 3)[3]
    browser, single, series = sign_in(people.maya), meetings[0], meetings[1]
    pages = [
        "/riverside/",
        "/riverside/meetings/",
        f"/riverside/meetings/{single.pk}/",
        f"/riverside/meetings/{single.pk}/time/",
        f"/riverside/meetings/{single.pk}/cancellation/",
        f"/riverside/meetings/{single.pk}/calendar.ics",
        f"/riverside/meetings/{series.pk}/",
        f"/riverside/meetings/{series.pk}/calendar.ics",
        f"/riverside/meetings/series/{series.series_id}/",
        "/riverside/me/",
        address,
    ]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
    found = icalendar.Calendar.from_ical(answer.content)
    assert not found.errors
    starts = [each["dtstart"].dt for each in found.walk("VEVENT") if "rrule" not in each]
    assert utc("2026-11-23 14:00") in starts
    words = browser.get(pages[2]).content.decode()
    assert f"It was agreed in the time zone {GONE}, which is not known any more" in words
    assert ("Your time zone is not in the lists" in words) == (who != "nobody")
    data = {"date": "2026-11-25", "time": "10:00", "minutes": "60", "revision": "0"}
    zone = {"nobody": "Europe/London", "organisation too": "UTC"}.get(who, "Europe/London")
    assert browser.post(pages[3], data | {"zone": zone}).status_code == 302
    sent = send_due()
    assert to(people.tomas) in sent
    assert set(send_due(utc("2026-11-24 10:00"))) == {to(people.maya), to(people.tomas)}


def test_a_series_is_when_its_rows_say_whatever_became_of_its_zone(meetings, people, inside):
    with inside(people.tomas):
        series = Meeting.objects.with_people().get(pk=meetings[1].pk)
        content = calendar_objects.request(object_for(series, people.tomas))
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between("20260101", "20280101")
    assert sorted(each["dtstart"].dt for each in events) == [each.starts_at for each in meetings[1:]]
