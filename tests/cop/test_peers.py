"""Finding a peer in one's community: wishes, who could fit, asking."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from cop import peer_suggestions
from cop.actions import communities, peers
from cop.errors import CommunityError
from cop.models import Community, PeerWish
from cop.queries import participation
from partnerships import actions as partnerships
from tests.budget import questions

pytestmark = pytest.mark.django_db


def wish(circle, person, **said):
    said = {"seeks": ["support"], "topics": [], "times": [], "words": "", **said}
    with circle.inside(person):
        return peers.wish(community=circle.community, by=person, **said)


def address(circle, page=""):
    return f"/{circle.coordinator.organisation.slug}/communities/{circle.community.pk}/peers/{page}"


def client(circle, person):
    browser = Client()
    browser.force_login(person.user)
    return browser


def suggested(circle, person):
    with circle.inside(person):
        found = peer_suggestions.wishes(circle.community)
        mine = next(each for each in found if each.member_id == person.pk)
        return peer_suggestions.suggested(mine, found, peer_suggestions.not_to_be_suggested(person))


def test_those_whose_wishes_go_best_with_mine_come_first_and_it_says_why(circle):
    amara, jonas, wei = circle.people
    wish(circle, amara, seeks=["review", "support"], topics=["Large groups"], times=["evenings"])
    wish(circle, jonas, seeks=["support"], times=["mornings"])
    wish(circle, wei, seeks=["review"], topics=["large groups", "Marking"], times=["evenings"])
    first, second = suggested(circle, amara)
    assert (first.wish.member, second.wish.member) == (wei, jonas)
    assert first.reasons == [
        "Both of you name large groups.",
        "You look for the same: Somebody to look at my work.",
        "Both of you have time: Evenings.",
    ]


def test_at_most_three_are_suggested_and_the_order_is_always_the_same(circle):
    me, *others = [*circle.people, *(circle.joined(f"Person {name}") for name in "ABC")]
    for person in (me, *others):
        wish(circle, person)
    names = [each.wish.member.display_name for each in suggested(circle, me)]
    assert names == sorted(person.display_name for person in others)[:3]


def test_nobody_is_suggested_who_was_asked_or_works_with_me_already(circle):
    amara, jonas, wei = circle.people
    for person in circle.people:
        wish(circle, person)
    with circle.inside(amara):
        asked = peers.ask(community=circle.community, to=jonas, words="", by=amara)
    assert [each.wish.member for each in suggested(circle, amara)] == [wei]
    with circle.inside(jonas):
        partnerships.accept_peer(invitation=asked, by=jonas)
    with circle.inside(wei):
        assert [each.member for each in peer_suggestions.wishes(circle.community)] == [
            wei
        ]  # the two have found one


def test_a_wish_is_the_communitys_to_read_and_nobody_elses_to_change(circle):
    amara, jonas, _wei = circle.people
    made = wish(circle, amara, words="canary-wish")
    assert "canary-wish" in client(circle, jonas).get(address(circle)).content.decode()
    outsider = circle.enrol("Lena Kowalczyk")
    assert client(circle, outsider).get(address(circle)).status_code == 404
    for person in (outsider, circle.coordinator):
        with circle.inside(person):
            assert not PeerWish.objects.exists()
    with circle.inside(jonas):
        assert not PeerWish.objects.filter(pk=made.pk).update(words="other")
        with pytest.raises(DatabaseError), transaction.atomic():
            PeerWish.objects.create(
                organisation_id=circle.community.organisation_id,
                community=circle.community,
                member=circle.people[2],
                seeks=["support"],
            )


def test_said_again_it_replaces_what_was_said(circle):
    amara = circle.people[0]
    browser = client(circle, amara)
    for words in ("first", "second"):
        data = {"seeks": ["review", "feedback"], "topics": "Marking,  marking , Group work", "words": words}
        assert browser.post(address(circle, "wish/"), data).status_code == 302
    with circle.inside(amara):
        kept = PeerWish.objects.get()
        assert (kept.words, kept.topics) == ("second", ["marking", "Group work"])
    assert "second" in browser.get(address(circle, "wish/")).content.decode()
    browser.post(address(circle, "wish/removal/"))
    with circle.inside(amara):
        assert not PeerWish.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"seeks": ["power"]},
        {"seeks": ["review"], "topics": "a,b,c,d,e,f"},
        {"seeks": ["review"], "topics": "x" * 41},
    ],
)
def test_wrong_input_is_said_beside_the_field(circle, wrong):
    answer = client(circle, circle.people[0]).post(address(circle, "wish/"), wrong)
    assert answer.status_code == 422
    with circle.inside(circle.people[0]):
        assert not PeerWish.objects.exists()


def test_asking_goes_to_members_of_the_community_only(circle):
    amara, jonas, _wei = circle.people
    outsider = circle.enrol("Lena Kowalczyk")
    browser = client(circle, amara)
    assert browser.get(address(circle, f"{jonas.pk}/ask/")).status_code == 200
    for person in (outsider, amara, circle.coordinator):
        assert browser.post(address(circle, f"{person.pk}/ask/"), {"words": ""}).status_code == 404
    with circle.inside(amara), pytest.raises(CommunityError, match="not belong"):
        peers.ask(community=circle.community, to=outsider, words="", by=amara)
    answer = browser.post(address(circle, f"{jonas.pk}/ask/"), {"words": "Shall we?"}, follow=True)
    assert f"{jonas.display_name} is asked" in answer.content.decode()
    again = browser.post(address(circle, f"{jonas.pk}/ask/"), {"words": "Shall we?"})
    assert again.status_code == 422


def test_who_has_left_is_neither_suggested_nor_asked(circle):
    amara, jonas, _wei = circle.people
    for person in (amara, jonas):
        wish(circle, person)
    with circle.inside(jonas):
        communities.leave(community=circle.community, member=jonas, by=jonas)
    assert suggested(circle, amara) == []
    assert client(circle, amara).get(address(circle, f"{jonas.pk}/ask/")).status_code == 404


def test_being_peers_counts_on_the_way_to_the_centre(circle):
    amara, jonas, _wei = circle.people
    with circle.inside(amara):
        asked = peers.ask(community=circle.community, to=jonas, words="", by=amara)
    with circle.inside(jonas):
        partnerships.accept_peer(invitation=asked, by=jonas)
        acts = participation._acts(Community.objects.get(pk=circle.community.pk), timezone.localdate())
    assert [act.kind for act in acts[amara.pk]] == [act.kind for act in acts[jonas.pk]] == ["paired"]


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_however_many_look_for_a_peer(circle, count):
    amara = circle.people[0]
    for person in (amara, *(circle.joined(f"Person {number}") for number in range(count))):
        wish(circle, person)
    browser = client(circle, amara)
    browser.get(address(circle))
    with questions() as asked:
        assert browser.get(address(circle)).status_code == 200
    assert len(asked) == 10, asked
