"""Who was invited and is wanted nowhere any more cannot come in by the link that they still have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import actions as organisations
from organisations.models import Appointment, Invitation
from programmes.actions import enrolments
from tests import make
from tests.programmes import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return people.place()


@pytest.fixture
def invited(where):
    """Somebody in a cohort who was invited and has not come in."""
    with where.inside():
        enrolment = enrolments.enrol(
            cohort=where.cohort, email="new@example.org", name="New", role="mentee", by=where.ines
        )
        organisations.invite(member=enrolment.member, by=where.ines)
    return enrolment


def is_open(where, member):
    with where.inside():
        return Invitation.objects.get(member=member).is_open


def test_the_invitation_of_who_is_taken_out_of_their_only_cohort_ends(where, invited):
    with where.inside():
        enrolments.withdraw(enrolment=invited, by=where.ines)
    assert not is_open(where, invited.member)
    page = (
        people.browser(where.ines).get(people.url(where.ines, f"enrolments/{invited.pk}/")).content.decode()
    )
    assert "The invitation has ended. Nobody can join by it." in page


def test_who_is_wanted_in_another_cohort_stays_invited(where, invited):
    with where.inside():
        other = make.cohort(
            where.programme, name="Another", starts_on=timezone.localdate() + timedelta(days=3)
        )
        enrolments.enrol(cohort=other, email="new@example.org", name="New", role="mentee", by=where.ines)
        enrolments.withdraw(enrolment=invited, by=where.ines)
    assert is_open(where, invited.member)


def test_the_invitation_of_who_is_dismissed_before_they_came_in_ends(where):
    greta = make.member(where.ines.organisation, "Greta H", admin=True)
    with where.inside(greta):
        member = organisations.add_member(
            organisation=where.ines.organisation, email="co@example.org", name="Co", by=greta
        )
        organisations.appoint(member=member, role=Appointment.Role.COORDINATOR, by=greta)
        organisations.invite(member=member, by=greta)
        organisations.dismiss(member=member, role=Appointment.Role.COORDINATOR, by=greta)
    assert not is_open(where, member)
