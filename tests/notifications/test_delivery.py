"""The outbox: told once, at its time, in the recipient's own words and zone; nothing lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection
from django.utils import timezone

from notifications import delivery, outbox, tasks
from notifications.models import Message, Preference
from organisations import actions, tenancy
from tests import make
from tests.conftest import superuser
from tests.post import messages

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
        return messages().get(recipient=member)


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
    [first] = delivery.claim_due()
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE - timedelta(seconds=1)):
        assert delivery.claim_due() == []
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE + timedelta(seconds=1)):
        assert delivery.claim_due() == [first]


def test_of_two_claims_for_a_message_the_first_to_begin_sends_it(invited, settings):
    [first] = delivery.claim_due()
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE * 2):
        [second] = delivery.claim_due()
        assert delivery.deliver(*first)
        assert not delivery.deliver(*second)
    assert len(mail.outbox) == 1


def test_waiting_in_the_queue_costs_no_attempt(invited, settings):
    now = timezone.now()
    for leases in range(delivery.ATTEMPTS + 2):
        with time_machine.travel(now + leases * settings.OUTBOX_LEASE + timedelta(seconds=1)):
            [claim] = delivery.claim_due()
    with time_machine.travel(now + 20 * settings.OUTBOX_LEASE):
        assert delivery.deliver(*claim)
    assert message_of(invited).attempts == 1


def test_a_round_longer_than_a_lease_claims_each_message_once(invited, settings, monkeypatch):
    handed = []
    with time_machine.travel(timezone.now()) as clock:

        def hand_over(*arguments):
            handed.append(arguments)
            assert len(handed) < 5
            clock.shift(settings.OUTBOX_LEASE * 2)

        monkeypatch.setattr(tasks.deliver, "delay", hand_over)
        assert tasks.deliver_due() == 1
    assert len(handed) == 1


def test_a_worker_that_began_late_finds_a_message_taken(invited, settings, monkeypatch):
    """Its lease ran out while it was sending: who has begun since decides what becomes of the message."""
    [first] = delivery.claim_due()
    now = timezone.now()

    def outlived(self, messages):
        with time_machine.travel(now + settings.OUTBOX_LEASE * 2):
            [second] = delivery.claim_due()
            monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                delivery.deliver(*second)

    monkeypatch.setattr(EmailBackend, "send_messages", outlived)
    assert delivery.deliver(*first)
    message = message_of(invited)
    assert (message.state, message.attempts) == (Message.State.CLAIMED, 2)


def test_a_message_whose_workers_all_died_counts_as_failed(invited, settings, monkeypatch, caplog):
    def die(self, messages):
        raise SystemExit

    now = timezone.now()
    monkeypatch.setattr(EmailBackend, "send_messages", die)
    for leases in range(delivery.ATTEMPTS):
        with time_machine.travel(now + leases * 2 * settings.OUTBOX_LEASE + timedelta(seconds=1)):
            [claim] = delivery.claim_due()
            with pytest.raises(SystemExit):
                delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.CLAIMED
    with time_machine.travel(now + 20 * settings.OUTBOX_LEASE):
        [claim] = delivery.claim_due()
        assert not delivery.deliver(*claim)
        assert delivery.claim_due() == []
    assert message_of(invited).state == Message.State.FAILED
    assert "could not be delivered in 8 attempts" in caplog.text


def test_what_is_told_again_has_all_its_attempts_again(invited, monkeypatch):
    with tenancy.inside(invited.organisation_id):
        messages().update(state=Message.State.FAILED, attempts=delivery.ATTEMPTS)
        message = messages().get()
        again = message.key.rpartition(":")[2]
        outbox.enqueue(invited, "invitation", about=invited.invitation, link="/", occurrence=again)
    [claim] = delivery.claim_due()
    assert delivery.deliver(*claim)


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
    with tenancy.inside(invited.organisation_id):
        actions.accept_invitation(invitation=invited.invitation, user=account)
    [claim] = delivery.claim_due()
    assert not delivery.deliver(*claim)
    assert message_of(invited).state == Message.State.DROPPED
    assert mail.outbox == []


def test_telling_the_same_again_moves_it_and_calling_off_stops_it(invited):
    later = datetime(2031, 1, 1, tzinfo=UTC)
    message = message_of(invited)
    with tenancy.inside(invited.organisation_id):
        outbox.enqueue(
            invited,
            "invitation",
            about=invited.invitation,
            link="/",
            due_at=later,
            occurrence=message.key.rpartition(":")[2],
        )
        assert messages().get().due_at == later
        assert outbox.cancel(invited.invitation.pk) == 1
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

    from notifications import kinds

    monkeypatch.setitem(kinds._KINDS, "invitation", replace(kinds.get("invitation"), optional=True))
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


@pytest.fixture
def away(monkeypatch):
    """A database that goes when a mail is out. ``away.back_after`` pauses it is back; None is never."""
    name = connection.settings_dict["NAME"]
    state = SimpleNamespace(pauses=[], back_after=None)

    def allow(yes: bool) -> None:
        with superuser("postgres") as server:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {yes}")
            if not yes:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
        connection.close_pool()
        connection.pool.timeout = 10 if yes else 0.05

    def send(self, messages) -> None:
        mail.outbox.extend(messages)
        allow(False)

    def pause(seconds: float) -> None:
        state.pauses.append(seconds)
        if len(state.pauses) == state.back_after:
            allow(True)

    state.back = lambda: allow(True)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    monkeypatch.setattr(delivery, "time", SimpleNamespace(sleep=pause))
    yield state
    allow(True)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_is_out_is_marked_once_the_database_is_back(invited, away):
    [claim] = delivery.claim_due()
    away.back_after = len(delivery.PAUSES)
    assert delivery.deliver(*claim)
    assert sum(away.pauses) == 15.5
    assert message_of(invited).state == Message.State.SENT


@pytest.mark.django_db(transaction=True)
def test_a_database_away_for_longer_costs_a_repetition_with_the_same_message_id(
    invited, away, settings, monkeypatch
):
    [claim] = delivery.claim_due()
    with pytest.raises(OperationalError):
        delivery.deliver(*claim)
    assert sum(away.pauses) == 15.5
    away.back()
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: mail.outbox.extend(messages))
    with time_machine.travel(timezone.now() + settings.OUTBOX_LEASE * 2):
        [again] = delivery.claim_due()
        assert delivery.deliver(*again)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert message_of(invited).attempts == 2
