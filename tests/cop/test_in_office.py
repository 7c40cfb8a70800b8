"""Who looks after a programme or the organisation comes into no community by their own act."""

import pytest
from django.db import ProgrammingError, transaction

from cop.actions import communities as actions
from cop.errors import CommunityError
from cop.models import Community, Membership
from organisations import tenancy
from programmes.actions import enrolments
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    riverside = make.organisation("riverside")
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    admin = make.member(riverside, "Ada Admin", admin=True)
    maya = make.member(riverside, "Maya Lindqvist")
    cohort = make.cohort(make.programme(by=ines))
    make.enrolment(cohort, maya, "mentor", state="accepted")
    return riverside, ines, admin, maya, cohort


def found(cohort, by, joining="automatic"):
    with tenancy.inside(by.organisation_id, by.pk):
        return actions.found(
            programme=cohort.programme, name="Circle", audience="both", joining=joining, by=by
        )


def belonging(community) -> set[str]:
    with tenancy.inside(community.organisation_id):
        of = Membership.objects.current().filter(community=community)
        return set(of.values_list("member__display_name", flat=True))


def test_a_coordinator_who_enrols_themself_does_not_belong_and_reads_nothing(world):
    _riverside, ines, admin, _maya, cohort = world
    community = found(cohort, ines)
    with tenancy.inside(ines.organisation_id, ines.pk):
        for person in (ines, admin):
            enrolments.enrol(
                cohort=cohort, email=person.email, name=person.display_name, role="mentor", by=ines
            )
    assert belonging(community) == {"Maya Lindqvist"}


def test_founding_takes_in_nobody_by_their_office(world):
    _riverside, ines, admin, _maya, cohort = world
    for person in (ines, admin):
        make.enrolment(cohort, person, "mentor", state="accepted")
    assert belonging(found(cohort, ines)) == {"Maya Lindqvist"}


@pytest.mark.parametrize("who", [1, 2])
def test_where_each_chooses_they_cannot_join(world, who):
    person, cohort = world[who], world[4]
    make.enrolment(cohort, person, "mentor", state="accepted")
    community = found(cohort, world[1], joining="choice")
    with tenancy.inside(person.organisation_id, person.pk):
        assert not Community.objects.open_to(person).exists()
        with pytest.raises(CommunityError):
            actions.join(community=community, by=person)


@pytest.mark.parametrize("who", [1, 2])
def test_the_database_lets_nobody_in_by_their_office(world, who):
    person, cohort = world[who], world[4]
    make.enrolment(cohort, person, "mentor", state="accepted")
    community = found(cohort, world[1], joining="choice")
    with (
        tenancy.inside(person.organisation_id, person.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Membership.objects.create(organisation_id=person.organisation_id, community=community, member=person)


def test_others_who_are_enrolled_come_in_as_before(world):
    riverside, ines, _admin, _maya, cohort = world
    community = found(cohort, ines)
    noor = make.member(riverside, "Noor Haddad")
    with tenancy.inside(ines.organisation_id, ines.pk):
        enrolments.enrol(cohort=cohort, email=noor.email, name="Noor Haddad", role="mentee", by=ines)
    assert belonging(community) == {"Maya Lindqvist", "Noor Haddad"}
