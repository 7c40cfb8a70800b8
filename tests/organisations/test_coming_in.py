"""Creating, joining and choosing an organisation, as a person meets it in the browser."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from organisations import actions, links, tenancy
from organisations.models import Appointment, AuditEntry, Member, Organisation
from tests import make, post
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(client):
    account = make.user("Maya Lindqvist")
    client.force_login(account)
    return account


def test_a_person_without_an_organisation_is_offered_to_create_one(client, maya):
    page = client.get("/")
    assert b"Create an organisation" in page.content


def test_creating_an_organisation_makes_its_founder_admin_and_coordinator(client, maya):
    answer = client.post(
        "/organisations/new/",
        {"name": "Harbour Hospital", "slug": "", "time_zone": "Europe/Lisbon", "language": "en-gb"},
    )
    assert answer.url == "/harbour-hospital/"
    assert client.get(answer.url).status_code == 200
    with tenancy.own_memberships(maya.pk):
        founder = Member.objects.select_related("organisation").get()
    assert founder.organisation.time_zone == "Europe/Lisbon"
    with tenancy.inside(founder.organisation_id):
        assert set(founder.appointments.values_list("role", flat=True)) == {"admin", "coordinator"}
        assert "organisation.founded" in AuditEntry.objects.values_list("action", flat=True)


@pytest.mark.parametrize("slug", ["accounts", "Har bour", "-x", "x-", "a" * 41, "healthz", "é"])
def test_an_address_that_cannot_be_is_refused_beside_its_field(client, maya, slug):
    answer = client.post(
        "/organisations/new/", {"name": "X", "slug": slug, "time_zone": "Europe/London", "language": "en-gb"}
    )
    assert answer.status_code == 422
    assert "slug" in answer.context["form"].errors


def test_a_taken_address_is_refused_and_nothing_is_left_behind(client, maya):
    make.organisation("riverside")
    answer = client.post(
        "/organisations/new/",
        {"name": "Other", "slug": "riverside", "time_zone": "Europe/London", "language": "en-gb"},
    )
    assert answer.status_code == 422
    with tenancy.own_memberships(maya.pk):
        assert not Member.objects.exists()


@pytest.mark.parametrize(("policy", "status"), [("anyone", 200), ("invited", 404), ("operator", 404)])
def test_who_may_create_organisations_is_a_setting(client, maya, settings, policy, status):
    settings.WHO_MAY_CREATE_ORGANISATIONS = policy
    assert client.get("/organisations/new/").status_code == status


def test_the_operators_invitation_lets_its_addressee_create_one_and_nobody_else(client, maya, settings):
    settings.WHO_MAY_CREATE_ORGANISATIONS = "invited"
    assert client.get(links.founding_path(maya.email)).status_code == 200
    assert client.get(links.founding_path("somebody@else.example")).status_code == 404
    assert client.get("/organisations/new/?invitation=forged").status_code == 404


def test_a_founding_link_works_once(client, maya, settings):
    settings.WHO_MAY_CREATE_ORGANISATIONS = "invited"
    link = links.founding_path(maya.email)
    form = {"name": "Harbour", "slug": "harbour", "time_zone": "Europe/London", "language": "en-gb"}
    assert client.post(link, form).url == "/harbour/"
    assert client.get(link).status_code == 404
    assert client.post(link, form | {"slug": "another"}).status_code == 404
    token = link.partition("invitation=")[2]
    with pytest.raises(actions.OrganisationError, match="used already"):
        actions.found_organisation(
            by=maya, link=token, name="Two", slug="two", time_zone="UTC", language="en-gb"
        )
    with tenancy.own_memberships(maya.pk):
        assert Member.objects.count() == 1


def test_a_founding_link_that_could_not_be_used_stays_good(client, maya, settings):
    settings.WHO_MAY_CREATE_ORGANISATIONS = "invited"
    make.organisation("taken")
    link = links.founding_path(maya.email)
    form = {"name": "Harbour", "slug": "taken", "time_zone": "Europe/London", "language": "en-gb"}
    assert client.post(link, form).status_code == 422
    assert client.post(link, form | {"slug": "free"}).url == "/free/"


def test_the_operator_creates_an_organisation_from_the_command_line(capsys):
    call_command(
        "create_organisation", "Harbour Hospital", admin="ines@harbour.example", admin_name="Ines Duarte"
    )
    assert "/harbour-hospital/" in capsys.readouterr().out
    with tenancy.as_operator():
        assert Organisation.objects.filter(slug="harbour-hospital").exists()
    with pytest.raises(CommandError, match="taken"):
        call_command("create_organisation", "Harbour Hospital", admin="ines@harbour.example")


def test_an_admin_whom_the_operator_made_signs_in_by_one_mail(client):
    call_command("create_organisation", "Harbour Hospital", admin="ines@harbour.example")
    answer = client.post("/accounts/login/code/", {"email": "ines@harbour.example"})
    [sent] = post.delivered()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", sent.body, re.MULTILINE)[1]
    assert client.post(answer.url, {"code": code}).url == "/"
    assert client.get("/").url == "/harbour-hospital/"
    assert len(post.delivered()) == 1


def test_several_organisations_are_offered_and_one_is_entered_at_once(client, maya):
    riverside = make.organisation("riverside")
    make.member(riverside, account=maya)
    assert client.get("/").url == "/riverside/"
    make.member(make.organisation("northgate"), account=maya)
    page = client.get("/").content.decode()
    assert 'href="/riverside/"' in page
    assert 'href="/northgate/"' in page


@pytest.fixture
def tomas(client):
    """The account of the person who is invited."""
    account = make.user("Tomás Okafor", "tomas@example.org")
    client.force_login(account)
    return account


@pytest.fixture
def invitation():
    riverside = make.organisation("riverside")
    admin = make.member(riverside, "Ines Duarte", admin=True)
    tomas = make.member(riverside, "Tomás Okafor", joined=False, email="tomas@example.org")
    with tenancy.inside(riverside.pk, admin.pk):
        return actions.invite(member=tomas, by=admin)


def join_path(invitation):
    return links.join_path(invitation.member.organisation, invitation)


def test_following_an_invitation_connects_the_account(client, tomas, invitation):
    path = join_path(invitation)
    assert b"Join with this account" in client.get(path).content
    assert client.post(path).url == "/riverside/"
    assert client.get("/riverside/").status_code == 200
    assert client.get(path).url == "/riverside/"


def test_an_invitation_is_read_before_signing_in_and_leads_back(client, invitation):
    page = client.get(join_path(invitation)).content.decode()
    assert "Make an account" in page
    assert re.search(r"/accounts/signup/\?next=/join/", page)


def test_an_invitation_works_once(client, tomas, invitation):
    client.post(join_path(invitation))
    client.force_login(make.user("Other Person"))
    assert client.post(join_path(invitation)).status_code == 404


def test_a_forwarded_invitation_lets_nobody_else_in(client, maya, invitation):
    page = client.get(join_path(invitation)).content
    assert b"Join with this account" not in page
    assert b"add tomas@example.org to it and confirm it" in page
    answer = client.post(join_path(invitation))
    assert answer.status_code == 409
    assert b"This invitation is for tomas@example.org" in answer.content
    with tenancy.own_memberships(maya.pk):
        assert not Member.objects.exists()


def test_a_fresh_invitation_ends_the_earlier_one(client, maya, invitation):
    earlier = join_path(invitation)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        with tenancy.inside(invitation.organisation_id):
            actions.invite(member=invitation.member, by=invitation.by)
        assert client.get(earlier).status_code == 404


def test_invitations_to_one_address_come_ever_more_seldom(client, invitation):
    client.force_login(invitation.by.user)
    again = f"/riverside/people/{invitation.member_id}/invitation/"
    now, sent = timezone.now(), []
    for minutes in (0, 5, 10, 15, 35, 45, 100, 140, 145):
        with time_machine.travel(now + timedelta(minutes=minutes, seconds=1), tick=False):
            answer = client.post(again, follow=True)
            if b"is invited by e-mail" in answer.content:
                sent.append(minutes)
            else:
                assert b"was invited a short while ago. You can invite them again from" in answer.content
    assert sent == [10, 45, 140]
    with tenancy.inside(invitation.organisation_id):
        assert messages().filter(recipient=invitation.member).count() == 1 + len(sent)


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_person_at_once_send_one_mail():
    riverside = make.organisation("riverside")
    admin = make.member(riverside, "Ines Duarte", admin=True)

    def press(_number):
        browser = Client()
        browser.force_login(admin.user)
        form = {"name": "Tomás Okafor", "email": "tomas@example.org", "role": "coordinator"}
        try:
            return browser.post("/riverside/people/", form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(press, range(3))) == [302] * 3
    with tenancy.inside(riverside.pk):
        assert messages().count() == 1
        assert Member.objects.filter(email="tomas@example.org").count() == 1


def test_an_invitation_of_one_organisation_opens_no_other(client, maya, invitation):
    make.organisation("northgate")
    token = join_path(invitation).split("/")[3]
    assert client.get(f"/join/northgate/{token}/").status_code == 404


@pytest.mark.parametrize("path", ["/join/nowhere/forged/", "/join/riverside/forged/"])
def test_a_forged_invitation_does_not_tell_which_organisations_there_are(client, path, invitation):
    assert client.get(path).status_code == 404


def test_a_name_without_latin_letters_needs_an_address(client, maya):
    answer = client.post(
        "/organisations/new/", {"name": "学校", "slug": "", "time_zone": "Asia/Tokyo", "language": "en-gb"}
    )
    assert answer.status_code == 422
    assert "slug" in answer.context["form"].errors


def test_each_programme_keeps_somebody_who_runs_it(client):
    """A dismissal is refused in words while nobody else runs a programme; whoever is chosen takes it over."""
    riverside = make.organisation("riverside")
    greta = make.member(riverside, "Greta Holm", admin=True)
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    cohort = make.cohort(make.programme(ines))
    client.force_login(greta.user)
    with tenancy.inside(riverside.pk):
        appointment = Appointment.objects.get(member=ines)
    dismissal = f"/riverside/people/appointments/{appointment.pk}/dismissal/"
    alone = client.post(dismissal)
    assert alone.status_code == 422
    assert "Put another coordinator in charge first" in alone.content.decode()
    samuel = make.member(riverside, "Samuel Mensah", coordinator=True)
    assert client.post(dismissal).status_code == 422, "nobody is chosen by the way"
    assert client.post(dismissal, {"successor": greta.pk}).status_code == 422, "she coordinates nothing"
    with tenancy.inside(riverside.pk):
        assert Appointment.objects.filter(member=ines).exists()
    assert client.post(dismissal, {"successor": samuel.pk}).status_code == 302
    path = f"/riverside/programmes/cohorts/{cohort.pk}/"
    client.force_login(samuel.user)
    assert client.get(path).status_code == 200
    client.force_login(ines.user)
    assert client.get(path).status_code == 404


def test_signing_in_again_inside_an_organisation_leads_home(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    assert client.get("/riverside/accounts/login/").url == "/accounts/login/"
    assert client.get("/riverside/accounts/password/reset/").url == "/accounts/password/reset/"
    assert client.get("/riverside/entrance/").url == "/"
    assert client.post("/riverside/accounts/logout/").url == "/accounts/login/"


@pytest.mark.parametrize("name", ["A\nBcc: x@y.example", "A\r", "A\u2028B"])
def test_a_name_stands_on_one_line(client, name):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    client.post("/riverside/me/", {"display_name": name, "time_zone": ""})
    with tenancy.inside(maya.organisation_id):
        maya.refresh_from_db()
    assert "\n" not in maya.display_name
    assert "\u2028" not in maya.display_name


def test_an_admin_invites_a_coordinator_who_is_told_by_mail(client):
    riverside = make.organisation("riverside")
    admin = make.member(riverside, "Greta Holm", admin=True)
    client.force_login(admin.user)
    form = {"name": "Ines Duarte", "email": "Ines@Riverside.example", "role": "coordinator"}
    assert client.post("/riverside/people/", form).status_code == 302
    with tenancy.inside(riverside.pk):
        ines = Member.objects.get(email="ines@riverside.example")
        assert ines.appointments.get().role == "coordinator"
        assert messages().get(recipient=ines).kind == "invitation"


def test_the_last_admin_cannot_be_dismissed(client):
    riverside = make.organisation("riverside")
    admin = make.member(riverside, "Greta Holm", admin=True)
    client.force_login(admin.user)
    with tenancy.inside(riverside.pk):
        appointment = Appointment.objects.get(member=admin)
    answer = client.post(f"/riverside/people/appointments/{appointment.pk}/dismissal/", follow=True)
    assert b"Appoint another admin first" in answer.content
    with tenancy.inside(riverside.pk):
        assert Appointment.objects.filter(pk=appointment.pk).exists()


def test_a_member_changes_their_name_and_clock(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    form = {"display_name": "Maya L. Lindqvist", "called": "May", "time_zone": "Africa/Nairobi"}
    assert client.post("/riverside/me/", form).status_code == 302
    with tenancy.inside(maya.organisation_id):
        maya.refresh_from_db()
    assert (maya.address_name, str(maya.zone)) == ("May", "Africa/Nairobi")


def test_a_zone_that_does_not_exist_is_refused(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    answer = client.post("/riverside/me/", {"display_name": "Maya", "time_zone": "../etc/passwd"})
    assert answer.status_code == 422


def test_reversing_inside_an_organisation_stays_inside(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    page = client.get("/riverside/").content.decode()
    assert 'href="/riverside/me/"' in page
    assert reverse("entrance") == "/"


SIGN_UP = {"name": "Tomás Okafor", "email": "tomas@example.org", "password1": "a long and quiet phrase"}


def sign_up(client, invitation, **other):
    path = join_path(invitation)
    return client.post("/accounts/signup/", SIGN_UP | {"next": path} | other)


def test_the_link_of_an_invitation_is_proof_enough_for_its_address(client, invitation):
    link = join_path(invitation)  # which holds the second it was made in
    page = client.get(link).content.decode()
    assert "your link proves that it is yours, so that you need no code" in page
    led_to = client.post("/accounts/signup/", SIGN_UP | {"next": link}).url
    assert led_to == link
    assert post.delivered() == []
    assert client.post(link).url == "/riverside/"
    assert client.get("/riverside/").status_code == 200


def test_the_link_proves_no_other_address(client, invitation):
    client.get(join_path(invitation))
    answer = sign_up(client, invitation, email="somebody@else.example")
    assert "confirm" in answer.url
    [sent] = post.delivered()
    assert sent.to == ["somebody@else.example"]
    assert not User.objects.get(email="somebody@else.example").has_confirmed("tomas@example.org")


def test_the_link_proves_nothing_in_another_browser_or_an_hour_later(client, invitation):
    client.get(join_path(invitation))
    assert "confirm" in sign_up(Client(), invitation).url
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert "confirm" in sign_up(client, invitation, email="tomas@example.org").url


@pytest.mark.parametrize("end", ["withdrawn", "forged"])
def test_a_link_that_does_not_work_proves_nothing(client, invitation, end):
    path = join_path(invitation)
    if end == "withdrawn":
        with tenancy.inside(invitation.organisation_id):
            actions.withdraw_invitation(invitation=invitation, by=invitation.by)
    else:
        path = path[:-3] + "xx/"
    assert client.get(path).status_code in {404, 410}
    assert "confirm" in sign_up(client, invitation).url


def test_whoever_has_an_account_signs_in_as_usual(client, invitation):
    account = make.user("Tomás Okafor", "tomas@example.org")
    page = client.get(join_path(invitation)).content.decode()
    assert "There is an account with the address tomas@example.org" in page
    assert "Make an account" not in page
    sign_up(client, invitation)
    assert client.get("/riverside/").status_code == 302, "the link signs nobody in"
    client.force_login(account)
    assert client.post(join_path(invitation)).url == "/riverside/"


def test_whoever_joins_sees_times_in_the_zone_of_their_browser(client, tomas, invitation):
    page = client.post(join_path(invitation), {"time_zone": "Africa/Nairobi"}, follow=True)
    assert "You see times as they are in Africa/Nairobi." in page.content.decode()
    with tenancy.inside(invitation.organisation_id):
        assert str(Member.objects.get(pk=invitation.member_id).zone) == "Africa/Nairobi"


def test_a_zone_that_we_do_not_know_is_left_out(client, tomas, invitation):
    client.post(join_path(invitation), {"time_zone": "Mars/Olympus"})
    with tenancy.inside(invitation.organisation_id):
        assert Member.objects.get(pk=invitation.member_id).time_zone == ""
