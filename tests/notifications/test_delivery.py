"""The outbox: told once, at its time, in the recipient's own words and zone; nothing lost, nothing twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from notifications import delivery, outbox
from notifications.models import Message, Preference
from organisations import actions, tenancy
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    riverside = make.organisation("riverside", name="University of Riverside")
    admin = make.member(riverside, "Ines Duarte", admin=True)
    maya = make.member(riverside, "Maya Lindqvist", joined=False)
    with tenancy.inside(riverside.pk, admin.pk):
        actions.invite(member=maya, by=admin)
    return maya


def message_of(member):
    with tenancy.inside(member.organisation_id):
        return Message.objects.get(recipient=member)


def test_an_invitation_is_claimed_sent_and_marked(invited):
    [claim] = delivery.claim_due()
    assert delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.SENT
    [sent] = mail.outbox
    assert sent.to == ["Maya Lindqvist <maya.lindqvist@example.org>"]
    assert "Ines Duarte invites you" in sent.body
    assert "/join/riverside/" in sent.body
    assert sent.alternatives
    assert delivery.claim_due() == []


def test_a_claim_cannot_be_used_twice(invited):
    [claim] = delivery.claim_due()
    assert delivery.deliver(*claim)
    assert not delivery.deliver(*claim)
    assert len(mail.outbox) == 1


def test_a_claimed_message_is_not_claimed_again_before_its_lease_runs_out(invited, settings):
    delivery.claim_due()
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE - timedelta(seconds=1)):
        assert delivery.claim_due() == []
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE + timedelta(seconds=1)):
        [(_organisation, _message, attempt)] = delivery.claim_due()
    assert attempt == 2


def test_an_outlived_claim_sends_nothing(invited, settings):
    [first] = delivery.claim_due()
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE * 2):
        [second] = delivery.claim_due()
        assert not delivery.deliver(*first)
        assert delivery.deliver(*second)
    assert len(mail.outbox) == 1


def test_the_message_id_is_the_same_at_every_attempt(invited, monkeypatch, settings):
    ids = []

    def refuse(self, messages):
        ids.extend(message.extra_headers["Message-ID"] for message in messages)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for days in (0, 1):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            [claim] = delivery.claim_due()
            with pytest.raises(ConnectionRefusedError):
                delivery.deliver(*claim)
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_after_the_last_attempt_a_message_counts_as_failed(invited, monkeypatch):
    monkeypatch.setattr(delivery, "ATTEMPTS", 2)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: 1 / 0)
    for days in (0, 1):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            [claim] = delivery.claim_due()
            with pytest.raises(ZeroDivisionError):
                delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.FAILED
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert delivery.claim_due() == []


def test_what_no_longer_applies_is_dropped(invited):
    account = make.user("Maya Lindqvist", invited.email)
    with tenancy.inside(invited.organisation_id, invited.pk):
        actions.accept_invitation(invitation=invited.invitation, user=account)
    [claim] = delivery.claim_due()
    assert not delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.DROPPED
    assert mail.outbox == []


def test_telling_the_same_again_moves_it_and_calling_off_stops_it(invited):
    later = datetime(2031, 1, 1, tzinfo=UTC)
    message = message_of(invited)
    with tenancy.inside(invited.organisation_id):
        outbox.tell(
            invited,
            "invitation",
            about=invited.invitation,
            link="/",
            due_at=later,
            occurrence=message.key.rpartition(":")[2],
        )
        assert Message.objects.get().due_at == later
        assert outbox.call_off(invited.invitation.pk) == 1
    with time_machine.travel(later + timedelta(days=1)):
        assert delivery.claim_due() == []


def test_a_message_rolled_back_with_its_action_was_never_there():
    riverside = make.organisation()
    admin = make.member(riverside, admin=True)
    maya = make.member(riverside, "Maya L", joined=False)
    with pytest.raises(RuntimeError), tenancy.inside(riverside.pk, admin.pk):
        actions.invite(member=maya, by=admin)
        raise RuntimeError
    assert delivery.claim_due() == []


def test_a_kind_that_a_person_left_is_dropped(invited, monkeypatch):
    from dataclasses import replace

    from notifications import invitations, kinds

    monkeypatch.setitem(kinds._KINDS, "invitation", replace(invitations.kind, optional=True))
    with tenancy.inside(invited.organisation_id):
        Preference.objects.create(
            organisation_id=invited.organisation_id, member=invited, kind="invitation", wanted=False
        )
    [claim] = delivery.claim_due()
    assert not delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.DROPPED


def test_one_click_leaves_a_kind_without_signing_in(invited, client):
    from notifications import unsubscribing

    address = unsubscribing.address(message_of(invited))
    path = address.partition("127.0.0.1:8000")[2]
    assert client.get(path).status_code == 200
    with tenancy.inside(invited.organisation_id):
        assert not Preference.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with tenancy.inside(invited.organisation_id):
        assert Preference.objects.get().wanted is False


def test_a_forged_unsubscribe_link_is_not_found(client):
    assert client.post("/unsubscribe/bm9wZQ:1abc:xyz/").status_code == 404
