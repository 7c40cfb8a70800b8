"""Who came, where two say different things: both stand, neither counts, and what was written still shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from meetings import actions, wording
from meetings.models import Attendance, Meeting
from notifications import delivery
from notifications.models import Message
from partnerships.models import took_place
from tests import make
from tests.forms import forms_of
from tests.post import messages

pytestmark = pytest.mark.django_db

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
CAME, MISSED = "came", "missed"


@pytest.fixture
def meeting(people: Any) -> Meeting:
    return make.meeting([people.tomas, people.maya], starts_in=timedelta(days=-2))


@pytest.fixture
def say(inside: Any, meeting: Meeting) -> Any:
    def note(by: Any, of: Any, presence: str) -> Attendance:
        with inside(by):
            actions.record_attendance(by=by, meeting=meeting, presence={of.pk: presence})
            return Attendance.objects.get(meeting=meeting, member=of)

    return note


def told(inside: Any, people: Any, kind: str) -> list[str]:
    with inside(people.maya):
        found = messages().filter(kind=kind, state__in=Message.UNTOLD)
        return list(found.values_list("recipient__display_name", flat=True))


@pytest.mark.parametrize("first", ["noted", "own"])
def test_two_who_differ_stand_beside_one_another_and_neither_counts(
    people: Any, say: Any, first: str, inside: Any, meeting: Meeting
) -> None:
    words = [(people.tomas, MISSED), (people.maya, CAME)]
    for by, presence in words if first == "noted" else words[::-1]:
        attendance = say(by, people.maya, presence)
    assert (attendance.own_presence, attendance.noted_presence) == (CAME, MISSED)
    assert (attendance.presence, attendance.presence_by_id) == ("", people.tomas.pk)
    assert attendance.is_disputed
    with inside(people.maya):
        assert Meeting.objects.filter(took_place(), pk=meeting.pk).exists()  # as where nothing is noted
        assert wording.presences(Meeting.objects.with_people().get(pk=meeting.pk)) == "0 of 2 came"


@pytest.mark.parametrize("gives_in", ["tomas", "maya"])
def test_once_both_say_the_same_it_counts_again(people: Any, say: Any, gives_in: str) -> None:
    say(people.tomas, people.maya, MISSED)
    say(people.maya, people.maya, CAME)
    presence = CAME if gives_in == "tomas" else MISSED
    attendance = say(getattr(people, gives_in), people.maya, presence)
    assert (attendance.presence, attendance.is_disputed) == (presence, False)


def test_who_is_noted_as_absent_is_told_and_who_noted_it_hears_otherwise(
    people: Any, say: Any, inside: Any
) -> None:
    say(people.tomas, people.maya, MISSED)
    assert told(inside, people, "meeting-absent") == ["Maya Lindqvist"]
    assert told(inside, people, "meeting-otherwise") == []
    say(people.maya, people.maya, CAME)
    assert told(inside, people, "meeting-otherwise") == ["Tomás Okafor"]


@time_machine.travel(NOON, tick=False)
def test_the_mails_say_who_noted_what(people: Any, say: Any, mailoutbox: Any) -> None:
    say(people.tomas, people.maya, MISSED)
    deliver()
    assert people.maya.email in mailoutbox[-1].to[0]
    assert "Tomás Okafor noted that you did not come" in mailoutbox[-1].subject
    say(people.maya, people.maya, CAME)
    deliver()
    assert people.tomas.email in mailoutbox[-1].to[0]
    assert "Maya Lindqvist says otherwise" in mailoutbox[-1].subject
    assert len(mailoutbox) == 2


def deliver() -> None:
    for due in delivery.claim_due():
        delivery.deliver(*due)


def test_the_page_shows_both_and_what_was_written(
    people: Any, say: Any, inside: Any, meeting: Meeting, sign_in: Any
) -> None:
    with inside(people.tomas):
        actions.write_note(by=people.tomas, meeting=meeting, text="We planned the lesson", is_private=False)
    say(people.tomas, people.maya, MISSED)
    url, maya = f"/riverside/meetings/{meeting.pk}/", sign_in(people.maya)
    assert "Tomás Okafor noted that you did not come." in maya.get(url).text
    (form,) = [
        form for form in forms_of(maya, url) if form.action.endswith("/attendance/") and len(form.values) == 3
    ]
    assert form.values[str(people.maya.pk)] == [CAME]  # its first button says otherwise
    form.send(maya)
    for person in (people.maya, people.tomas):
        page = sign_in(person).get(url).text
        assert "Maya Lindqvist says: came" in page
        assert "Tomás Okafor says: did not come" in page
        assert "We planned the lesson" in page


def test_noting_again_what_stands_there_tells_nobody(people: Any, say: Any, inside: Any) -> None:
    say(people.tomas, people.maya, CAME)
    say(people.tomas, people.maya, CAME)
    say(people.maya, people.maya, CAME)
    assert told(inside, people, "meeting-absent") == told(inside, people, "meeting-otherwise") == []


@pytest.mark.parametrize(
    ("by", "of", "word"), [("tomas", "maya", "own_presence"), ("maya", "maya", "noted_presence")]
)
def test_the_database_lets_nobody_say_anothers_word(
    people: Any, meeting: Meeting, inside: Any, by: str, of: str, word: str
) -> None:
    with inside(getattr(people, by)), pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.filter(meeting=meeting, member=getattr(people, of)).update(**{word: CAME})
