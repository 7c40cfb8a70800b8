"""“Nobody is told until you invite them”: neither of a community, nor of its sessions, nor of a match."""

from types import SimpleNamespace

import pytest
from django.core import mail

from cop.actions import communities
from notifications import delivery
from organisations import actions as organisations
from organisations import tenancy
from organisations.models import Member
from tests import make
from tests.post import messages
from tests.programmes import lists, people

LIST = "Email,First name,Last name\ntypo.stranger@wrong.example,Not,Told\n"


@pytest.fixture
def tells(circle):
    """A community that takes in every mentee, with a session ahead."""
    with circle.inside(circle.coordinator):
        made = communities.found(
            programme=circle.programme,
            name="All mentees",
            audience="mentee",
            joining="automatic",
            by=circle.coordinator,
        )
    circle.community = made
    circle.arrange(circle.coordinator)
    mails_to("nobody")
    return circle


def mails_to(address):
    """Deliver all that is due; return the subjects of what an address got."""
    mail.outbox.clear()
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    return [sent.subject for sent in mail.outbox if address in sent.to[0]]


def import_one(circle):
    where = SimpleNamespace(ines=circle.coordinator, cohort=circle.cohort, inside=circle.inside)
    client = people.browser(circle.coordinator)
    rest = lists.address_of(lists.upload(where, LIST, role="mentee"))
    assert lists.confirm(where, client, rest).status_code == 302
    assert client.post(people.url(circle.coordinator, f"{rest}application/")).status_code == 302


def add_one(circle):
    client = people.browser(circle.coordinator)
    address = people.url(circle.coordinator, f"cohorts/{circle.cohort.pk}/people/new/")
    page = client.get(address)
    assert "Nobody is told until you invite them." in page.content.decode()
    form = {"name": "Not Told", "email": "typo.stranger@wrong.example", "role": "mentee", "capacity": 1}
    assert client.post(address, form).status_code == 302


@pytest.mark.parametrize("bring_in", [add_one, import_one])
def test_whoever_is_added_or_imported_is_told_nothing_until_they_join(tells, bring_in):
    bring_in(tells)
    with tells.inside(tells.coordinator):
        stranger = Member.objects.get(email="typo.stranger@wrong.example")
        assert not messages().filter(recipient=stranger).exists()
    assert mails_to(stranger.email) == []
    with tells.inside(tells.coordinator):
        invitation = organisations.invite(member=stranger, by=tells.coordinator)
    assert mails_to(stranger.email) == ["You are invited to Teaching practice at Riverside"]
    with tenancy.inside(stranger.organisation_id):
        account = make.user("Not Told", stranger.email)
        organisations.accept_invitation(invitation=invitation, user=account)
    subjects = mails_to(stranger.email)
    assert "You belong to the community All mentees" in subjects
    assert any("All mentees" in subject and "invited" in subject for subject in subjects)
    assert mails_to(stranger.email) == []


def test_what_ended_before_somebody_joined_is_never_told(tells):
    add_one(tells)
    with tells.inside(tells.coordinator):
        stranger = Member.objects.get(email="typo.stranger@wrong.example")
        invitation = organisations.invite(member=stranger, by=tells.coordinator)
    mails_to("nobody")
    with tells.inside(tells.coordinator):
        communities.close(community=tells.community, by=tells.coordinator)
    with tenancy.inside(stranger.organisation_id):
        account = make.user("Not Told", stranger.email)
        organisations.accept_invitation(invitation=invitation, user=account)
    assert mails_to(stranger.email) == []
