"""Meetings of more than two: who runs them, who is invited later, answers, and what is shared."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from meetings import actions, calendar_objects, meeting_owners
from meetings.errors import MeetingError
from meetings.ics_events import entry_for
from meetings.models import AgendaItem, Attendance, Meeting, Resource
from notifications.models import Message
from tests import make
from tests.budget import questions
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(people, propose):
    """A meeting of a community that Maya runs, with Tomás and Ines."""
    return propose(people.maya, people.tomas, people.ines, name="Mentors’ circle", facilitator=people.maya)


def test_a_circle_is_called_by_its_name(circle, people, sign_in, inside):
    page = sign_in(people.tomas).get(f"/riverside/meetings/{circle.pk}/").content.decode()
    assert "<h1>Mentors’ circle</h1>" in page
    assert "Maya Lindqvist runs this meeting." in page
    with inside(people.tomas):
        meeting = Meeting.objects.with_people().get(pk=circle.pk)
        assert entry_for(meeting, people.tomas).summary == "Mentors’ circle"


def test_only_who_runs_a_meeting_moves_cancels_and_notes_who_came(circle, people, inside, sign_in):
    soon = circle.starts_at + timedelta(days=1)
    with inside(people.tomas):
        for forbidden in (
            lambda: actions.reschedule(
                by=people.tomas, meeting=circle, starts_at=soon, minutes=60, zone="Europe/London"
            ),
            lambda: actions.cancel(by=people.tomas, meeting=circle),
            lambda: actions.record_attendance(by=people.tomas, meeting=circle, presence={}),
            lambda: actions.hand_over(by=people.tomas, meeting=circle, to=people.tomas),
            lambda: actions.invite(by=people.tomas, meeting=circle, people=[people.jonas]),
            lambda: actions.excuse(by=people.tomas, meeting=circle, person=people.ines),
        ):
            with pytest.raises(MeetingError, match="Only who runs this meeting"):
                forbidden()
    browser = sign_in(people.tomas)
    page = browser.get(f"/riverside/meetings/{circle.pk}/").content.decode()
    assert "Cancel the meeting" not in page
    assert "Change time or place" not in page
    assert browser.get(f"/riverside/meetings/{circle.pk}/time/").status_code == 302
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=circle)


def test_who_arranged_a_meeting_that_another_runs_moves_it_and_calls_it_off(people, propose, inside, sign_in):
    session = propose(
        people.maya, people.tomas, people.ines, name="Mentors’ circle", facilitator=people.tomas
    )
    later = session.starts_at + timedelta(days=1)
    with inside(people.maya):
        moved = actions.reschedule(
            by=people.maya, meeting=session, starts_at=later, minutes=60, zone="Europe/London"
        )
    assert moved.starts_at == later
    browser = sign_in(people.maya)
    page = browser.get(f"/riverside/meetings/{session.pk}/").content.decode()
    assert page.count("Change time or place") == 1
    assert browser.get(f"/riverside/meetings/{session.pk}/time/").status_code == 200
    assert (
        "Cancel the meeting"
        in browser.get(f"/riverside/meetings/{session.pk}/cancellation/").content.decode()
    )
    browser.post(f"/riverside/meetings/{session.pk}/cancellation/")
    with inside(people.ines):
        assert Meeting.objects.with_people().get(pk=session.pk).is_cancelled


def test_who_arranged_a_meeting_that_another_runs_leaves_it_to_them_once_it_began(people, propose, inside):
    session = propose(
        people.maya, people.tomas, people.ines, name="Mentors’ circle", facilitator=people.tomas
    )
    with inside(people.maya), time_machine.travel(session.starts_at + timedelta(minutes=5), tick=False):
        with pytest.raises(MeetingError, match="begun"):
            actions.cancel(by=people.maya, meeting=session)
        with pytest.raises(MeetingError, match="Only who runs this meeting"):
            actions.record_attendance(by=people.maya, meeting=session, presence={people.ines.pk: "came"})


def test_a_meeting_is_handed_over(circle, people, inside):
    with inside(people.maya):
        with pytest.raises(MeetingError, match="has to be invited"):
            actions.hand_over(by=people.maya, meeting=circle, to=people.jonas)
        actions.hand_over(by=people.maya, meeting=circle, to=people.tomas)
    with inside(people.tomas):
        actions.cancel(by=people.tomas, meeting=circle)


def test_the_right_to_run_a_meeting_cannot_be_taken(circle, people, inside):
    for taker in (people.tomas, people.jonas):
        with inside(taker), pytest.raises(DatabaseError, match="handed on"), transaction.atomic():
            Meeting.objects.filter(pk=circle.pk).update(facilitator=taker)
    with inside(people.jonas), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
        Attendance.objects.create(organisation_id=circle.organisation_id, meeting=circle, member=people.jonas)


def test_who_comes_later_is_invited_and_told(circle, people, inside):
    with inside(people.maya):
        assert actions.invite(by=people.maya, meeting=circle, people=[people.jonas, people.tomas]) == [
            people.jonas
        ]
        told = messages().filter(recipient=people.jonas, subject_id=circle.pk)
        assert {message.kind for message in told} == {"meeting-invitation", "meeting-reminder"}
        actions.excuse(by=people.maya, meeting=circle, person=people.jonas)
        assert not told.filter(state=Message.State.WAITING).exists()
        assert Attendance.objects.filter(meeting=circle).count() == 3
        with pytest.raises(MeetingError, match="run this meeting"):
            actions.excuse(by=people.maya, meeting=circle, person=people.maya)
    with inside(people.tomas):
        waiting = messages().filter(recipient=people.tomas, subject_id=circle.pk)
        assert waiting.filter(state=Message.State.WAITING).count() == 2


def test_perhaps_is_an_answer(circle, people, inside, sign_in):
    browser = sign_in(people.tomas)
    browser.post(f"/riverside/meetings/{circle.pk}/response/", {"response": "maybe", "revision": "0"})
    page = browser.get(f"/riverside/meetings/{circle.pk}/").content.decode()
    assert "You said that you may come." in page
    assert "1 will come, 1 may come, 1 has not answered" in page
    with inside(people.tomas):
        entry = entry_for(Meeting.objects.with_people().get(pk=circle.pk), people.tomas)
        assert [each.status for each in entry.attendees if each.name == "Tomás Okafor"] == ["TENTATIVE"]
        assert b"PARTSTAT=TENTATIVE" in calendar_objects.request(entry)


def test_a_refusal_is_told_to_who_runs_the_meeting(circle, people, inside):
    with inside(people.maya):
        actions.hand_over(by=people.maya, meeting=circle, to=people.ines)
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=circle, response="no")
        declined = messages().filter(kind="meeting-declined")
        assert [message.recipient_id for message in declined] == [people.ines.pk]


def test_what_is_shared_stands_with_who_shared_it(circle, people, inside, sign_in):
    browser = sign_in(people.tomas)
    address = f"/riverside/meetings/{circle.pk}/resources/"
    assert browser.post(address, {"text": "", "link": "javascript:alert(1)"}).status_code == 422
    browser.post(address, {"text": "Questions for a first talk", "link": "https://example.org/q.pdf"})
    page = sign_in(people.maya).get(f"/riverside/meetings/{circle.pk}/").content.decode()
    assert "Questions for a first talk" in page
    assert "from Tomás Okafor" in page
    assert ">example.org</a>" in page
    with inside(people.maya):
        shared = Resource.objects.get()
        with pytest.raises(MeetingError, match="somebody else"):
            actions.edit_resource(by=people.maya, resource=shared, text="mine now")
        assert Resource.objects.update(text="taken") == 0
    with inside(people.jonas):
        assert not Resource.objects.exists()
    with inside(people.tomas):
        actions.remove_resource(by=people.tomas, resource=shared)
        assert not Resource.objects.exists()


def test_an_agenda_item_says_what_it_comes_from(circle, people, inside, sign_in):
    meeting_owners.register_source("survey", "from the survey")
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=circle, text="Start on time", source="survey")
    page = sign_in(people.tomas).get(f"/riverside/meetings/{circle.pk}/").content.decode()
    assert "from the survey" in page
    assert "from Maya Lindqvist" not in page


def test_only_its_writer_brings_an_item_to_people_who_are_new(people, propose, inside):
    before = propose(people.maya, people.tomas, starts_in=timedelta(days=1))
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=before, text="from Maya")
    with inside(people.tomas):
        actions.add_agenda_item(by=people.tomas, meeting=before, text="from Tomás")
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=before)
    larger = propose(people.maya, people.tomas, people.jonas, carry_from=before)
    with inside(people.maya):
        assert not AgendaItem.objects.filter(meeting=larger).exists()
        assert [item.text for item in actions.carry_over(by=people.maya, meeting=larger)] == ["from Maya"]


def test_one_press_notes_everyone_but_those_who_are_said_to_have_missed(people, sign_in, inside):
    meeting = make.meeting([people.maya, people.tomas, people.ines], starts_in=timedelta(hours=-3))
    data = {"everyone": "yes", str(people.tomas.pk): "missed"}
    sign_in(people.maya).post(f"/riverside/meetings/{meeting.pk}/attendance/", data)
    with inside(people.maya):
        noted = {each.member_id: each.presence for each in Attendance.objects.filter(meeting=meeting)}
    assert noted == {people.maya.pk: "came", people.tomas.pk: "missed", people.ines.pk: "came"}
    page = sign_in(people.maya).get(f"/riverside/meetings/{meeting.pk}/").content.decode()
    assert "2 of 3 came" in page


@pytest.mark.parametrize("invited", [3, 30])
def test_the_page_of_a_circle_asks_as_little_for_thirty_as_for_three(invited, people, sign_in, inside):
    others = [make.member(people.maya.organisation, f"Person {number}") for number in range(invited - 1)]
    meeting = make.meeting([people.maya, *others])
    for person in others[:10]:
        with inside(person):
            actions.write_note(by=person, meeting=meeting, text="Noted", is_private=False)
            actions.share_resource(by=person, meeting=meeting, text="Shared")
            actions.add_agenda_item(by=person, meeting=meeting, text="Something")
    browser = sign_in(people.maya)
    with questions() as asked:
        page = browser.get(f"/riverside/meetings/{meeting.pk}/")
    assert page.status_code == 200
    assert len(asked) <= 12, str(asked)
