from datetime import timedelta

import pytest
from django.utils import timezone

from cop import participation, ways
from cop.actions import communities, threads
from cop.models import Community, Post
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
        return ways.ways(sized(circle.community), person)


def sized(community):
    return Community.objects.with_size().get(pk=community.pk)


def test_everybody_begins_at_the_edge(circle):
    found = look(circle, circle.people[0])
    assert (found.others, found.own, found.came_from) == ((0, 0, 2), participation.EDGE, participation.EDGE)
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
    circle.step("rotating")
    session = circle.held(circle.coming()[0].member)
    came(circle, session, *circle.people)
    for person in circle.people:
        assert sum(look(circle, person).others) == 2


def test_who_left_is_not_counted(circle):

    leaver, stays = circle.people[:2]
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    assert sum(look(circle, stays).others) == 1


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
        assert ways.ways(sized(both), mentor).own == participation.MIDDLE


def test_sharing_and_answering_count_until_they_are_removed(circle):
    author, other = circle.people[:2]
    with circle.inside(author):
        begun = [
            threads.begin(
                community=circle.community, kind="advice", title=f"Question {number}", body="How?", by=author
            )
            for number in range(2)
        ]
    assert look(circle, author).own == participation.MIDDLE
    assert look(circle, other).others == (0, 1, 1)
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
            ways.ways(community, person)


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
