"""A wrong name or address of somebody who has yet to join is corrected; an invitation is withdrawn."""

import pytest

from notifications import delivery
from organisations import actions as organisations
from organisations.links import join_path
from organisations.models import Appointment, AuditEntry, Invitation, Member
from programmes import actions
from tests import make
from tests.programmes import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return people.place()


@pytest.fixture
def invited(where):
    with where.inside():
        enrolment = actions.enrol(
            cohort=where.cohort, email="nor@example.org", name="Nor", role="mentee", by=where.ines
        )
        actions.invite_people(enrolments=[enrolment], by=where.ines)
    return enrolment


def correct(where, enrolment, **data):
    address = people.url(where.ines, f"enrolments/{enrolment.pk}/correction/")
    return people.browser(where.ines).post(address, {"name": "Noor", "email": "Noor@Example.org", **data})


def member(where, enrolment):
    with where.inside():
        return Member.objects.get(pk=enrolment.member_id)


def invitation(where, enrolment):
    with where.inside():
        return Invitation.objects.get(member=enrolment.member_id)


def actions_recorded(where, enrolment):
    with where.inside():
        return set(AuditEntry.objects.filter(subject_id=enrolment.member_id).values_list("action", flat=True))


def test_with_another_address_an_invitation_that_was_sent_ends(where, invited, client):
    link = join_path(where.organisation, invitation(where, invited))
    assert client.get(link).status_code == 200
    assert correct(where, invited).status_code == 302
    now = member(where, invited)
    assert (now.display_name, now.email, now.mail_address) == ("Noor", "noor@example.org", "noor@example.org")
    answer = client.get(link)
    assert answer.status_code == 404
    assert "been withdrawn" in answer.content.decode()
    assert {"member.corrected", "member.invitation-withdrawn"} <= actions_recorded(where, invited)


def test_a_corrected_name_leaves_the_invitation(where, invited):
    assert correct(where, invited, email="nor@example.org").status_code == 302
    assert member(where, invited).display_name == "Noor"
    assert invitation(where, invited).is_open


def test_an_address_that_somebody_has_is_refused(where, invited):
    other = make.member(where.organisation, "Lea Novak")
    answer = correct(where, invited, email=other.email.upper())
    assert answer.status_code == 422
    assert "Somebody else here has this address already." in answer.content.decode()
    assert member(where, invited).email == "nor@example.org"


def test_whoever_has_joined_is_left_alone(where):
    joined = where.person("Lea Novak", "mentee")
    assert correct(where, joined).status_code == 422
    assert member(where, joined).display_name == "Lea Novak"


def test_a_coordinator_corrects_nobody_who_has_a_role(where, invited):
    """Otherwise they could have the invitation of an admin sent to themselves."""
    admin = make.member(where.organisation, "Otto Berg", admin=True)
    with where.inside(admin):
        organisations.appoint(member=member(where, invited), role=Appointment.Role.ADMIN, by=admin)
    answer = correct(where, invited)
    assert answer.status_code == 422
    assert "Ask an organisation admin" in answer.content.decode()
    assert member(where, invited).email == "nor@example.org"


def test_a_coordinator_corrects_nobody_who_takes_part_in_anothers_programme(where, invited):
    """Otherwise they could join as them and read what they answered there."""
    otto = make.member(where.organisation, "Otto Berg", coordinator=True)
    make.enrolment(make.cohort(make.programme(otto)), member(where, invited), "mentor")
    assert correct(where, invited).status_code == 422
    assert member(where, invited).email == "nor@example.org"


def test_an_invitation_is_withdrawn_and_its_mail_is_not_sent(where, invited, client, mailoutbox):
    link = join_path(where.organisation, invitation(where, invited))
    browser = people.browser(where.ines)
    page = browser.get(people.url(where.ines, f"enrolments/{invited.pk}/")).content.decode()
    assert "Withdraw invitation" in page
    address = people.url(where.ines, f"enrolments/{invited.pk}/invitation/withdrawal/")
    assert browser.post(address).status_code == 302
    assert client.get(link).status_code == 404
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    assert not [mail for mail in mailoutbox if "nor@example.org" in mail.to]
    assert "member.invitation-withdrawn" in actions_recorded(where, invited)
    assert browser.post(address).status_code == 422  # there is none any more
