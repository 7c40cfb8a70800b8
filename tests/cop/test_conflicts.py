"""A conflict brought in confidence: two people read it, nobody else learns of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from cop.actions import communities, conflicts
from cop.errors import CommunityError
from cop.models import Conflict, ConflictClosure, ConflictRecipient, ConflictReply
from notifications import kinds
from organisations.models import AuditEntry
from tests import make
from tests.budget import questions
from tests.post import messages

pytestmark = pytest.mark.django_db

SECRET = "what happened on Tuesday"


@pytest.fixture
def brought(circle):
    """Jonas has brought something to Amara, who facilitates next."""
    amara, jonas, _wei = circle.people
    circle.name(amara)
    with circle.inside(jonas):
        circle.conflict = conflicts.bring(
            community=circle.community, place="facilitator", to=amara, text=SECRET, by=jonas
        )
    return circle


def reads(circle, person):
    with circle.inside(person):
        return [
            model.objects.count() for model in (Conflict, ConflictRecipient, ConflictReply, ConflictClosure)
        ]


def address(circle, page=""):
    return f"/{circle.coordinator.organisation.slug}/communities/{circle.community.pk}/confidence/{page}"


def test_only_the_two_read_it_and_its_answers(brought):
    amara, jonas, wei = brought.people
    with brought.inside(amara):
        conflicts.reply(conflict=brought.conflict, text="I am sorry to hear", by=amara)
        conflicts.close(conflict=brought.conflict, by=amara)
    assert reads(brought, amara) == reads(brought, jonas) == [1, 1, 1, 1]
    admin = make.member(brought.coordinator.organisation, "Greta Holm", admin=True)
    for person in (wei, brought.coordinator, admin):
        assert reads(brought, person) == [0, 0, 0, 0]


def test_it_goes_to_who_facilitates_next_or_coordinates_and_to_nobody_else(brought):
    amara, jonas, wei = brought.people
    with brought.inside(jonas):
        for place, person in (("facilitator", wei), ("coordinator", amara), ("facilitator", jonas)):
            with pytest.raises(CommunityError):
                conflicts.bring(community=brought.community, place=place, to=person, text=SECRET, by=jonas)
        assert ("coordinator", brought.coordinator) in conflicts.addressees(brought.community, jonas)
    with (
        brought.inside(jonas),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        ConflictRecipient.objects.create(
            organisation_id=jonas.organisation_id,
            conflict=brought.conflict,
            community=brought.community,
            brought_by=jonas,
            addressee=wei,
            place="facilitator",
            ended_at=timezone.now(),
        )


def test_nobody_lets_themself_in_by_a_bringing_of_their_own(brought):
    amara, _jonas, wei = brought.people
    with brought.inside(wei):
        ConflictRecipient.objects.create(
            organisation_id=wei.organisation_id,
            conflict_id=brought.conflict.pk,
            community=brought.community,
            brought_by=wei,
            addressee=amara,
            place="facilitator",
            ended_at=timezone.now(),
        )
    assert reads(brought, wei)[0] == 0


def test_its_author_brings_it_to_another_who_does_not_read_the_first_ones_words(brought):
    amara, jonas, _wei = brought.people
    with brought.inside(amara):
        conflicts.reply(conflict=brought.conflict, text="I am sorry to hear", by=amara)
        with pytest.raises(CommunityError):
            conflicts.bring_to_another(
                conflict=brought.conflict, place="coordinator", to=brought.coordinator, by=amara
            )
    with brought.inside(jonas):
        conflicts.bring_to_another(
            conflict=brought.conflict, place="coordinator", to=brought.coordinator, by=jonas
        )
    assert reads(brought, amara) == [0, 0, 0, 0]
    assert reads(brought, brought.coordinator) == [1, 1, 0, 0]
    assert reads(brought, jonas) == [1, 2, 1, 0]


def test_who_leaves_the_community_reads_it_no_more(brought):
    amara, jonas, _wei = brought.people
    with brought.inside(amara):
        communities.leave(community=brought.community, member=amara, by=amara)
    assert reads(brought, amara) == [0, 0, 0, 0]
    assert reads(brought, jonas) == [1, 1, 0, 0]


def left(circle, member):
    with circle.inside(member):
        communities.leave(community=circle.community, member=member, by=member)


def test_who_leaves_keeps_the_conflict_they_brought_and_the_other_knows(brought, client):
    amara, jonas, _wei = brought.people
    left(brought, jonas)
    with brought.inside(amara):
        told = messages().filter(recipient=amara, kind="community-confidence", subject_id__isnull=False)
        assert told.count() == 2, "that it was brought, and that who brought it has left"
    client.force_login(amara.user)
    words = client.get(address(brought, f"{brought.conflict.pk}/")).content.decode()
    assert "Jonas Aydin has left the community. The two of you can still read and write here" in words
    assert (
        client.post(address(brought, f"{brought.conflict.pk}/"), {"text": "Come and see me"}).status_code
        == 302
    )
    client.force_login(jonas.user)
    assert "Come and see me" in client.get(address(brought, f"{brought.conflict.pk}/")).content.decode()
    assert client.post(address(brought, f"{brought.conflict.pk}/"), {"text": "I will"}).status_code == 302
    with brought.inside(amara):
        assert ConflictReply.objects.count() == 2
    everything = client.get(f"/{jonas.organisation.slug}/communities/").content.decode()
    assert "What you brought in confidence before you left" in everything
    assert SECRET not in everything
    assert client.get(address(brought)).status_code == 200
    assert client.get(address(brought).replace("confidence/", "")).status_code == 404
    closing = client.post(address(brought, f"{brought.conflict.pk}/closure/"))
    assert closing.status_code == 302
    with brought.inside(amara):
        assert ConflictClosure.objects.count() == 1


def test_nobody_writes_to_a_facilitator_who_has_left(brought, client):
    amara, jonas, _wei = brought.people
    left(brought, amara)
    with brought.inside(jonas):
        assert messages().filter(recipient=jonas, kind="community-confidence").exists()
        with pytest.raises(CommunityError, match="cannot read this any more"):
            conflicts.reply(conflict=brought.conflict, text="Into the void", by=jonas)
    client.force_login(jonas.user)
    words = client.get(address(brought, f"{brought.conflict.pk}/")).content.decode()
    assert "cannot read this any more" in words
    assert "Send these words" not in words
    assert "Bring it to them" in words


def test_the_mail_says_only_that_something_waits(brought):
    amara, jonas, _wei = brought.people
    with brought.inside(amara):
        message = messages().get(kind="community-confidence", recipient=amara)
        said = str(kinds.get(message.kind).compose(message))
        assert "in confidence" in said
        assert SECRET not in said
        assert jonas.display_name not in said


def test_both_are_reminded_on_the_day_unless_it_is_closed(brought):
    amara, jonas, _wei = brought.people
    day = timezone.localdate() + timedelta(days=10)
    with brought.inside(amara):
        conflicts.reply(conflict=brought.conflict, text="Let us see", follow_up_on=day, by=amara)
        waiting = messages().filter(kind="community-look-again")
        assert {message.recipient for message in waiting} == {amara, jonas}
        assert {timezone.localdate(message.due_at) for message in waiting} == {day}
        message = waiting.get(recipient=amara)
        assert kinds.get(message.kind).compose(message)
        conflicts.close(conflict=brought.conflict, by=amara)
        assert kinds.get(message.kind).compose(message) is None
        with pytest.raises(CommunityError):
            conflicts.reply(conflict=brought.conflict, text="One more", by=amara)


def test_home_says_that_something_waits_until_it_is_answered_or_closed(client, brought):
    amara, jonas, wei = brought.people
    home = f"/{amara.organisation.slug}/"
    link = address(brought, f"{brought.conflict.pk}/").removeprefix(home)

    def waits(person):
        client.force_login(person.user)
        shown = client.get(home).content.decode()
        assert SECRET not in shown
        assert jonas.display_name not in shown or person == jonas
        listed = client.get(address(brought)).content.decode()
        assert (link in shown) == ("waits for you" in listed)
        return link in shown

    assert [waits(person) for person in (amara, jonas, wei)] == [True, False, False]
    soon = timezone.localdate() + timedelta(days=3)
    with brought.inside(amara):
        conflicts.reply(conflict=brought.conflict, text="Let us see", follow_up_on=soon, by=amara)
    assert not waits(amara)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert waits(amara)
    with brought.inside(jonas):
        conflicts.reply(conflict=brought.conflict, text="I think that would help", by=jonas)
    assert waits(amara)
    with brought.inside(jonas):
        conflicts.close(conflict=brought.conflict, by=jonas)
    assert not waits(amara)


def test_what_is_with_the_coordinator_waits_on_their_home_and_on_nobody_elses(client, brought):
    amara, jonas, _wei = brought.people
    with brought.inside(jonas):
        conflicts.bring_to_another(
            conflict=brought.conflict, place="coordinator", to=brought.coordinator, by=jonas
        )
    for person, waits in ((brought.coordinator, True), (amara, False), (jonas, False)):
        client.force_login(person.user)
        home = client.get(f"/{amara.organisation.slug}/").content.decode()
        assert ("brought to you in confidence" in home) == waits


@pytest.mark.parametrize("many", [1, 3, 30])
def test_home_asks_once_however_much_was_brought_and_never_of_others(client, circle, many):
    amara, jonas, _wei = circle.people
    circle.name(amara)
    home = f"/{amara.organisation.slug}/"
    client.force_login(amara.user)
    with questions() as before:
        client.get(home)
    with circle.inside(jonas):
        for _each in range(many):
            conflicts.bring(community=circle.community, place="facilitator", to=amara, text=SECRET, by=jonas)
    with questions() as asked:
        page = client.get(home).content.decode()
    assert page.count(f"/communities/{circle.community.pk}/confidence/") == many
    assert len(asked) == len(before) + 1


def test_the_audit_log_names_nobody(brought):
    with brought.inside(brought.people[1]):
        conflicts.close(conflict=brought.conflict, by=brought.people[1])
    with brought.inside(), transaction.atomic():
        entries = AuditEntry.objects.filter(action__startswith="conflict.")
        assert all(entry.by_id is None and entry.facts == {} for entry in entries)


def test_the_pages_are_for_the_two(client, brought):
    amara, jonas, wei = brought.people
    page = f"{brought.conflict.pk}/"
    for person, status in ((amara, 200), (jonas, 200), (wei, 404), (brought.coordinator, 404)):
        client.force_login(person.user)
        assert client.get(address(brought, page)).status_code == status
        shown = client.get(address(brought)).content.decode()
        assert ("Brought by" in shown) == (status == 200)


def test_it_is_brought_answered_and_closed_in_the_browser(client, circle):
    amara, jonas, _wei = circle.people
    circle.name(amara)
    client.force_login(jonas.user)
    assert client.post(address(circle, "new/"), {"text": SECRET}).status_code == 422
    data = {"text": SECRET, "addressee": f"coordinator:{circle.coordinator.pk}"}
    assert client.post(address(circle, "new/"), data).status_code == 302
    with circle.inside(jonas):
        page = f"{Conflict.objects.get().pk}/"
    client.force_login(circle.coordinator.user)
    assert SECRET in client.get(address(circle, page)).content.decode()
    past = {"text": "Thank you", "follow_up_on": "2020-01-01"}
    assert client.post(address(circle, page), past).status_code == 422
    assert client.post(address(circle, page), {"text": "Thank you"}).status_code == 302
    assert client.post(address(circle, f"{page}closure/")).status_code == 302
    assert "Closed on" in client.get(address(circle, page)).content.decode()
