"""What a community has done is told as far as its next phase needs it, and to nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cop import phases
from cop.actions import communities
from meetings import actions as meetings
from tests import make


def told(circle, person):
    """What the function with the owner's rights gives somebody in plain SQL."""
    with circle.inside(person), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cop_history(%s)", [circle.community.pk])
        return cursor.fetchall()


def say(circle, session, *people):
    for person in people:
        with circle.inside(person):
            meetings.add_agenda_item(meeting=session.meeting, text="A word", by=person)


def test_only_members_and_coordinators_are_told_what_a_community_has_done(circle):
    stranger = make.member(circle.coordinator.organisation, "Ada L", coordinator=True)
    make.programme(stranger, "Another")
    assert (
        told(circle, circle.people[0])
        == told(circle, circle.coordinator)
        == told(circle, None)
        == [(0, 0, False)]
    )
    assert told(circle, stranger) == []
    leaver = circle.people[1]
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    assert told(circle, leaver) == []


@pytest.mark.parametrize(
    ("voices", "seen"), [(0, 0), (1, 0), (2, 0), (3, phases.VOICES_IN_AN_AGENDA), (4, 3)]
)
def test_of_an_agenda_is_told_that_several_set_it_and_never_how_many(circle, voices, seen):
    circle.joined("Samuel Mensah")
    session = circle.arrange(circle.coordinator)
    say(circle, session, *circle.people[:voices])
    with circle.inside(circle.coordinator):
        session.meeting.starts_at = timezone.now() - timedelta(days=1)
        session.meeting.ends_at = session.meeting.starts_at + timedelta(hours=1)
        session.meeting.save()
    assert told(circle, circle.coordinator)[0][0] == seen


def test_of_a_charter_is_told_that_it_is_written_and_never_how_often(circle):
    author = circle.people[0]
    for version in range(3):
        with circle.inside(author):
            communities.write_charter(
                community=circle.community, based_on=version, purpose=f"Learn {version}", ways="", by=author
            )
    assert told(circle, circle.coordinator)[0][1] == 1
