"""An admin's list of people: who, what they are here, since when, invited or not; and nothing that anyone wrote."""

from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone

from organisations import actions, tenancy
from organisations.links import join_path
from organisations.models import AuditEntry, Invitation
from tests import make
from tests.budget import questions

pytestmark = pytest.mark.django_db
PAGE = "/riverside/people/"


@pytest.fixture
def greta():
    organisation = make.organisation("riverside")
    greta = make.member(organisation, "Greta Holm", admin=True)
    greta.organisation = organisation
    return greta


@pytest.fixture
def browser(greta, client):
    client.force_login(greta.user)
    return client


def invited(greta, name="Ida Invited"):
    person = make.member(greta.organisation, name, joined=False)
    with tenancy.inside(greta.organisation_id, greta.pk):
        return actions.invite(member=person, by=greta)


def test_everybody_is_listed_with_what_they_are_and_whether_they_joined(greta, browser):
    ines = make.member(greta.organisation, "Ines Duarte", coordinator=True)
    cohort = make.cohort(make.programme(ines))
    make.enrolment(cohort, make.member(greta.organisation, "Maya Lindqvist"), "mentee")
    make.member(greta.organisation, "Nora New", joined=False)
    invited(greta)
    words = browser.get(PAGE).content.decode()
    for expected in ("Maya Lindqvist", "Mentee", "Programme coordinator", "not invited yet", "invited "):
        assert expected in words


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("?q=ida", ["Ida Invited"]),
        ("?account=invited", ["Ida Invited"]),
        ("?account=not-invited", ["Nora New"]),
        ("?account=joined", ["Greta Holm"]),
        ("?account=nonsense", ["Greta Holm", "Ida Invited", "Nora New"]),
        ("?q=nobody-of-that-name", []),
    ],
)
def test_the_list_is_filtered(greta, browser, filters, names):
    make.member(greta.organisation, "Nora New", joined=False)
    invited(greta)
    assert [person.display_name for person in browser.get(PAGE + filters).context["page"]] == names


def test_an_invitation_is_withdrawn_once_and_its_link_is_dead(greta, browser, client):
    invitation = invited(greta)
    link = join_path(greta.organisation, invitation)
    assert client.get(link).status_code == 200
    address = f"{PAGE}{invitation.member_id}/invitation/withdrawal/"
    assert "is withdrawn" in browser.post(address, follow=True).content.decode()
    assert client.get(link).status_code == 404
    assert "run out already" in browser.post(address, follow=True).content.decode()
    with tenancy.inside(greta.organisation_id, greta.pk):
        assert AuditEntry.objects.filter(action="member.invitation-withdrawn").count() == 1


def test_somebody_whose_invitation_was_withdrawn_can_be_invited_again(greta, browser):
    invitation = invited(greta)
    browser.post(f"{PAGE}{invitation.member_id}/invitation/withdrawal/")
    with tenancy.inside(greta.organisation_id):
        Invitation.objects.update(sent_at=timezone.now() - timedelta(days=9))
    browser.post(f"{PAGE}{invitation.member_id}/invitation/")
    with tenancy.inside(greta.organisation_id):
        assert Invitation.objects.get().is_open


def test_the_page_asks_the_same_however_many_people(greta, browser):
    found = []
    for size in (1, 3, 30):
        for number in range(size):
            invited(greta, f"Person {size} {number}")
        with questions() as asked:
            assert browser.get(PAGE).status_code == 200
        found.append(len(asked))
    assert found == [found[0]] * 3
    assert found[0] <= 10


def test_an_admin_who_coordinates_nothing_reads_what_they_are_here_for(browser):
    words = browser.get("/riverside/").content.decode()
    assert "You look after the organisation" in words
    assert "No programme yet" not in words


def test_whoever_follows_an_invitation_does_not_write_name_and_address_again(greta, client):
    client.get(join_path(greta.organisation, invited(greta)))
    form = client.get("/accounts/signup/").context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Ida Invited", "ida.invited@example.org")


def test_zones_are_offered_under_their_present_names(greta, browser):
    words = browser.get("/riverside/settings/").content.decode()
    assert "Asia/Kolkata" in words
    assert "Asia/Calcutta" not in words


def test_a_zone_of_before_that_somebody_has_stays_theirs(greta, browser):
    with tenancy.inside(greta.organisation_id, greta.pk):
        type(greta).objects.filter(pk=greta.pk).update(time_zone="Asia/Calcutta")
    form = {"display_name": "Greta Holm", "called": "", "time_zone": "Asia/Calcutta"}
    assert browser.post("/riverside/me/", form).status_code == 302


def test_that_it_is_night_for_an_invited_person_names_their_zone(greta, browser, settings):
    """Three in the morning in Auckland, an afternoon in London: the mail goes out at their seven o'clock."""
    settings.QUIET_HOURS = (time(22), time(7))
    with time_machine.travel("2026-11-24T14:00:00+00:00", tick=False):
        for name, zone, wanted in (
            ("Ana Far", "Pacific/Auckland", "at 07:00 (Auckland)."),
            ("Ben Near", "", "is invited by e-mail."),
        ):
            person = make.member(greta.organisation, name, joined=False, time_zone=zone)
            answer = browser.post(f"{PAGE}{person.pk}/invitation/", follow=True)
            assert wanted in answer.content.decode()
