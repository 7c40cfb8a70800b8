"""Two peers: asked, answered, and a partnership like any other in which neither is the mentor."""

import pytest
from django.db import DatabaseError, transaction

from notifications import kinds
from notifications.models import Message
from organisations import tenancy
from organisations.models import AuditEntry
from partnerships import actions, queries
from partnerships.models import PEER, Partnership, Party, PeerInvitation, Signature, StageReview
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db

WORDS = "canary-peer: I would like a second pair of eyes"


@pytest.fixture
def asked(pair):
    """Maya has asked Noor, who is enrolled in the cohort too."""
    make.enrolment(pair.cohort, pair.noor, "mentee")
    with pair.inside(pair.maya):
        pair.invitation = actions.ask_to_be_peers(to=pair.noor, cohort=pair.cohort, words=WORDS, by=pair.maya)
    return pair


@pytest.fixture
def peers(asked):
    with asked.inside(asked.noor):
        asked.partnership = actions.accept_peer(invitation=asked.invitation, by=asked.noor)
    return asked


def told(pair, member):
    with pair.inside(member):
        return [
            kinds.get(message.kind).compose(message).subject
            for message in messages().filter(recipient=member, kind__startswith="peer-")
            if message.state == Message.State.WAITING and kinds.get(message.kind).compose(message)
        ]


def page(pair, member, inside=""):
    return pair.client(member).get(
        f"/{pair.organisation.slug}/partnerships/peers/{pair.invitation.pk}/{inside}"
    )


def post(pair, member, inside, **data):
    at = f"/{pair.organisation.slug}/partnerships/peers/{pair.invitation.pk}/{inside}/"
    return pair.client(member).post(at, data, follow=True)


def test_only_the_two_know_of_it(asked):
    for member in (asked.maya, asked.noor):
        assert WORDS in page(asked, member).content.decode()
    for member in (asked.tomas, asked.ines):
        assert page(asked, member).status_code == 404
        with asked.inside(member):
            assert not PeerInvitation.objects.exists()
    with asked.inside():
        assert "canary-peer" not in str(list(AuditEntry.objects.values()))


def test_who_is_asked_is_told_without_the_words(asked):
    assert told(asked, asked.noor) == ["Maya Lindqvist asks whether you would be peers"]
    assert told(asked, asked.maya) == []


def test_home_asks_for_the_answer_until_it_is_there(asked):
    home = f"/{asked.organisation.slug}/"
    question = "Maya Lindqvist as your peer?"
    assert question in asked.client(asked.noor).get(home).content.decode()
    assert question not in asked.client(asked.maya).get(home).content.decode()
    post(asked, asked.noor, "answer", answer="no")
    assert question not in asked.client(asked.noor).get(home).content.decode()


def test_a_yes_begins_a_partnership_of_two_peers(asked):
    answer = post(asked, asked.noor, "answer", answer="yes")
    with asked.inside(asked.maya):
        begun = Partnership.objects.get(peer_invitation=asked.invitation)
        assert set(begun.parties.values_list("member", "role", "enrolment")) == {
            (asked.maya.pk, PEER, None),
            (asked.noor.pk, PEER, None),
        }
        assert "We take turns" in begun.agreements.get().focus
    assert answer.redirect_chain[-1][0].endswith(f"/partnerships/{begun.pk}/")
    words = answer.content.decode()
    for expected in ("You and Maya Lindqvist", "Support", "Review", "Feedback", "A question to ask"):
        assert expected in words
    assert told(asked, asked.noor) == []  # nobody is asked any more


def test_a_no_is_told_to_who_asked_and_to_nobody_else(asked):
    post(asked, asked.noor, "answer", answer="no")
    assert told(asked, asked.maya) == [f"{asked.noor.display_name} has answered you"]
    with asked.inside(asked.maya), pytest.raises(actions.PartnershipError, match="said no"):
        actions.ask_to_be_peers(to=asked.noor, cohort=asked.cohort, words="", by=asked.maya)
    with asked.inside(asked.noor):  # who said no may change their mind
        again = actions.ask_to_be_peers(to=asked.maya, cohort=asked.cohort, words="", by=asked.noor)
    assert again.outcome == PeerInvitation.Outcome.OPEN


def test_what_was_asked_can_be_taken_back_until_it_is_answered(asked):
    post(asked, asked.maya, "withdrawal")
    assert told(asked, asked.noor) == []
    assert (
        "does not wait for an answer any more"
        in post(asked, asked.noor, "answer", answer="yes").content.decode()
    )
    with asked.inside():
        assert not Party.objects.filter(role=PEER).exists()


