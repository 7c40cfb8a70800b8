"""Letters out: of every kind of message, one door decides who gets one. Nobody is told before they were invited."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from notifications import delivery, kinds
from notifications.audience import Audience, Verdict
from notifications.models import Message
from organisations import actions, tenancy
from organisations.models import Invitation, Member
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db

REACHED = {Audience.JOINED: {"Joined"}, Audience.INVITED: {"Invited", "Invited again"}}
HELD_FOR = {"Invited", "Invited again", "Withdrawn", "Never invited"}


@pytest.fixture
def riverside():
    return make.organisation("riverside")


@pytest.fixture
def admin(riverside):
    return make.member(riverside, "Ines Duarte", admin=True)


@pytest.fixture
def people(riverside, admin):
    """Somebody in each state that a person can be in, by what they are."""

    def add(name, *, joined=False):
        return make.member(riverside, name, joined=joined)

    def invite(name):
        person = add(name)
        with tenancy.inside(riverside.pk, admin.pk):
            return actions.invite(member=person, by=admin)

    def leave(invitation):
        with tenancy.inside(riverside.pk):
            account = make.user("Somebody", invitation.member.email)
            member = actions.accept_invitation(invitation=invitation, user=account)
            member.user = None
            member.save()
            return member

    add("Never invited")
    add("Joined", joined=True)
    deactivated = add("Deactivated", joined=True)
    deactivated.user.is_active = False
    deactivated.user.save()
    invite("Invited")
    leave(invite("Departed"))
    withdrawn = invite("Withdrawn")
    with tenancy.inside(riverside.pk, admin.pk):
        actions.withdraw_invitation(invitation=withdrawn, by=admin)
    again = leave(invite("Invited again"))
    with tenancy.inside(riverside.pk, admin.pk):
        Invitation.objects.filter(member=again).update(sent_at=timezone.now() - timedelta(days=30))
        actions.invite(member=again, by=admin)
        messages().delete()
        return {person.display_name: person for person in Member.objects.exclude(pk=admin.pk)}


@pytest.fixture
def outspoken(monkeypatch):
    """Kinds that always have something to say: the door alone decides, not that there happens to be no reason."""
    for kind in kinds.all_kinds():
        speaks = replace(kind, compose=lambda message: kinds.Content("Something", {"lines": ["Something."]}))
        monkeypatch.setitem(kinds._KINDS, kind.name, speaks)


def letters_out(people):
    """Return who gets a letter of each kind, when everybody is told."""
    organisation = next(iter(people.values())).organisation_id
    with tenancy.inside(organisation):
        messages().bulk_create(
            Message(
                organisation_id=organisation,
                recipient=person,
                kind=kind.name,
                subject_id=person.pk,
                link="/",
                key=f"{kind.name}:{person.pk}",
                due_at=timezone.now(),
            )
            for kind in kinds.all_kinds()
            for person in people.values()
        )
        by_id = {message.pk: message.kind for message in messages()}
    got = defaultdict(set)
    for organisation_id, message, attempts in delivery.claim_due():
        mail.outbox.clear()
        if delivery.deliver(organisation_id, message, attempts):
            [sent] = mail.outbox
            got[by_id[message]].add(sent.to[0].partition(" <")[0].strip('"'))
    return got


def expected():
    return {kind.name: REACHED[kind.audience] for kind in kinds.all_kinds()}


def test_of_every_kind_only_who_should_gets_a_letter(people, outspoken):
    assert len(people) == 7
    assert len(kinds.all_kinds()) > 30
    assert letters_out(people) == expected()
    with tenancy.inside(people["Joined"].organisation_id):
        held = messages().filter(state=Message.State.HELD)
        assert set(held.values_list("recipient__display_name", flat=True)) == HELD_FOR
        assert not messages().filter(state__in=["waiting", "claimed"]).exists()


def test_the_guard_finds_a_door_that_stands_open(people, outspoken, monkeypatch):
    """The planted fault: every message is sent to whomever it names."""
    monkeypatch.setattr(delivery, "judge", lambda recipient, audience: Verdict.SEND)
    assert letters_out(people) != expected()


def test_only_an_invitation_reaches_somebody_who_has_not_joined():
    assert [kind.name for kind in kinds.all_kinds() if kind.audience == Audience.INVITED] == ["invitation"]


def test_a_kind_without_an_audience_cannot_be_made():
    with pytest.raises(TypeError, match="audience"):
        kinds.MessageKind("new", "Something new", lambda message: None)


ROOT = Path(__file__).parents[2]
# Messages to members, mails about accounts, and the letters that somebody asks strangers for feedback with, by name.
DOORS = {"notifications/delivery.py", "accounts/account_mails.py", "development_plans/actions/feedback.py"}
MAILING = re.compile(r"\b(EmailMessage|EmailMultiAlternatives|send_mail|send_mass_mail|mail_admins)\(")


def test_no_mail_leaves_by_another_door():
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("[a-z]*/**/*.py")
        if path.parts[len(ROOT.parts)] not in {"tests", "var", "benchmarks"}
        and any(MAILING.search(line) and "def " not in line for line in path.read_text().splitlines())
    }
    assert found == DOORS
