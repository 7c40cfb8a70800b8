import re

import pytest

from cop.actions import turns
from notifications import kinds
from tests.post import messages


def composed(kind, person):
    message = messages().filter(kind=kind, recipient=person).latest("due_at")
    return kinds.get(kind).compose(message)


def words(content):
    return " ".join([content.subject, *content.context["lines"]])


def test_the_mail_about_a_turn_says_when_in_plain_words(circle):
    facilitator = circle.people[0]
    circle.name(facilitator)
    circle.arrange(facilitator)
    with circle.inside(facilitator):
        said = words(composed("community-turn", facilitator))
    assert re.search(r"The session is on \w{3} \d+ \w{3} \d{4}\.", said)
    assert "<" not in said


def test_the_mail_about_a_turn_leads_to_its_page(client, circle):
    facilitator = circle.people[0]
    turn = circle.name(facilitator)
    with circle.inside(facilitator):
        link = messages().get(kind="community-turn", recipient=facilitator).link
    assert link.endswith(f"/turns/{turn.pk}/")
    client.force_login(facilitator.user)
    assert client.get(f"/{facilitator.organisation.slug}{link}").status_code == 200


def test_a_turn_that_is_somebody_elses_by_now_is_not_told(circle):
    first, second = circle.people[:2]
    circle.name(first)
    circle.name(second)
    with circle.inside(first):
        assert composed("community-turn", first) is None


@pytest.mark.parametrize(("takes", "said"), [(True, "takes your turn"), (False, "cannot take your turn")])
def test_swaps_are_told_to_the_two(circle, takes, said):
    circle.step("rotating")
    mine, theirs = circle.coming()[:2]
    with circle.inside(mine.member):
        swap = turns.ask_to_swap(turn=mine, asked=theirs.member, by=mine.member)
    with circle.inside(theirs.member):
        assert "asks you to facilitate" in words(composed("community-swap-asked", theirs.member))
        turns.answer_swap(swap=swap, takes=takes, by=theirs.member)
        assert composed("community-swap-asked", theirs.member) is None
    with circle.inside(mine.member):
        assert said in words(composed("community-swap-answered", mine.member))
