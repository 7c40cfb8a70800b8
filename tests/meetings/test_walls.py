"""Behind the member wall: what attendees write, read from other seats, past every filter of ours."""

import pytest
from django.db import DatabaseError, connection, transaction

from meetings import actions
from meetings.models import Action, AgendaItem, Arrangement, Attendance, Meeting, Note
from organisations import tenancy

pytestmark = pytest.mark.django_db

CONFIDENTIAL = ["meetings_arrangement", "meetings_agendaitem", "meetings_note", "meetings_action"]


@pytest.fixture
def meeting(people, propose, inside):
    """A meeting of Maya and Tomás with one row in each confidential table, and a private note of Maya's."""
    meeting = propose(people.maya, people.tomas, focus="canary", place="canary")
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=meeting, text="canary")
        actions.write_note(by=people.maya, meeting=meeting, text="canary", is_private=False)
        actions.write_note(by=people.maya, meeting=meeting, text="canary in private", is_private=True)
        actions.add_action(by=people.maya, meeting=meeting, owner=people.tomas, text="canary")
    return meeting


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", CONFIDENTIAL)
def test_a_coordinator_and_other_members_read_nothing(table, meeting, people, inside):
    for stranger in (people.ines, people.jonas):
        with inside(stranger):
            assert rows(table) == 0
            assert Meeting.objects.count() == 1
            assert Attendance.objects.count() == 2
    with tenancy.inside(meeting.organisation_id):
        assert rows(table) == 0


@pytest.mark.parametrize("table", CONFIDENTIAL)
def test_attendees_read_what_is_shared(table, meeting, people, inside):
    for person in (people.maya, people.tomas):
        with inside(person):
            assert rows(table) > 0


def test_a_private_note_is_its_authors_alone(meeting, people, inside):
    with inside(people.tomas):
        assert [note.text for note in Note.objects.all()] == ["canary"]
        assert Note.objects.filter(is_private=True).update(text="taken") == 0
    with inside(people.maya):
        assert Note.objects.count() == 2


def test_others_change_and_add_nothing(meeting, people, inside):
    with inside(people.ines):
        for model in (Arrangement, AgendaItem, Note, Action):
            assert model.objects.all().delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AgendaItem.objects.create(
                organisation_id=meeting.organisation_id, meeting=meeting, author=people.ines, text="x"
            )
    with inside(people.tomas), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Note.objects.create(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            author=people.maya,
            text="in her name",
            is_private=True,
        )
