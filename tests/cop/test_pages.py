from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cop.actions import turns
from cop.models import Community, Membership, Swap, Turn
from tests.budget import questions


def client_of(person):
    client = Client()
    client.force_login(person.user)
    return client


def address(circle, page=""):
    return f"/riverside/communities/{circle.community.pk}/{page}"


def shown(circle, person, page=""):
    answer = client_of(person).get(address(circle, page))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_is_mine_open_to_me_and_looked_after(circle):
    newcomer = circle.enrol("Noor Haddad")
    assert "Open to you" in client_of(newcomer).get("/riverside/communities/").content.decode()
    assert "Yours" in client_of(circle.people[0]).get("/riverside/communities/").content.decode()
    assert "You look after" in client_of(circle.coordinator).get("/riverside/communities/").content.decode()


def test_joining_and_leaving_in_the_browser(circle):
    newcomer = circle.enrol("Noor Haddad")
    client = client_of(newcomer)
    assert client.post(address(circle, "membership/")).url == address(circle)
    assert client.get(address(circle)).status_code == 200
    client.post(address(circle, "departure/"))
    assert client.get(address(circle)).status_code == 404


def test_the_page_says_who_facilitates_and_what_is_missing(circle):
    circle.name(circle.people[1])
    page = shown(circle, circle.people[0])
    assert "Jonas Aydin" in page
    assert "the familiarisation workshop" in page


def test_arranging_the_workshop_invites_everyone(circle):
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    data = {"date": day, "time": "14:00", "minutes": "90", "zone": "Europe/London", "place": "Garden Room"}
    data["link"] = "https://meet.example.org/new"
    answer = client_of(circle.coordinator).post(address(circle, "sessions/new/"), data)
    assert answer.status_code == 302
    page = shown(circle, circle.people[0])
    assert "Familiarisation workshop" in page
    assert "online and in Garden Room" in page


def test_arranging_with_wrong_input_says_so(circle):
    answer = client_of(circle.coordinator).post(address(circle, "sessions/new/"), {"date": "never"})
    assert answer.status_code == 422


def test_a_swap_is_asked_and_answered_in_the_browser(circle):
    circle.step("rotating")
    mine, theirs = circle.coming()[:2]
    client_of(mine.member).post(address(circle, f"rota/{mine.pk}/swaps/"), {"member": theirs.member_id})
    with circle.inside(mine.member):
        swap = Swap.objects.get()
    assert "asks you to take a turn" in shown(circle, theirs.member)
    client_of(theirs.member).post(address(circle, f"swaps/{swap.pk}/answer/"), {"answer": "yes"})
    assert circle.coming()[0].member == theirs.member


def test_a_swap_is_shown_to_the_two_alone(circle):
    circle.step("rotating")
    mine, theirs, third = circle.coming()
    with circle.inside(mine.member):
        turns.ask_to_swap(turn=mine, asked=theirs.member, by=mine.member)
    assert "I’ll take it" not in shown(circle, third.member, "rota/")
    assert "I’ll take it" in shown(circle, theirs.member, "rota/")


def test_being_away_in_the_browser_and_back(circle):
    circle.step("rotating")
    person = circle.people[0]
    client = client_of(person)
    client.post(address(circle, "rota/absences/"), {"first_on": timezone.localdate().isoformat()})
    page = shown(circle, person, "rota/")
    assert "Take turns again" in page
    wrong = {"first_on": "2027-05-02", "last_on": "2027-05-01"}
    assert client.post(address(circle, "rota/absences/"), wrong).status_code == 422


def test_the_charter_is_written_and_compared(circle):
    first, second = circle.people[:2]
    client_of(first).post(address(circle, "charter/edit/"), {"purpose": "Learn", "ways": "Listen first"})
    answer = client_of(second).post(address(circle, "charter/edit/"), {"purpose": "Mine", "ways": "Mine too"})
    assert answer.status_code == 422
    assert "Listen first" in answer.content.decode()
    assert "Mine too" in answer.content.decode()


def test_the_coordinator_names_steps_and_closes(circle):
    client = client_of(circle.coordinator)
    client.post(address(circle, "coordination/facilitator/"), {"member": circle.people[2].pk})
    assert "Wei Zhang" in shown(circle, circle.coordinator, "coordination/")
    client.post(address(circle, "phase/"), {"to": "rotating", "from": "coordination", "anyway": "yes"})
    with circle.inside(circle.coordinator):
        assert Community.objects.get(pk=circle.community.pk).phase == "rotating"
    client.post(address(circle, "coordination/closure/"), {"closed": "yes"})
    assert "closed on" in shown(circle, circle.people[0])


def test_founding_one_in_the_browser(circle):
    client = client_of(circle.coordinator)
    data = {"programme": circle.programme.pk, "name": "All of us", "audience": "both", "joining": "automatic"}
    assert client.post("/riverside/communities/new/", data).status_code == 302
    with circle.inside(circle.coordinator):
        made = Community.objects.get(name="All of us")
        assert Membership.objects.filter(community=made).count() == 3
    assert client.post("/riverside/communities/new/", data).status_code == 422


# Query budgets


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_community_page_asks_as_much_for_any_size(circle, count):
    for number in range(count):
        circle.joined(f"Person{number} Number")
    circle.step("rotating")
    for number in range(min(count, 6)):
        facilitator = circle.coming()[0].member
        circle.held(facilitator, starts_at=timezone.now() + timedelta(days=7, hours=number))
    facilitator = circle.coming()[0].member
    circle.arrange(facilitator, starts_at=timezone.now() + timedelta(days=9))
    client = client_of(facilitator)
    client.get(address(circle))
    with questions() as asked:
        client.get(address(circle))
    assert len(asked) <= 12, str(asked)


@pytest.mark.parametrize("page", ["rota/", "sessions/", "members/"])
def test_lists_ask_as_much_for_any_size(circle, page):
    client = client_of(circle.people[0])
    client.get(address(circle, page))
    with questions() as few:
        client.get(address(circle, page))
    for number in range(5):
        circle.joined(f"Person{number} Number")
    circle.step("rotating")
    for number in range(5):
        circle.held(circle.coming()[0].member, starts_at=timezone.now() + timedelta(days=7, hours=number))
    with questions() as many:
        client.get(address(circle, page))
    assert len(many) == len(few) <= 12, str(many)


def test_the_coordinators_page_names_nothing_that_was_said(circle):
    circle.step("rotating")
    facilitator = circle.coming()[0].member
    circle.held(facilitator, focus="What nobody else should know")
    with questions() as asked:
        page = shown(circle, circle.coordinator, "coordination/")
    assert "What nobody else" not in page
    assert not any("meetings_arrangement" in sql or "cop_charter" in sql for sql in asked)
    assert Turn._meta.db_table in str(asked)
