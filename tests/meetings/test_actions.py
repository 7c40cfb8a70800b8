"""What people do with meetings: each change once, by the right person, with its line in the audit log."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from meetings import actions
from meetings.errors import MeetingError
from meetings.models import Action, AgendaItem, Attendance, Cancellation, Meeting, Note
from organisations import tenancy
from organisations.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

YES, NO = "yes", "no"


def trail(person: Any) -> list[str]:
    return list(AuditEntry.objects.filter(by=person).order_by("at", "id").values_list("action", flat=True))


def soon(**delta: float) -> datetime:
    return (timezone.now() + timedelta(**delta)).replace(second=0, microsecond=0)


# Times


def test_who_proposes_comes_and_the_others_are_asked(people, propose, inside):
    meeting = propose(
        people.maya, people.tomas, focus="Feedback", place="Room 2.14", link="https://x.example.org/"
    )
    with inside(people.maya):
        answers = dict(Attendance.objects.filter(meeting=meeting).values_list("member", "response"))
        assert answers == {people.maya.pk: YES, people.tomas.pk: ""}
        assert meeting.arrangement.focus == "Feedback"
        assert (meeting.minutes, meeting.revision, meeting.zone) == (60, 0, "Europe/London")
        assert trail(people.maya) == ["meeting.proposed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_in": -timedelta(minutes=1)},
        {"starts_in": timedelta(days=900)},
        {"minutes": 0},
        {"minutes": 1441},
        {"zone": "Mars/Olympus"},
    ],
)
def test_a_meeting_at_no_good_time_is_refused(wrong, people, propose, inside):
    with pytest.raises(MeetingError):
        propose(people.maya, people.tomas, **wrong)
    with inside(people.maya):
        assert not Meeting.objects.exists()


def test_nobody_meets_alone_or_with_another_organisation(people, propose):
    stranger = make.member(make.organisation("elsewhere"), "Mallory Stranger")
    for attendees in ([people.maya], [people.maya, people.maya], [people.maya, stranger]):
        with pytest.raises(MeetingError):
            propose(*attendees)


def test_proposing_the_same_twice_makes_one_meeting(people, propose, inside):
    propose(people.maya, people.tomas)
    with pytest.raises(MeetingError, match="already"):
        propose(people.tomas, people.maya)
    propose(people.maya, people.tomas, people.jonas)
    with inside(people.maya):
        assert Meeting.objects.count() == 2


def test_a_past_meeting_is_logged_as_attended_by_all(people, inside):
    with inside(people.maya):
        meeting = actions.log_past_meeting(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=soon(days=-2),
            minutes=55,
            zone="Europe/London",
        )
        assert set(Attendance.objects.filter(meeting=meeting).values_list("presence", flat=True)) == {"came"}
        for starts_at in (soon(minutes=-30), soon(days=2), soon(days=-3000)):
            with pytest.raises(MeetingError):
                actions.log_past_meeting(
                    by=people.maya,
                    attendees=[people.tomas],
                    starts_at=starts_at,
                    minutes=55,
                    zone="Europe/London",
                )
        assert trail(people.maya) == ["meeting.logged"]


def move(by: Any, meeting: Meeting, **wanted: Any) -> Meeting:
    return actions.reschedule(
        by=by,
        meeting=meeting,
        **{"starts_at": soon(days=5), "minutes": 60, "zone": "Europe/London", **wanted},
    )


def test_a_new_time_asks_everyone_else_again(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.tomas):
        moved = move(people.tomas, meeting, minutes=45, zone="Africa/Nairobi")
        assert (moved.revision, moved.minutes, moved.zone) == (1, 45, "Africa/Nairobi")
        answers = dict(Attendance.objects.filter(meeting=meeting).values_list("member", "response"))
        assert answers == {people.maya.pk: "", people.tomas.pk: YES}


def test_a_new_place_keeps_the_answers_and_a_new_focus_is_no_change_to_calendars(people, propose, inside):
    meeting = propose(people.maya, people.tomas, place="Room 1")
    same = {"starts_at": meeting.starts_at, "minutes": 60}
    with inside(people.maya):
        assert move(people.maya, meeting, **same, focus="Something else").revision == 0
        assert move(people.maya, meeting, **same, place="Room 2").revision == 1
        assert move(people.maya, meeting, **same, place="Room 2", zone="Africa/Nairobi").revision == 1
        assert Attendance.objects.get(meeting=meeting, member=people.maya).response == YES
        assert trail(people.maya) == ["meeting.proposed", "meeting.changed", "meeting.changed"]


def test_who_looked_at_an_older_time_is_told_so(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        move(people.maya, meeting)
    with inside(people.tomas):
        with pytest.raises(MeetingError, match="meanwhile"):
            move(people.tomas, meeting, revision=0)
        with pytest.raises(MeetingError, match="meanwhile"):
            actions.respond(by=people.tomas, meeting=meeting, response=YES, revision=0)
        actions.respond(by=people.tomas, meeting=meeting, response=YES, revision=1)


def test_an_answer_can_be_changed_until_it_begins(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.tomas):
        for answer in (YES, YES, NO):
            actions.respond(by=people.tomas, meeting=meeting, response=answer)
        assert Attendance.objects.get(meeting=meeting, member=people.tomas).response == NO
        assert trail(people.tomas) == ["meeting.answered"] * 2
        with pytest.raises(MeetingError):
            actions.respond(by=people.tomas, meeting=meeting, response="perhaps")
        with time_machine.travel(meeting.starts_at), pytest.raises(MeetingError, match="begun"):
            actions.respond(by=people.tomas, meeting=meeting, response=YES)


def test_a_cancelled_meeting_stays_as_it_was(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.tomas):
        actions.cancel(by=people.tomas, meeting=meeting)
        changes = [
            lambda: actions.cancel(by=people.tomas, meeting=meeting),
            lambda: move(people.tomas, meeting),
            lambda: actions.respond(by=people.tomas, meeting=meeting, response=YES),
            lambda: actions.add_agenda_item(by=people.tomas, meeting=meeting, text="x"),
            lambda: actions.write_note(by=people.tomas, meeting=meeting, text="x", is_private=True),
            lambda: actions.add_action(by=people.tomas, meeting=meeting, owner=people.tomas, text="x"),
            lambda: actions.record_attendance(by=people.tomas, meeting=meeting, presence={}),
            lambda: actions.carry_over(by=people.tomas, meeting=meeting),
        ]
        for change in changes:
            with pytest.raises(MeetingError, match="cancelled"):
                change()
        assert Cancellation.objects.get().by == people.tomas
        assert Meeting.objects.get().revision == 1


def test_a_meeting_that_began_cannot_be_moved_or_cancelled(people, inside):
    meeting = make.meeting([people.maya, people.tomas], starts_in=-timedelta(minutes=1))
    with inside(people.maya):
        for change in (
            lambda: actions.cancel(by=people.maya, meeting=meeting),
            lambda: move(people.maya, meeting),
        ):
            with pytest.raises(MeetingError, match="begun"):
                change()


def test_who_came_is_noted_once_it_began_and_can_be_mended(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        with pytest.raises(MeetingError, match="not begun"):
            actions.record_attendance(by=people.maya, meeting=meeting, presence={people.maya.pk: "came"})
        with time_machine.travel(meeting.starts_at):
            both = {people.maya.pk: "came", people.tomas.pk: "missed"}
            for presence in (both, both, {people.tomas.pk: "came"}):
                actions.record_attendance(by=people.maya, meeting=meeting, presence=presence)
            for wrong in ({people.jonas.pk: "came"}, {people.maya.pk: "slept"}):
                with pytest.raises(MeetingError):
                    actions.record_attendance(by=people.maya, meeting=meeting, presence=wrong)
        found = Attendance.objects.filter(meeting=meeting)
        assert set(found.values_list("presence", "presence_by")) == {("came", people.maya.pk)}
        assert trail(people.maya)[1:] == ["meeting.attendance"] * 2


# Only those invited


def test_nobody_else_can_act(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        item = actions.add_agenda_item(by=people.maya, meeting=meeting, text="mine")
        note = actions.write_note(by=people.maya, meeting=meeting, text="mine", is_private=False)
        action = actions.add_action(by=people.maya, meeting=meeting, owner=people.tomas, text="his")
    stranger = people.jonas
    changes = [
        lambda: move(stranger, meeting),
        lambda: actions.cancel(by=stranger, meeting=meeting),
        lambda: actions.respond(by=stranger, meeting=meeting, response=YES),
        lambda: actions.record_attendance(by=stranger, meeting=meeting, presence={}),
        lambda: actions.add_agenda_item(by=stranger, meeting=meeting, text="x"),
        lambda: actions.edit_agenda_item(by=stranger, item=item, text="x"),
        lambda: actions.remove_agenda_item(by=stranger, item=item),
        lambda: actions.tick_agenda_item(by=stranger, item=item, done=True),
        lambda: actions.carry_over(by=stranger, meeting=meeting),
        lambda: actions.write_note(by=stranger, meeting=meeting, text="x", is_private=False),
        lambda: actions.edit_note(by=stranger, note=note, text="x"),
        lambda: actions.remove_note(by=stranger, note=note),
        lambda: actions.add_action(by=stranger, meeting=meeting, owner=stranger, text="x"),
        lambda: actions.edit_action(by=stranger, action=action, owner=stranger, text="x", due_on=None),
        lambda: actions.remove_action(by=stranger, action=action),
        lambda: actions.finish_action(by=stranger, action=action),
        lambda: actions.reopen_action(by=stranger, action=action),
        lambda: actions.schedule(
            by=stranger,
            attendees=[people.maya],
            starts_at=soon(days=9),
            minutes=30,
            zone="UTC",
            carry_from=meeting,
        ),
    ]
    with inside(stranger):
        for change in changes:
            with pytest.raises(MeetingError):
                change()
        assert trail(stranger) == []


def test_only_the_author_changes_what_they_wrote(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        item = actions.add_agenda_item(by=people.maya, meeting=meeting, text="mine")
        note = actions.write_note(by=people.maya, meeting=meeting, text="mine", is_private=False)
    with inside(people.tomas):
        for change in (
            lambda: actions.edit_agenda_item(by=people.tomas, item=item, text="his"),
            lambda: actions.remove_agenda_item(by=people.tomas, item=item),
            lambda: actions.edit_note(by=people.tomas, note=note, text="his"),
            lambda: actions.remove_note(by=people.tomas, note=note),
        ):
            with pytest.raises(MeetingError):
                change()
    with inside(people.maya):
        assert actions.edit_agenda_item(by=people.maya, item=item, text=" other ").text == "other"
        assert actions.edit_note(by=people.maya, note=note, text="other").text == "other"
        actions.remove_agenda_item(by=people.maya, item=item)
        actions.remove_note(by=people.maya, note=note)
        for again in (
            lambda: actions.remove_agenda_item(by=people.maya, item=item),
            lambda: actions.edit_note(by=people.maya, note=note, text="x"),
        ):
            with pytest.raises(MeetingError):
                again()
        assert not AgendaItem.objects.exists()
        assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 301])
def test_empty_and_endless_words_are_refused(text, people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        for change in (
            lambda: actions.add_agenda_item(by=people.maya, meeting=meeting, text=text),
            lambda: actions.add_action(by=people.maya, meeting=meeting, owner=people.maya, text=text),
            lambda: actions.write_note(by=people.maya, meeting=meeting, text=text * 100, is_private=True),
        ):
            with pytest.raises(MeetingError):
                change()


def test_agenda_items_stand_in_the_order_they_came(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    for person, text in ((people.maya, "first"), (people.tomas, "second"), (people.maya, "third")):
        with inside(person):
            actions.add_agenda_item(by=person, meeting=meeting, text=text)
    with inside(people.tomas):
        assert [item.text for item in meeting.agenda.all()] == ["first", "second", "third"]


# Promises


def test_a_promise_is_kept_once_and_can_be_opened_again(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        action = actions.add_action(
            by=people.maya, meeting=meeting, owner=people.tomas, text="Introduce me", due_on=date(2027, 1, 5)
        )
    with inside(people.tomas):
        first = actions.finish_action(by=people.tomas, action=action).done_at
        assert actions.finish_action(by=people.tomas, action=action).done_at == first
        assert not actions.reopen_action(by=people.tomas, action=action).is_done
        actions.reopen_action(by=people.tomas, action=action)
        assert trail(people.tomas) == ["action.finished", "action.reopened"]


def test_a_promise_is_changed_by_its_owner_and_its_writer_alone(people, propose, inside):
    meeting = propose(people.maya, people.tomas, people.jonas)
    with inside(people.maya):
        action = actions.add_action(by=people.maya, meeting=meeting, owner=people.tomas, text="Introduce me")
    with inside(people.jonas):
        with pytest.raises(MeetingError, match="Only the owner of an action"):
            actions.edit_action(by=people.jonas, action=action, owner=people.jonas, text="x", due_on=None)
        with pytest.raises(MeetingError, match="Only the owner of an action"):
            actions.remove_action(by=people.jonas, action=action)
    with inside(people.tomas):
        changed = actions.edit_action(
            by=people.tomas, action=action, owner=people.jonas, text="Introduce Maya", due_on=None
        )
        assert (changed.owner, changed.text) == (people.jonas, "Introduce Maya")
        with pytest.raises(MeetingError, match="invited"):
            actions.edit_action(by=people.maya, action=action, owner=people.ines, text="x", due_on=None)
    with inside(people.jonas):
        actions.remove_action(by=people.jonas, action=action)
        assert not Action.objects.exists()


def test_a_promise_is_made_by_someone_invited(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya), pytest.raises(MeetingError, match="invited"):
        actions.add_action(by=people.maya, meeting=meeting, owner=people.jonas, text="x")


# Two at once


def at_once(*changes: Any) -> list[str]:
    """Run changes in threads of their own, all at the same time; return each one's outcome."""
    outcomes: list[str] = [""] * len(changes)
    ready = threading.Barrier(len(changes))

    def run(index: int, person: Any, change: Any) -> None:
        try:
            ready.wait()
            with tenancy.inside(person.organisation_id, person.pk):
                change()
            outcomes[index] = "done"
        except MeetingError as error:
            outcomes[index] = str(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(index, person, change))
        for index, (person, change) in enumerate(changes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_both_cancelling_at_once_cancels_once(people, propose):
    meeting = propose(people.maya, people.tomas)
    outcomes = at_once(
        *(
            (person, lambda person=person: actions.cancel(by=person, meeting=meeting))
            for person in (people.maya, people.tomas)
        )
    )
    assert sorted(outcomes) == ["This meeting was cancelled.", "done"]


@pytest.mark.django_db(transaction=True)
def test_both_moving_at_once_moves_once(people, propose):
    meeting = propose(people.maya, people.tomas)
    outcomes = at_once(
        (people.maya, lambda: move(people.maya, meeting, starts_at=soon(days=4), revision=0)),
        (people.tomas, lambda: move(people.tomas, meeting, starts_at=soon(days=6), revision=0)),
    )
    assert outcomes.count("done") == 1


@pytest.mark.django_db(transaction=True)
def test_both_proposing_the_same_at_once_makes_one_meeting(people, propose, inside):
    starts_at = soon(days=7)
    outcomes = at_once(
        *(
            (
                person,
                lambda person=person: actions.schedule(
                    by=person,
                    attendees=[people.maya, people.tomas],
                    starts_at=starts_at,
                    minutes=30,
                    zone="UTC",
                ),
            )
            for person in (people.maya, people.tomas)
        )
    )
    assert outcomes.count("done") == 1
    with inside(people.maya):
        assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_taking_over_at_once_takes_over_once(people, propose, inside):
    past = make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=2))
    following = propose(people.maya, people.tomas, carry_from=past)
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=past, text="left")
    at_once(
        *(
            (person, lambda person=person: actions.carry_over(by=person, meeting=following))
            for person in (people.maya, people.tomas)
        )
    )
    with inside(people.maya):
        assert AgendaItem.objects.filter(meeting=following).count() == 1


@pytest.mark.django_db(transaction=True)
def test_items_added_at_once_have_places_of_their_own(people, propose, inside):
    meeting = propose(people.maya, people.tomas)
    at_once(
        *(
            (person, lambda person=person: actions.add_agenda_item(by=person, meeting=meeting, text="x"))
            for person in (people.maya, people.tomas)
        )
    )
    with inside(people.maya):
        assert sorted(meeting.agenda.values_list("position", flat=True)) == [0, 1]
