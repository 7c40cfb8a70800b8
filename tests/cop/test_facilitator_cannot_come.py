"""Whoever facilitates a session says that they cannot come: who hears of it, and what the pages say and offer."""

import html
import re

import pytest
from django.core import mail

from cop.actions import turns
from cop.models import Community
from meetings import actions as meetings
from meetings.models import Attendance
from notifications import delivery
from tests.cop.sharing import browser, url
from tests.cop.test_true_pages import page
from tests.post import messages

pytestmark = pytest.mark.django_db


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def deliver():
    mail.outbox.clear()
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    return list(mail.outbox)


@pytest.fixture
def declined(circle):
    """Amara facilitates the next session and cannot come; Jonas had said so before."""
    amara, jonas, _wei = circle.people
    circle.turn = circle.name(amara)
    circle.session = circle.arrange(amara)
    circle.step(Community.Phase.ROTATING)
    deliver()
    for person in (jonas, amara):
        with circle.inside(person):
            meetings.respond(by=person, meeting=circle.session.meeting, response="no")
    return circle


def meeting_page(circle, person):
    path = f"/{circle.coordinator.organisation.slug}/meetings/{circle.session.meeting_id}/"
    return text_of(browser(person).get(path))


def test_only_who_may_come_hears_that_the_facilitator_cannot(declined):
    amara, jonas, wei = declined.people
    with declined.inside(amara):
        told = messages().filter(kind="meeting-declined").exclude(recipient=amara)
        assert {each.recipient for each in told} == {wei}
    assert jonas not in {each.recipient for each in told}


def test_the_mail_says_who_is_missing_and_offers_only_what_its_reader_can_do(declined):
    amara, _jonas, wei = declined.people
    sent = {each.to[0]: " ".join(each.body.split()) for each in deliver() if "cannot come" in each.subject}
    body = next(text for address, text in sent.items() if wei.email in address)
    assert "Amara Nwosu, who was to run this meeting, cannot come" in body
    assert "Somebody else can run it." in body
    assert "move it to another time" not in body
    to_amara = next(text for address, text in sent.items() if amara.email in address)
    assert "Jonas Aydin cannot come to this meeting" in to_amara
    assert "move it to another time" in to_amara


def test_the_page_of_the_session_says_what_each_can_do(declined):
    amara, _jonas, wei = declined.people
    own = meeting_page(declined, amara)
    assert "You facilitate this session and cannot come." in own
    assert "Ask somebody to swap" in own
    assert "Nothing waits for you here" not in own
    assert "Amara Nwosu facilitates this session and cannot come. Any member can take the turn." in (
        meeting_page(declined, wei)
    )


def test_the_page_of_the_community_does_not_say_both_that_somebody_and_that_nobody_facilitates(declined):
    wei = declined.people[2]
    said = page(declined, wei)
    assert "Amara Nwosu cannot come to the session on" in said
    assert "has nobody who looks after it" not in said
    assert "Amara Nwosu facilitates" not in said


def test_who_takes_the_turn_comes(declined):
    _amara, jonas, wei = declined.people
    for person in (jonas, wei):  # also who had said that they cannot
        with declined.inside(declined.people[0]):
            mine = Attendance.objects.filter(meeting=declined.session.meeting_id)
        with declined.inside(person):
            turns.step_in(turn=declined.turn, by=person)
            assert mine.get(member=person).response == "yes"
            meetings.respond(by=person, meeting=declined.session.meeting, response="no")


def test_who_takes_a_turn_in_a_swap_comes(declined):
    amara, _jonas, wei = declined.people
    with declined.inside(amara):
        swap = turns.ask_to_swap(turn=declined.turn, asked=wei, by=amara)
    answer = browser(wei).post(url(declined, f"swaps/{swap.pk}/answer/"), {"answer": "yes"})
    assert answer.status_code == 302
    with declined.inside(wei):
        assert Attendance.objects.get(meeting=declined.session.meeting_id, member=wei).response == "yes"
