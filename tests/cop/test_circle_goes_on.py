"""A simulation: a circle goes on without one of its facilitators."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import strategies as st

from cop import tasks
from cop.actions import evaluations, sessions, turns
from cop.models import Session, Turn, TurnOffer
from tests.cop.conftest import make_circle

days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
paces = st.integers(1, 366).map(lambda number: timedelta(days=number))


def keep_going():
    tasks.keep_circles_going()


@pytest.mark.parametrize("place", [0, 2])
def test_over_sixteen_sessions_a_circle_goes_on_without_a_facilitator_who_vanishes(db, place):
    """By what members alone can do: they take offered turns, find times, and close. The coordinator does nothing."""
    begun, day, closed = timezone.now() - timedelta(days=1200), 0, set()
    with time_machine.travel(begun):
        circle = make_circle()
        circle.joined("Priya Raman")
        circle.step("rotating")
        vanished = circle.coming()[place].member
    here = [person for person in circle.people if person != vanished]
    while len(closed) < 16:
        day += 3
        assert day < 1190, "it stood still"
        with time_machine.travel(begun + timedelta(days=day)):
            keep_going()
            assert len(circle.coming()) >= 3
            for session in over(circle, closed):
                evaluations_of(circle, session, here)
                closed.add(session.pk)
            act(circle, here)
    assert day < 16 * 40 + 190  # the pace is kept: about a month, once they have begun
    with circle.inside(here[0]):
        taken = list(
            Turn.objects.taken(begun + timedelta(days=day))
            .filter(community=circle.community)
            .values_list("member_id", flat=True)
        )
    assert vanished.pk not in taken
    counts = [taken.count(person.pk) for person in here]
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == 16


def over(circle, closed):
    with circle.inside(circle.people[0]):
        held = Session.objects.held().filter(community=circle.community).exclude(pk__in=closed)
        return list(held.select_related("meeting", "community"))


def evaluations_of(circle, session, here):
    """Whoever is first of those who were there closes it."""
    with circle.inside(here[-1]):
        evaluations.close_session(session=session, by=here[-1], came={person.pk for person in here})


def act(circle, here):
    """Whose turn it is finds a time, and an offered one is taken by who had the fewest; who vanished does nothing."""
    turn = next((each for each in circle.coming() if each.session_id is None), None)
    assert turn is not None
    with circle.inside(here[0]):
        ahead = Session.objects.upcoming().filter(community=circle.community).exists()
        offered = TurnOffer.objects.standing().filter(turn=turn).exists()
        done = list(
            Turn.objects.taken().filter(community=circle.community).values_list("member_id", flat=True)
        )
    if ahead:
        return
    by = turn.member
    if by not in here:
        if not offered:
            return
        by = min(here, key=lambda person: done.count(person.pk))
        with circle.inside(by):
            turns.step_in(turn=turn, by=by)
    with circle.inside(by):
        late_session_soon(circle, by)


def late_session_soon(circle, by):
    sessions.arrange(
        community=circle.community,
        by=by,
        starts_at=timezone.now() + timedelta(days=21),
        minutes=60,
        zone="Europe/London",
    )
