"""A circle never stands still because of one person."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cop import rota, tasks
from cop.actions import evaluations, sessions, turns
from cop.errors import CommunityError
from cop.models import Turn, TurnOffer
from notifications import kinds
from tests.cop.conftest import make_circle
from tests.cop.sharing import browser, url
from tests.post import messages
from tests.worlds import kept

days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
paces = st.integers(1, 366).map(lambda number: timedelta(days=number))


@given(days, st.integers(0, 400), paces)
def test_a_turn_is_offered_before_its_session_is_due_unless_it_came_late(since, later, pace):
    expected = since + timedelta(days=later)
    offered = rota.offered_from(expected_on=expected, since=since, pace=pace)
    assert since <= offered
    assert offered <= max(expected, since + rota.TIME_TO_PREPARE)


@given(days, paces)
def test_whose_turn_it_is_has_half_of_the_time_at_least(since, pace):
    offered = rota.offered_from(expected_on=since + pace, since=since, pace=pace)
    assert pace // 2 <= offered - since <= pace


def test_a_session_is_offered_at_once_when_its_facilitator_cannot_come_and_three_days_before_else():
    day, today = date(2026, 12, 20), date(2026, 12, 1)
    assert rota.session_offered_from(starts_on=day, has_declined=True, today=today) == today
    assert rota.session_offered_from(starts_on=day, has_declined=False, today=today) == date(2026, 12, 17)


def keep_going():
    tasks.keep_circles_going()


def make_late():
    """A rotating community that should meet each half-year, long after its only session.

    All of it lies behind us: the database has a clock of its own, which no test moves.
    """
    began = timezone.now() - timedelta(days=300)
    with time_machine.travel(began):
        circle = make_circle()
        circle.step("rotating")
        circle.held(circle.coming()[0].member)
    circle.began, circle.late = began, began + timedelta(days=180)
    return circle


_once_late, late = kept("late", make_late)


def told(circle, kind):
    with circle.inside():
        return sorted(messages().filter(kind=kind).values_list("recipient__display_name", flat=True))


def home(circle, person):
    return browser(person).get(f"/{circle.coordinator.organisation.slug}/").content.decode()


def composed(circle, kind, person):
    with circle.inside(person):
        return kinds.get(kind).compose(messages().get(kind=kind, recipient=person))


def test_a_turn_that_nobody_prepares_in_time_is_offered_to_all_once(late):
    with time_machine.travel(late.began + timedelta(days=20)):
        keep_going()
        assert told(late, "community-turn-offered") == []
    with time_machine.travel(late.late):
        keep_going()
        keep_going()
        holder = late.coming()[0].member
        others = [person for person in late.people if person != holder]
        assert told(late, "community-turn-offered") == sorted(each.display_name for each in late.people)
        assert "Who takes" in composed(late, "community-turn-offered", others[0]).subject
        assert "open for anyone" in composed(late, "community-turn-offered", holder).subject


@pytest.mark.parametrize("coordinates", [False, True])
def test_an_offered_turn_is_taken_by_any_member_or_the_coordinator(late, coordinates):
    with time_machine.travel(late.late):
        keep_going()
        turn = late.coming()[0]
        taker = late.coordinator if coordinates else late.coming()[2].member
        with late.inside(taker):
            turns.step_in(turn=turn, by=taker)
            assert late_session(late, taker).meeting.facilitator == taker
        keep_going()
        assert late.coming()[0].member == taker
        assert told(late, "community-turn-taken") == [turn.member.display_name]


def late_session(circle, by):
    return sessions.arrange(
        community=circle.community,
        by=by,
        starts_at=timezone.now() + timedelta(days=14),
        minutes=60,
        zone="Europe/London",
    )


def test_a_turn_that_is_not_offered_is_not_taken(late):
    first, second = late.coming()[:2]
    for by in (second.member, late.coordinator):
        with late.inside(by), pytest.raises(CommunityError, match="Somebody prepares"):
            turns.step_in(turn=first, by=by)


def test_who_prepares_an_offered_turn_after_all_keeps_it(late):
    with time_machine.travel(late.late):
        keep_going()
        first, second = late.coming()[:2]
        with late.inside(first.member):
            late_session(late, first.member)
        with late.inside(second.member), pytest.raises(CommunityError, match="Somebody prepares"):
            turns.step_in(turn=first, by=second.member)
        assert composed(late, "community-turn-offered", second.member) is None


def test_the_coordinator_is_alerted_when_nobody_takes_a_turn_and_can_name_somebody(late):
    with time_machine.travel(late.late):
        keep_going()
        with late.inside(late.coordinator):
            message = messages().get(kind="community-turn-not-taken")
            assert message.recipient == late.coordinator
            assert message.due_at > timezone.now() + timedelta(days=2)
        assert "Nobody has taken" not in home(late, late.coordinator)
    with time_machine.travel(late.late + timedelta(days=4)):
        assert "Nobody has taken the next turn in New lecturers" in home(late, late.coordinator)
        assert "name somebody" in " ".join(
            composed(late, "community-turn-not-taken", late.coordinator).context["lines"]
        )
        third = late.coming()[2].member
        with late.inside(late.coordinator):
            turns.name_facilitator(community=late.community, member=third, by=late.coordinator)
        assert "Nobody has taken" not in home(late, late.coordinator)
        assert late.coming()[0].member == third


def test_the_page_and_home_offer_the_turn(late):
    with time_machine.travel(late.late):
        keep_going()
        first, second = late.coming()[:2]
        client = browser(second.member)
        assert "Who takes the next turn in New lecturers?" in home(late, second.member)
        assert "Take the turn" in client.get(url(late)).content.decode()
        assert "Take the turn" not in browser(first.member).get(url(late)).content.decode()
        answer = client.post(url(late, f"rota/{first.pk}/stand-in/"))
        assert answer["Location"].endswith("/sessions/new/")
        assert client.get(answer["Location"]).status_code == 200


def test_who_let_a_turn_pass_is_given_none_until_they_come_again(late):
    with time_machine.travel(late.late):
        keep_going()
        vanished = late.coming()[0].member
        taker = next(person for person in late.people if person != vanished)
        with late.inside(taker):
            turns.step_in(turn=late.coming()[0], by=taker)
            session = late_session(late, taker)
        assert vanished not in [turn.member for turn in late.coming()]
        page = browser(vanished).get(url(late, "rota/")).content.decode()
        assert "Ask for a turn" in page
    with time_machine.travel(session.meeting.ends_at + timedelta(hours=1)):
        with late.inside(taker):
            evaluations.close_session(session=session, by=taker, came={taker.pk, vanished.pk})
        keep_going()
        assert vanished in [turn.member for turn in late.coming()]


def test_the_database_lets_nobody_offer_turns_or_hand_on_those_of_another_community(late):
    first, second = late.coming()[:2]
    stranger = late.enrol("Noor Haddad")
    with late.inside(second.member), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
        TurnOffer.objects.create(organisation_id=first.organisation_id, turn=first, member=first.member)
    with late.inside(stranger):
        assert Turn.objects.filter(pk=first.pk).update(member=stranger) == 0
    with late.inside(second.member):
        assert Turn.objects.filter(pk=first.pk).update(member=first.member) == 1
