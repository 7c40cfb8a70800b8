"""“We write to the main one”: mail follows the account's main address, in every organisation."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from meetings import mails
from meetings.ics_events import entry_for
from meetings.models import Meeting
from notifications import delivery
from organisations import actions, tenancy
from organisations.models import Member
from tests import make

pytestmark = pytest.mark.django_db

NEW = "maya@new.example"


@pytest.fixture
def maya():
    return make.member(make.organisation("riverside"), "Maya Lindqvist")


def change_main_address(client, account):
    """As a person does it on the page of their addresses."""
    EmailAddress.objects.create(user=account, email=NEW, verified=True)
    client.force_login(account)
    page = client.get("/accounts/email/")
    assert "main one" in page.content.decode()
    assert client.post("/accounts/email/", {"email": NEW, "action_primary": ""}).status_code == 302
    account.refresh_from_db()
    assert account.email == NEW


def addresses(*members):
    found = []
    for member in members:
        with tenancy.inside(member.organisation_id):
            found.append(Member.objects.get(pk=member.pk).mail_address)
    return found


def test_mail_goes_to_the_main_address_in_every_organisation(client, maya):
    northgate = make.member(make.organisation("northgate"), account=maya.user)
    assert addresses(maya, northgate) == [maya.user.email] * 2
    change_main_address(client, maya.user)
    assert addresses(maya, northgate) == [NEW] * 2


def test_messages_and_calendar_objects_go_to_the_new_one(client, maya, inside):
    tomas = make.member(maya.organisation, "Tomás Okafor")
    meeting = make.meeting([tomas, maya])
    change_main_address(client, maya.user)
    with inside(tomas):
        mails.invite(meeting, [maya])
    [claim] = delivery.claim_due()
    assert delivery.deliver(*claim)
    assert mail.outbox[0].to == [f"Maya Lindqvist <{NEW}>"]
    assert any(NEW in str(attachment) for attachment in mail.outbox[0].attachments)
    with inside(maya):
        found = Meeting.objects.with_people().get(pk=meeting.pk)
        assert NEW in str(entry_for(found, maya))


def test_a_partner_is_offered_the_main_address(client, maya):
    ines = make.member(maya.organisation, "Ines Duarte", coordinator=True)
    tomas = make.member(maya.organisation, "Tomás Okafor")
    cohort = make.cohort(make.programme(ines))
    pair = make.partnership(cohort, mentor=tomas, mentee=maya)
    change_main_address(client, maya.user)
    client.force_login(tomas.user)
    page = client.get(f"/riverside/partnerships/{pair.pk}/").content.decode()
    assert f"mailto:{NEW}" in page
    assert maya.email not in page


def test_whoever_joins_is_written_to_at_the_main_address_of_the_account_they_use():
    riverside = make.organisation("riverside")
    admin = make.member(riverside, "Ines Duarte", admin=True)
    added = make.member(riverside, "Maya Lindqvist", joined=False, email="maya@work.example")
    assert addresses(added) == ["maya@work.example"]
    account = make.user("Maya Lindqvist", "maya@home.example")
    EmailAddress.objects.create(user=account, email="maya@work.example", verified=True)
    with tenancy.inside(riverside.pk, admin.pk):
        invitation = actions.invite(member=added, by=admin)
    with tenancy.inside(riverside.pk):
        actions.accept_invitation(invitation=invitation, user=account)
    assert addresses(added) == ["maya@home.example"]
    with tenancy.inside(riverside.pk, admin.pk):
        for email in ("maya@work.example", "Maya@Home.example"):
            found = actions.add_member(organisation=riverside, email=email, name="Maya", by=admin)
            assert found == added, "known by both"


def test_an_address_that_somebody_else_was_added_by_is_no_obstacle(client, maya):
    """The same person twice in a list: mail to the one who joined follows the account all the same."""
    twice = make.member(maya.organisation, "Maya L.", joined=False, email=NEW)
    change_main_address(client, maya.user)
    assert addresses(maya, twice) == [NEW, NEW]


def test_a_request_cannot_send_somebodys_mail_elsewhere(maya):
    with tenancy.inside(maya.organisation_id, maya.pk):
        Member.objects.filter(pk=maya.pk).update(mail_address="thief@elsewhere.example")
    assert addresses(maya) == [maya.user.email]


def test_an_account_that_is_deleted_leaves_its_members_behind_without_one(maya):
    northgate = make.member(make.organisation("northgate"), account=maya.user)
    maya.user.delete()
    for member in (maya, northgate):
        with tenancy.inside(member.organisation_id):
            assert not Member.objects.get(pk=member.pk).has_joined
