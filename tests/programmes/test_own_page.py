"""A participant's own page of a programme, and the list that leads to it."""

import pytest
from django.utils.formats import date_format

from programmes import actions
from tests import make
from tests.budget import questions
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db

_once_where, where = kept("where", people.place)


def read(member, rest=""):
    answer = people.browser(member).get(people.url(member, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_participant_finds_their_programmes_from_the_rail(where):
    maya = where.person("Maya Lindqvist", "mentee").member
    home = people.browser(maya).get("/riverside/").content.decode()
    assert 'href="/riverside/programmes/"' in home
    listed = read(maya)
    assert "You take part" in listed
    assert "New colleagues" in listed
    assert "New programme" not in listed


def test_who_is_in_no_programme_reads_what_will_come_and_is_not_led_there(where):
    noor = make.member(where.organisation, "Noor Haddad")
    assert "You are in no programme" in read(noor)
    assert 'href="/riverside/programmes/"' not in people.browser(noor).get("/riverside/").content.decode()


def test_ones_own_page_says_what_it_is_when_who_coordinates_and_what_comes_next(where):
    enrolment = where.person("Maya Lindqvist", "mentee", grade="Officer")
    page = read(enrolment.member, f"enrolments/{enrolment.pk}/")
    assert where.programme.purpose[:40] in page
    assert date_format(where.cohort.ends_on, "Y") in page
    assert "Ines Duarte" in page
    assert "What comes next for you" in page
    assert "Officer" in page
    assert "Read by the person themselves and by the coordinators of this programme" in page


def test_a_proposal_that_waits_is_what_comes_next_until_it_is_answered(where):
    mentor, mentee = where.person("Tomás Okafor", "mentor"), where.person("Maya Lindqvist", "mentee")
    with where.inside():
        proposal = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    address = f"enrolments/{mentee.pk}/"
    assert f"/programmes/proposals/{proposal.pk}/" in read(mentee.member, address)
    people.browser(mentee.member).post(
        people.url(mentee.member, f"proposals/{proposal.pk}/answer/"), {"answer": "yes"}
    )
    assert f"/programmes/proposals/{proposal.pk}/" not in read(mentee.member, address)


def test_a_coordinator_reads_no_advice_that_is_meant_for_the_person(where):
    enrolment = where.person("Maya Lindqvist", "mentee")
    assert "What comes next for you" not in read(where.ines, f"enrolments/{enrolment.pk}/")


def test_the_page_costs_what_a_page_may(where):
    enrolment = where.person("Maya Lindqvist", "mentee")
    client = people.browser(enrolment.member)
    with questions() as asked:
        client.get(people.url(enrolment.member, f"enrolments/{enrolment.pk}/"))
    assert len(asked) <= 12
