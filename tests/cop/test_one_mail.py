"""When several planned sessions end at once, for all or for one person, each hears of it by one mail."""

from datetime import timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from cop.actions import communities
from notifications import delivery
from programmes.actions import programmes
from programmes.models import Coordination
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(circle):
    """A rotating circle with one session and a series of three ahead, arranged by its coordinator, all told."""
    circle.arrange(circle.coordinator)
    circle.arrange(circle.coordinator, timezone.now() + timedelta(days=14), every=2, count=3)
    circle.step("rotating")
    deliver()
    return circle


def deliver():
    """Deliver all that is due; return what was sent."""
    mail.outbox.clear()
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    return list(mail.outbox)


def to(sent, person):
    return [each for each in sent if person.email in each.to[0]]


def methods(each):
    """Return the methods of the calendar objects that are attached to a mail, and their number of events."""
    whole = message_from_bytes(each.message().as_bytes(), policy=policy.default)
    parts = [part for part in whole.walk() if part.get_content_type() == "text/calendar"]
    found = {}
    for part in parts:
        read = icalendar.Calendar.from_ical(part.get_content())
        for event in read.walk("VEVENT"):
            found[str(event["UID"])] = str(read["METHOD"])
    return sorted(found.values())


def test_closing_a_community_is_one_mail_that_takes_all_that_was_planned_off_the_calendar(planned):
    with planned.inside(planned.coordinator):
        communities.close(community=planned.community, by=planned.coordinator)
    sent = deliver()
    for person in planned.people:
        [each] = to(sent, person)
        assert each.subject == "The community New lecturers has closed"
        assert methods(each) == ["CANCEL", "CANCEL"]
    assert to(sent, planned.coordinator) == []  # who arranged it was sent nothing for their calendar


@pytest.fixture
def left_to_run(circle):
    """A founding circle whose workshop is the coordinator's to run, since whoever was named has left."""
    amara = circle.people[0]
    circle.name(amara)
    circle.arrange(amara)
    with circle.inside(amara):
        communities.leave(community=circle.community, member=amara, by=amara)
    deliver()
    return circle


def test_who_is_no_member_and_was_invited_hears_of_the_closing_too(left_to_run):
    with left_to_run.inside(left_to_run.coordinator):
        communities.close(community=left_to_run.community, by=left_to_run.coordinator)
    [own] = to(deliver(), left_to_run.coordinator)
    assert methods(own) == ["CANCEL"]
    assert "stays for you to read" not in own.body
    assert "/communities/" not in own.body


def test_who_was_sent_no_invitation_is_sent_no_cancellation(planned):
    late = planned.joined("Lena Kowalczyk")
    with planned.inside(planned.coordinator):
        communities.close(community=planned.community, by=planned.coordinator)
    [each] = to(deliver(), late)
    assert each.subject == "The community New lecturers has closed"
    assert methods(each) == []
    assert "off your calendar" not in each.body


def test_closing_where_nothing_is_planned_speaks_of_no_sessions_that_were(circle):
    deliver()
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)
    sent = deliver()
    assert not to(sent, circle.coordinator)
    [each] = to(sent, circle.people[0])
    assert methods(each) == []


def test_leaving_a_community_is_one_mail(planned):
    leaver = planned.people[2]
    with planned.inside(leaver):
        communities.leave(community=planned.community, member=leaver, by=leaver)
    [each] = to(deliver(), leaver)
    assert each.subject == "Not in your calendar any more: sessions of New lecturers"
    assert methods(each) == ["CANCEL", "CANCEL"]


def test_leaving_before_an_invitation_was_sent_is_none(planned):
    late = planned.joined("Lena Kowalczyk")
    with planned.inside(late):
        communities.leave(community=planned.community, member=late, by=late)
    assert to(deliver(), late) == []


def test_coming_back_before_it_was_told_is_no_mail_of_leaving(planned):
    leaver = planned.people[2]
    with planned.inside(leaver):
        communities.leave(community=planned.community, member=leaver, by=leaver)
        communities.join(community=planned.community, by=leaver)
    assert "Not in your calendar" not in " ".join(each.subject for each in to(deliver(), leaver))


def test_taking_office_is_one_mail(planned):
    amara = planned.people[0]
    with planned.inside():
        make.organisations.appoint(member=amara, role="coordinator", by=amara)
    with planned.inside(planned.coordinator):
        programmes.put_in_charge(programme=planned.programme, member=amara, by=planned.coordinator)
    subjects = {each.subject: methods(each) for each in to(deliver(), amara)}
    assert subjects.pop("You are not a member of New lecturers any more") == ["CANCEL", "CANCEL"]
    assert not any(subjects.values())


def test_who_coordinates_no_longer_hears_of_all_sessions_at_once(left_to_run):
    planned = left_to_run
    zoe = make.member(planned.coordinator.organisation, "Zoe Second", coordinator=True)
    with planned.inside(planned.coordinator):
        programmes.put_in_charge(programme=planned.programme, member=zoe, by=planned.coordinator)
    deliver()
    with planned.inside(zoe):
        held = Coordination.objects.get(member=planned.coordinator, programme=planned.programme)
        programmes.relieve(coordination=held, by=zoe)
        told = messages().filter(recipient=planned.coordinator, state="waiting", kind__contains="expected")
        assert told.count() == 1
    sent = [methods(each) for each in to(deliver(), planned.coordinator)]
    assert sorted(sent) == [[], ["CANCEL"]]