def test_nobody_answers_for_the_other(asked):
    for act in (actions.accept_peer, actions.decline_peer):
        with asked.inside(asked.maya), pytest.raises(actions.PartnershipError):
            act(invitation=asked.invitation, by=asked.maya)
    with asked.inside(asked.noor), pytest.raises(actions.PartnershipError):
        actions.take_peer_invitation_back(invitation=asked.invitation, by=asked.noor)


def test_the_database_lets_nobody_answer_for_the_other(asked):
    with asked.inside(asked.maya), pytest.raises(DatabaseError), transaction.atomic():
        PeerInvitation.objects.filter(pk=asked.invitation.pk).update(
            outcome="accepted", answered_at=asked.invitation.at
        )
    with asked.inside(asked.tomas):
        assert not PeerInvitation.objects.filter(pk=asked.invitation.pk).update(words="other")


def test_the_database_lets_two_peers_in_by_a_yes_alone(asked):
    organisation = {"organisation": asked.organisation}
    for member in (asked.maya, asked.noor, asked.ines):
        with asked.inside(member), pytest.raises(DatabaseError), transaction.atomic():
            begun = Partnership.objects.create(cohort=asked.cohort, **organisation)
            Party.objects.create(partnership=begun, member=asked.noor, role=PEER, **organisation)
    with asked.inside(asked.tomas), pytest.raises(DatabaseError), transaction.atomic():
        Party.objects.create(partnership=asked.partnership, member=asked.noor, role=PEER, **organisation)


def test_a_third_does_not_come_in_by_the_yes_of_two(peers):
    with peers.inside(peers.noor), pytest.raises(DatabaseError), transaction.atomic():
        Party.objects.create(
            partnership=peers.partnership, member=peers.tomas, role=PEER, organisation=peers.organisation
        )


@pytest.mark.parametrize("again", ["same", "other way round"])
def test_asked_once_is_enough(asked, again):
    by, to = (asked.maya, asked.noor) if again == "same" else (asked.noor, asked.maya)
    with asked.inside(by), pytest.raises(actions.PartnershipError, match="still to come"):
        actions.ask_to_be_peers(to=to, cohort=asked.cohort, words="", by=by)


def test_two_who_are_peers_are_not_asked_again(peers):
    with peers.inside(peers.noor), pytest.raises(actions.PartnershipError, match="peers already"):
        actions.ask_to_be_peers(to=peers.maya, cohort=peers.cohort, words="", by=peers.noor)


def test_not_everybody_is_asked_at_once(asked):
    with asked.inside(asked.maya):
        for number in range(4):
            other = make.member(asked.organisation, f"Person {number}")
            actions.ask_to_be_peers(to=other, cohort=asked.cohort, words="", by=asked.maya)
        with pytest.raises(actions.PartnershipError, match="5 people"):
            actions.ask_to_be_peers(to=asked.tomas, cohort=asked.cohort, words="", by=asked.maya)


def test_they_sign_look_back_and_move_on_as_others_do(peers):
    for member in (peers.maya, peers.noor):
        peers.sign(member)
    with peers.inside():
        assert Signature.objects.filter(partnership=peers.partnership).count() == 2
    form = peers.client(peers.maya).get(peers.url("review/")).content.decode()
    assert "How far do you see this" not in form  # practices are a mentor's
    for member in (peers.maya, peers.noor):
        peers.answer(member, ratings={})
    assert peers.again().stage == "consolidation"
    with peers.inside(peers.maya):
        assert StageReview.objects.get(partnership=peers.partnership).outcome == "moved"
        assert queries.get_partnership(peers.maya, peers.partnership.pk).is_peer


def test_a_peer_can_end_it_and_nobody_has_to_be_matched_again(peers):
    peers.conclude(peers.maya)
    with peers.inside(peers.noor):
        assert queries.get_partnership(peers.noor, peers.partnership.pk).partnership.is_concluded


def test_their_coordinator_sees_that_they_meet_and_no_word(peers):
    address = f"/{peers.organisation.slug}/programmes/cohorts/{peers.cohort.pk}/"
    cohort = peers.client(peers.ines).get(address)
    assert peers.noor.display_name in cohort.content.decode()
    assert peers.client(peers.ines).get(peers.url()).status_code == 404
    with tenancy.inside(peers.organisation.pk, peers.ines.pk):
        assert not peers.partnership.agreements.exists()
