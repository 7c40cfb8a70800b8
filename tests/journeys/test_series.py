"""Meetings that repeat, in the browser: arranged, moved and ended as a whole, read back from their calendar objects."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests import make
from tests.meetings.posted import send_due


@pytest.fixture
def pair() -> Any:
    with transaction.atomic():
        organisation = make.organisation("riverside", name="University of Riverside")
        coordinator = make.member(organisation, "Ines Duarte", coordinator=True)
        cohort = make.cohort(make.programme(coordinator))
        tomas, maya = make.member(organisation, "Tomás Okafor"), make.member(organisation, "Maya Lindqvist")
        return make.partnership(cohort, mentor=tomas, mentee=maya), tomas, maya


def posted_to(person: Any) -> list[icalendar.Calendar]:
    """Send what waits; return the calendar objects that reached somebody by it."""
    send_due()
    mine = [each for each in mail.outbox if person.mail_address in each.to[0]]
    return [icalendar.Calendar.from_ical(part.content) for each in mine for part in each.attachments]


def starts(calendar: icalendar.Calendar) -> list[datetime]:
    """Return when a calendar program shows the meetings of an object."""
    found = recurring_ical_events.of(calendar).between(datetime(2026, 1, 1), datetime(2029, 1, 1))  # noqa: DTZ001
    return sorted(each["dtstart"].dt.astimezone(UTC) for each in found)


def test_a_series_is_moved_and_ended_as_one_object_and_everyone_hears_of_it_once(somebody, pair):
    partnership, tomas, maya = pair
    mentor = somebody(signed_in=tomas.user)
    page = mentor.go(f"/riverside/partnerships/{partnership.pk}/meetings/new/")
    first = timezone.localdate() + timedelta(days=7)
    page.locator("[name=date]").fill(first.isoformat())
    page.locator("[name=time]").fill("14:00")
    page.locator("[name=every]").select_option(index=1)
    page.locator("[name=count]").fill("4")
    mentor.submit()
    [invited] = posted_to(maya)
    assert invited["METHOD"] == "REQUEST"
    [begun] = invited.walk("VEVENT")
    assert len(starts(invited)) == 4

    mentee = somebody(width=360, dark=True, signed_in=maya.user)
    mentee.go(re.search(r"/riverside/meetings/\S+", mail.outbox[0].body)[0])
    assert "4 meetings are left." in mentee.page.content()
    series = mentee.page.url.removeprefix(mentee.base)
    mentee.press("I will come to all")

    page = mentor.go(series)
    mentor.follow("Change time or place of all that are left")
    page.locator("[name=time]").fill("16:30")
    mentor.submit()
    [moved] = posted_to(maya)
    [after] = moved.walk("VEVENT")
    assert after["UID"] == begun["UID"]
    assert int(after["SEQUENCE"]) > int(begun["SEQUENCE"])
    assert [each - was for each, was in zip(starts(moved), starts(invited), strict=True)] == [
        timedelta(hours=2, minutes=30)
    ] * 4

    mentor.go(series)
    mentor.follow("End the series")
    mentor.press("End the series")
    [ended] = posted_to(maya)
    assert ended["METHOD"] == "CANCEL"
    [gone] = ended.walk("VEVENT")
    assert gone["UID"] == begun["UID"]
    assert int(gone["SEQUENCE"]) > int(after["SEQUENCE"])
    assert posted_to(maya) == []
