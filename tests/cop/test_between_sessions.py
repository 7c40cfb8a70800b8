"""What is so between sessions too: whose turns are given, what was agreed, who closes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import strategies as st

from cop import tasks
from cop.actions import communities, turns
from cop.models import Membership, Turn, TurnOffer
from meetings import actions as meetings
from meetings.models import Meeting
from notifications import kinds
from tests.cop.sharing import browser, url
from tests.post import messages

days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
paces = st.integers(1, 366).map(lambda number: timedelta(days=number))


def keep_going():
    tasks.keep_circles_going()


def told(circle, kind):
    with circle.inside():
        return sorted(messages().filter(kind=kind).values_list("recipient__display_name", flat=True))


def composed(circle, kind, person):
    with circle.inside(person):
        return kinds.get(kind).compose(messages().get(kind=kind, recipient=person))


def test_a_session_whose_facilitator_has_not_said_yes_is_offered_three_days_before(circle):
    circle.step("rotating")
    circle.step("self-managing")
    first, second = circle.coming()[:2]
    session = circle.arrange(second.member, starts_at=timezone.now() + timedelta(days=10))
    keep_going()
    with circle.inside():
        assert not TurnOffer.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        keep_going()
        with circle.inside(second.member):
            turns.step_in(turn=first, by=second.member)
            assert Meeting.objects.get(pk=session.meeting_id).facilitator == second.member


def test_the_next_three_sessions_always_have_somebody(circle):
    """Also between sessions, without anybody doing anything: the sentence of the rota's page."""
    circle.step("rotating")
    session = circle.arrange(circle.coming()[0].member)
    for hours in range(7 * 24 - 30, 7 * 24 + 30, 6):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            keep_going()
            assert len(circle.coming()) >= 3, hours
    with time_machine.travel(session.meeting.ends_at + timedelta(minutes=1)):
        assert len(circle.coming()) == 3
    page = browser(circle.people[0]).get(url(circle, "rota/")).content.decode()
    assert "The next three sessions always have somebody, as long as not everybody is away." in page


def test_an_agreed_swap_stands_whatever_recomputes(circle):
    circle.joined("Priya Raman")
    circle.step("rotating")
    first, second = circle.coming()[:2]
    taker = second.member
    with circle.inside(taker):
        turns.be_away(community=circle.community, first_on=timezone.localdate(), last_on=None, by=taker)
    first = circle.coming()[0]
    asker = first.member
    with circle.inside(asker):
        asked = turns.ask_to_swap(turn=first, asked=taker, by=asker)
    with circle.inside(taker):
        turns.answer_swap(swap=asked, takes=True, by=taker)
    keep_going()
    circle.joined("Lena Kowalczyk")
    with circle.inside(asker):
        communities.leave(community=circle.community, member=asker, by=asker)
    circle.people.remove(asker)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        tasks.keep_circles_going(all_rotas=True)
        assert circle.coming()[0].member == taker


def test_being_away_after_a_swap_gives_the_turn_on(circle):
    circle.joined("Priya Raman")
    circle.step("rotating")
    first, second = circle.coming()[:2]
    with circle.inside(first.member):
        asked = turns.ask_to_swap(turn=first, asked=second.member, by=first.member)
    with circle.inside(second.member):
        turns.answer_swap(swap=asked, takes=True, by=second.member)
        turns.be_away(
            community=circle.community, first_on=timezone.localdate(), last_on=None, by=second.member
        )
    assert second.member not in [turn.member for turn in circle.coming()]


def test_a_newcomer_has_no_turn_before_their_second_session_unless_they_ask(circle):
    circle.step("rotating")
    for _each in circle.people:  # all had one, so that by the count alone it would be the newcomer's
        circle.held(circle.coming()[0].member)
    with circle.inside(circle.people[0]):
        Turn.objects.coming().filter(community=circle.community).delete()
    newcomer = circle.joined("Priya Raman")
    assert circle.coming()[0].member != newcomer
    with circle.inside(newcomer):
        turns.ask_for_turns(community=circle.community, by=newcomer)
        membership = Membership.objects.get(member=newcomer)
        assert turns._ready_from(turns._memberships(circle.community).get(pk=membership.pk)) == 0


def test_a_coordinator_who_ran_the_workshop_is_led_to_close_it(circle):
    session = circle.held(circle.coordinator)
    keep_going()
    keep_going()
    assert told(circle, "community-to-close") == ["Ines Duarte"]
    with circle.inside(circle.coordinator):
        message = messages().get(kind="community-to-close")
        assert kinds.get(message.kind).compose(message) is not None
    client = browser(circle.coordinator)
    link = url(circle, f"sessions/{session.pk}/closing/")
    assert link in client.get(url(circle, "coordination/")).content.decode()
    assert link in client.get(f"/{circle.coordinator.organisation.slug}/").content.decode()
    assert link.endswith(message.link.split("/communities/")[1].rstrip("/") + "/")
    client.post(link, {"came": [str(person.pk) for person in circle.people]})
    assert link not in client.get(url(circle, "coordination/")).content.decode()
    assert link not in client.get(f"/{circle.coordinator.organisation.slug}/").content.decode()
    assert "Say how it was" in browser(circle.people[0]).get(url(circle)).content.decode()


def test_a_session_that_nobody_closes_is_everybodys_to_close_after_a_day(circle):
    amara, jonas = circle.people[:2]
    circle.name(amara)
    session = circle.held(amara)
    with time_machine.travel(session.meeting.ends_at + timedelta(hours=2)):
        keep_going()
        assert told(circle, "community-to-close") == ["Amara Nwosu"]
        assert "Close the session" not in browser(jonas).get(url(circle)).content.decode()
    with time_machine.travel(session.meeting.ends_at + timedelta(hours=25)):
        keep_going()
        keep_going()
        assert len(told(circle, "community-close-for-all")) == 3
        assert "Close the session" in browser(jonas).get(url(circle)).content.decode()
    answer = browser(jonas).post(url(circle, f"sessions/{session.pk}/closing/"), {"came": [str(jonas.pk)]})
    assert answer.status_code == 302
    assert composed(circle, "community-close-for-all", amara) is None


def test_the_database_lets_nobody_close_a_session_they_were_not_at(circle):
    from cop.models import Evaluation

    amara, jonas = circle.people[:2]
    circle.name(amara)
    session = circle.held(amara)
    made = {"organisation_id": session.organisation_id, "session": session, "opened_at": timezone.now()}
    made["closes_at"] = made["opened_at"] + timedelta(days=7)
    for by, presence in ((jonas, "missed"), (jonas, ""), (circle.coordinator, None)):
        if presence is not None:
            with circle.inside(amara):
                meetings.record_attendance(by=amara, meeting=session.meeting, presence={by.pk: presence})
        with circle.inside(by), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            Evaluation.objects.create(by=by, **made)
    with circle.inside(amara):
        meetings.record_attendance(by=amara, meeting=session.meeting, presence={jonas.pk: "came"})
    with circle.inside(jonas):
        Evaluation.objects.create(by=jonas, **made)
