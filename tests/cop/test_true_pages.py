"""What pages and mails of a community say is true of it: closed, founding, empty, with turns that were swapped."""

import html
import re

import pytest
from django.core import mail

from cop.actions import communities, turns
from cop.errors import PhaseIncompleteError
from cop.models import Community
from notifications import delivery
from tests import make
from tests.cop.sharing import browser, url

pytestmark = pytest.mark.django_db


def page(circle, person, rest=""):
    answer = browser(person).get(url(circle, rest), follow=True)
    assert answer.status_code == 200, rest
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def close(circle):
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)


def post_phase(circle, **more):
    answer = browser(circle.coordinator).post(
        url(circle, "phase/"), {"from": "coordination", "to": "rotating"} | more
    )
    with circle.inside(circle.coordinator):
        return answer, Community.objects.get(pk=circle.community.pk).phase


def test_going_on_to_a_phase_for_which_something_is_missing_asks_once(circle):
    answer, phase = post_phase(circle)
    assert phase == "founding"
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "the familiarisation workshop" in said
    assert "2 more sessions" in said
    answer, phase = post_phase(circle, anyway="yes")
    assert phase == "rotating"
    assert answer.status_code == 302


def test_only_a_coordinator_goes_on_with_something_missing(circle):
    amara = circle.people[0]
    with circle.inside(amara), pytest.raises(PhaseIncompleteError):
        communities.step(community=circle.community, to="rotating", by=amara, anyway=True)


def test_going_back_asks_nothing(circle):
    circle.step("rotating")
    answer, phase = post_phase(circle, to="founding")
    assert (answer.status_code, phase) == (302, "founding")


def test_a_closed_community_says_nothing_of_what_is_still_to_come(circle):
    circle.name(circle.people[0])
    close(circle)
    care = page(circle, circle.coordinator, "coordination/")
    for untrue in ("None yet", "still missing", "asks for", "Begin to rotate", "founding ·"):
        assert untrue not in care
    assert "None was held." in care
    assert "Phase when it closed" in care
    own = page(circle, circle.people[0])
    for untrue in (
        "Nobody is named yet",
        "Who facilitates",
        "next sessions",
        "Find a peer",
        "The coordinator names",
    ):
        assert untrue not in own
    rota = page(circle, circle.people[0], "rota/")
    assert "nobody has a turn to come" in rota
    for untrue in ("Fewest turns first", "Nobody is named", "When you cannot", "until you begin"):
        assert untrue not in rota
    for rest, untrue in {
        "sessions/": "Each session leaves",
        "ideas/": "Put an idea",
        "charter/": "Write a first version",
        "questions/": "Everyone can change",
        "peers/": "Ask somebody else",
        "departure/": "come back. ",
    }.items():
        assert untrue not in page(circle, circle.people[0], rest).replace("You cannot come back", "")
    with circle.inside(circle.people[0]):
        turn = circle.community.turns.get()
    assert "nobody has a turn to come" in page(circle, circle.people[0], f"turns/{turn.pk}/")


def test_leaving_says_whether_one_can_come_back(circle):
    amara = circle.people[0]
    assert "As long as you are in the programme you can come back." in page(circle, amara, "departure/")
    make.enrolment(circle.cohort, amara, "mentee", state="completed")
    assert "You cannot come back by yourself." in page(circle, amara, "departure/")
    close(circle)
    assert "Sessions ahead" not in page(circle, circle.people[1], "departure/")


def test_the_form_of_a_session_says_who_facilitates_it(circle):
    assert "You facilitate it." in page(circle, circle.coordinator, "sessions/new/")
    circle.name(circle.people[0])
    said = page(circle, circle.coordinator, "sessions/new/")
    assert f"{circle.people[0].display_name} facilitates it." in said
    assert "You facilitate it." not in said
    assert "You facilitate it." in page(circle, circle.people[0], "sessions/new/")


def test_the_rota_shows_members_a_turn_that_was_swapped(circle):
    circle.step("rotating")
    first, second, third = circle.coming()
    assert "swapped" not in page(circle, third.member, "rota/")
    with circle.inside(first.member):
        swap = turns.ask_to_swap(turn=first, asked=second.member, by=first.member)
    with circle.inside(second.member):
        turns.answer_swap(swap=swap, takes=True, by=second.member)
    assert page(circle, third.member, "rota/").count("swapped") == 2


def invitation_to(circle, person, **more):
    circle.arrange(circle.coordinator, **more)
    mail.outbox.clear()
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    [sent] = [each for each in mail.outbox if person.email in each.to[0] and "invited" in each.subject]
    return " ".join(sent.body.split())


def test_nobody_has_to_agree_to_a_session_and_the_invitation_says_where_it_is(circle):
    body = invitation_to(circle, circle.people[0], place="Library, room 4")
    assert "Ines Duarte invites you: New lecturers." in body
    assert "proposes" not in body
    assert "Library, room 4" in body


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"link": "https://meet.example.org/x"}, "Online With"),
        ({"place": "Room 4", "link": "https://meet.example.org/x"}, "Online and in Room 4 With"),
        ({}, "(London) With"),
    ],
)
def test_an_invitation_says_how_one_comes(circle, where, said):
    assert said in invitation_to(circle, circle.people[0], **where)


def test_where_everybody_is_away_the_rota_promises_nobody(circle):
    circle.step("rotating")
    for person in circle.people:
        with circle.inside(person):
            day = communities.timezone.localdate()
            turns.be_away(community=circle.community, first_on=day, last_on=None, by=person)
    said = page(circle, circle.people[0], "rota/")
    assert "Nobody takes turns at the moment." in said
    assert "Nobody is named" not in page(circle, circle.people[0])
