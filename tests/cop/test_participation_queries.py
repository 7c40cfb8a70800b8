from datetime import timedelta

import pytest
from django.utils import timezone

from cop import participation
from cop.actions import communities, threads
from cop.models import Community, Post
from cop.queries.participation import get_participation
from meetings import actions as meetings
from tests import make
from tests.cop.sharing import browser, url


def came(circle, session, *people):
    facilitator = session.meeting.facilitator
    with circle.inside(facilitator):
        presence = {person.pk: "came" for person in people}
        meetings.record_attendance(by=facilitator, meeting=session.meeting, presence=presence)


def look(circle, person):
    with circle.inside(person):
        return get_participation(sized(circle.community), person)


def sized(community):
    return Community.objects.with_size().get(pk=community.pk)


def grown(circle, size):
    """Have so many people in the community."""
    for number in range(len(circle.people), size):
        circle.joined(f"Person{number} Number")


def shared(circle, author):
    """Have somebody come away from the edge."""
    with circle.inside(author):
        return [
            threads.begin(
                community=circle.community, kind="advice", title=f"Question {number}", body="How?", by=author
            )
            for number in range(2)
        ]


def test_everybody_begins_at_the_edge(circle):
    found = look(circle, circle.people[0])
    assert (found.own, found.came_from) == (participation.EDGE, participation.EDGE)
    assert "You are at the edge" in found.words


def test_coming_and_facilitating_leads_inwards(circle):
    circle.step("rotating")
    first = circle.coming()[0].member
    for hours in (0, 2, 4):
        session = circle.held(
            circle.coming()[0].member, starts_at=timezone.now() + timedelta(days=7, hours=hours)
        )
        came(circle, session, first)
    found = look(circle, first)
    assert (found.own, found.came_from) == (participation.CENTRE, participation.EDGE)
    assert "Half a year ago you were at the edge" in found.words


def test_the_sum_tells_others_apart_from_nobody(circle):
    grown(circle, 7)
    circle.step("rotating")
    session = circle.held(circle.coming()[0].member)
    came(circle, session, *circle.people[:3])
    for person in circle.people:
        assert sum(look(circle, person).others) == 6


def test_who_left_is_not_counted(circle):
    grown(circle, 7)
    shared(circle, circle.people[2])
    leaver, stays = circle.people[:2]
    assert look(circle, stays).others == (0, 1, 5)
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    assert look(circle, stays).others == (0, 1, 4)


def test_nobody_sees_anothers_place(circle):
    """Neither in a small circle, nor where all others are in one ring."""
    grown(circle, 5)
    author, other, *_rest = circle.people
    shared(circle, author)
    few = look(circle, other)
    assert few.others == (0, 0, 0)
    assert "1 on the way" not in few.words
    assert "as long as that would tell" in few.words
    grown(circle, 6)
    assert look(circle, other).others == (0, 1, 4)
    assert "0 at the centre, 1 on the way, 5 at the edge." in look(circle, other).words
    assert look(circle, author).others == (0, 0, 0)  # all but the author are at the edge


def test_mentoring_counts_while_it_goes_on(circle):
    mentee = circle.people[0]
    with circle.inside(circle.coordinator):
        both = communities.found(
            programme=circle.programme,
            name="All",
            audience="both",
            joining="automatic",
            by=circle.coordinator,
        )
    mentor = circle.enrol("Tomás Okafor", "mentor")
    with circle.inside(mentor):
        communities.join(community=both, by=mentor)
    make.partnership(
        circle.cohort, mentor=mentor, mentee=mentee, began_at=timezone.now() - timedelta(weeks=30)
    )
    with circle.inside(mentor):
        assert get_participation(sized(both), mentor).own == participation.MIDDLE


def test_sharing_and_answering_count_until_they_are_removed(circle):
    grown(circle, 6)
    author, other = circle.people[:2]
    begun = shared(circle, author)
    assert look(circle, author).own == participation.MIDDLE
    assert look(circle, other).others == (0, 1, 4)
    with circle.inside(author):
        threads.remove(post=Post.objects.get(thread=begun[0]), by=author)
    assert look(circle, author).own == participation.EDGE


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_rings_ask_the_same_number_of_questions_for_any_size(circle, count, django_assert_num_queries):
    for number in range(count):
        circle.joined(f"Person{number} Number")
    person = circle.people[0]
    with circle.inside(person):
        community = sized(circle.community)
        with django_assert_num_queries(1):
            get_participation(community, person)


def test_who_came_to_each_session_of_a_circle_that_meets_twice_a_year_is_at_the_centre(circle):
    session = circle.held(circle.coordinator)
    earlier = circle.held(circle.coordinator, starts_at=timezone.now() + timedelta(days=9))
    with circle.inside(circle.coordinator):
        earlier.meeting.starts_at -= timedelta(days=182)
        earlier.meeting.ends_at -= timedelta(days=182)
        earlier.meeting.save()
    for each in (earlier, session):
        came(circle, each, circle.people[0])
    assert look(circle, circle.people[0]).own == participation.CENTRE


def test_the_rings_are_not_shown_while_founding(circle):
    client = browser(circle.people[0])
    assert "From the edge to the centre" not in client.get(url(circle)).content.decode()
    circle.step("rotating")
    assert "From the edge to the centre" in client.get(url(circle)).content.decode()
