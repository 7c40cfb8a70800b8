"""Meetings noted after they took place: corrected or taken back by who noted them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions, meeting_owners
from meetings.errors import MeetingError
from meetings.models import Meeting
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(people, inside):
    with inside(people.maya):
        return actions.log_past_meeting(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=(timezone.now() - timedelta(days=9)).replace(second=0, microsecond=0),
            minutes=60,
            zone="Europe/London",
        )


def moved(meeting: Meeting, **by: float) -> dict[str, object]:
    return {"starts_at": meeting.starts_at + timedelta(**by), "minutes": 30, "zone": "Europe/London"}


def test_who_noted_it_corrects_it_and_nobody_is_told(noted, people, inside):
    with inside(people.maya):
        corrected = actions.correct_log(
            by=people.maya, meeting=noted, focus="Starting", **moved(noted, days=-1)
        )
        assert corrected.starts_at == noted.starts_at - timedelta(days=1)
        assert corrected.minutes == 30
        assert Meeting.objects.get().arrangement.focus == "Starting"
        assert not messages().exists()


def test_only_who_noted_it_and_only_what_was_noted(noted, people, inside, propose, sign_in):
    with inside(people.tomas):
        with pytest.raises(MeetingError, match="Only who logged"):
            actions.correct_log(by=people.tomas, meeting=noted, **moved(noted, days=-1))
        with pytest.raises(MeetingError, match="Only who logged"):
            actions.withdraw_log(by=people.tomas, meeting=noted)
    arranged = propose(people.maya, people.tomas)
    with inside(people.maya), pytest.raises(MeetingError, match="Only who logged"):
        actions.withdraw_log(by=people.maya, meeting=arranged)
    assert sign_in(people.tomas).get(f"/riverside/meetings/{noted.pk}/record/").status_code == 404
    assert sign_in(people.maya).get(f"/riverside/meetings/{arranged.pk}/record/").status_code == 404


def test_it_stays_in_the_past(noted, people, inside):
    with inside(people.maya), pytest.raises(MeetingError, match="not over yet"):
        actions.correct_log(by=people.maya, meeting=noted, **moved(noted, days=10))


def test_what_is_taken_back_does_not_stand_any_more(noted, people, sign_in, inside):
    browser = sign_in(people.maya)
    assert "Withdraw" in browser.get(f"/riverside/meetings/{noted.pk}/record/").content.decode()
    browser.post(f"/riverside/meetings/{noted.pk}/record/removal/")
    with inside(people.maya):
        assert not Meeting.objects.standing().exists()
    page = sign_in(people.tomas).get(f"/riverside/meetings/{noted.pk}/").content.decode()
    assert "logged this meeting and withdrew it" in page


def test_nothing_lies_before_its_host_began(noted, people, inside, monkeypatch):
    began = noted.starts_at - timedelta(days=1)
    host = meeting_owners.Host(label="Us", url="/", began_at=began)
    monkeypatch.setattr(meeting_owners, "_finders", {})
    meeting_owners.register(lambda meeting, member: host, lambda meeting, member: False)
    with inside(people.maya):
        with pytest.raises(MeetingError, match="began on"):
            actions.correct_log(by=people.maya, meeting=noted, **moved(noted, days=-2))
        actions.correct_log(by=people.maya, meeting=noted, **moved(noted, days=-1))
