"""A community's sessions repeat: one press arranges them, one mail invites, and the rota finds who facilitates each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cop.actions import turns
from cop.models import Session
from cop.phases import ROTATING
from meetings.models import Attendance, Meeting
from tests.cop.sharing import browser
from tests.post import messages

pytestmark = pytest.mark.django_db


def sessions_of(circle):
    with circle.inside(circle.people[0]):
        found = Session.objects.filter(community=circle.community).order_by("meeting__starts_at")
        return list(found.select_related("meeting", "turn__member"))


def test_a_series_has_one_workshop_and_the_named_facilitator_runs_it(circle):
    amara = circle.people[0]
    circle.name(amara)
    circle.arrange(circle.coordinator, every=2, count=4)
    found = sessions_of(circle)
    assert [each.kind for each in found] == ["workshop", "regular", "regular", "regular"]
    assert [each.meeting.facilitator_id for each in found] == [amara.pk, *[circle.coordinator.pk] * 3]
    assert {each.meeting.name for each in found} == {"New lecturers"}


def test_each_coming_turn_takes_a_session_of_the_series(circle):
    circle.step(ROTATING)
    (first, *_others) = circle.coming()
    circle.arrange(first.member, every=1, count=6)
    found = sessions_of(circle)
    turned = [each for each in found if hasattr(each, "turn")]
    assert turned == found[:3]
    assert len({each.turn.member_id for each in turned}) == 3
    assert [each.meeting.facilitator_id for each in turned] == [each.turn.member_id for each in turned]
    assert {each.meeting.facilitator_id for each in found[3:]} == {first.member_id}


def test_the_turns_that_follow_take_the_sessions_that_are_left(circle):
    circle.step(ROTATING)
    (first, *_others) = circle.coming()
    circle.arrange(first.member, every=1, count=6)
    done = sessions_of(circle)[0].meeting
    with circle.inside(first.member):
        done.starts_at, done.ends_at = (at - timedelta(days=8) for at in (done.starts_at, done.ends_at))
        done.save()
        turns.fill(circle.community)
    found = sessions_of(circle)
    assert [hasattr(each, "turn") for each in found] == [True] * 4 + [False] * 2
    assert found[3].meeting.facilitator_id == found[3].turn.member_id


def test_everyone_is_invited_to_a_series_by_one_mail(circle):
    circle.arrange(circle.coordinator, every=1, count=26)
    with circle.inside(circle.people[0]):
        assert Meeting.objects.count() == 26
        assert Attendance.objects.count() == 26 * 4
        sent = messages().filter(kind="meeting-invitation").values_list("recipient", flat=True)
        assert sorted(sent) == sorted(person.pk for person in circle.people)


@pytest.mark.parametrize("count", ["2", "26"])
def test_the_page_arranges_a_series(count, circle):
    coordinator = browser(circle.coordinator)
    address = f"/riverside/communities/{circle.community.pk}/sessions/new/"
    day = timezone.localdate() + timedelta(days=10)
    data = {"date": day.isoformat(), "time": "10:00", "minutes": "60", "zone": "Europe/London"}
    answer = coordinator.post(address, data | {"every": "2", "count": count}, follow=True)
    assert answer.status_code == 200
    assert "invited to all of them" in answer.content.decode()
    assert len(sessions_of(circle)) == int(count)
    assert coordinator.post(address, data | {"every": "2", "count": ""}).status_code == 422


def test_a_refusal_stands_once_on_the_page(circle):
    coordinator = browser(circle.coordinator)
    address = f"/riverside/communities/{circle.community.pk}/sessions/new/"
    day = timezone.localdate() + timedelta(days=10)
    data = {"date": day.isoformat(), "time": "10:00", "minutes": "60", "zone": "Europe/London"}
    coordinator.post(address, data)
    again = coordinator.post(address, data)
    assert again.status_code == 422
    assert again.content.decode().count("You have a meeting with the same people at this time already.") == 1


def test_the_list_of_sessions_begins_with_those_that_are_arranged_the_next_first(circle):
    circle.arrange(circle.coordinator, every=2, count=3)
    member = browser(circle.people[1])
    page = member.get(f"/riverside/communities/{circle.community.pk}/sessions/").content.decode()
    places = [page.index(f"Every two weeks, {number} of 3") for number in (1, 2, 3)]
    assert places == sorted(places)
    assert page.count("Ines Duarte facilitates") == 3
    community = member.get(f"/riverside/communities/{circle.community.pk}/").content.decode()
    assert "2 more sessions are arranged" in community
