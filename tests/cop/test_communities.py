import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cop.actions import communities
from cop.errors import CharterChangedError, CommunityError
from cop.models import Community, Membership, PhaseStep
from cop.queries.communities import belongs, get_history
from organisations import tenancy
from organisations.models import Member
from programmes.actions import enrolments
from programmes.models import Enrolment
from programmes.signals import enrolments_changed
from tests import make
from tests.post import messages


def test_found_takes_in_everyone_enrolled_for_whom_it_is_meant(circle):
    mentor = circle.enrol("Tomás Okafor", "mentor")
    with circle.inside(circle.coordinator):
        made = communities.found(
            programme=circle.programme,
            name="Mentors",
            audience="mentor",
            joining="automatic",
            by=circle.coordinator,
        )
        assert [each.member_id for each in Membership.objects.filter(community=made)] == [mentor.pk]
        assert messages().filter(kind="community-joined", recipient=mentor).count() == 1


def test_thousands_come_into_a_community_in_as_many_queries_as_one(circle):
    circle.name(circle.people[0])
    circle.arrange(circle.people[0])
    made = circle.community
    with circle.inside(circle.coordinator):
        Community.objects.filter(pk=made.pk).update(phase="rotating", joining="automatic")

    def come(names):
        with circle.inside():
            accounts = User.objects.bulk_create(
                User(email=f"{name}@example.org", name=str(name)) for name in names
            )
            members = Member.objects.bulk_create(
                Member(
                    organisation_id=made.organisation_id,
                    user=account,
                    email=account.email,
                    display_name=account.name,
                )
                for account in accounts
            )
        with circle.inside(circle.coordinator):
            places = Enrolment.objects.bulk_create(
                Enrolment(
                    organisation_id=made.organisation_id,
                    cohort_id=circle.cohort.pk,
                    member_id=each.pk,
                    role=made.roles[0],
                )
                for each in members
            )
            places = list(Enrolment.objects.filter(pk__in=[each.pk for each in places]))
            with CaptureQueriesContext(connection) as asked:
                enrolments_changed.send(sender=Enrolment, enrolments=places, by=circle.coordinator)
        return len(asked)

    come(range(5))  # from here on the turns ahead are given
    assert come(range(10, 11)) == come(range(1_000, 2_900)) <= 44
    with circle.inside(circle.coordinator):
        assert Membership.objects.filter(community=made).count() == 1_909
        assert messages().filter(kind="community-joined").count() >= 1_906
        assert messages().filter(kind="meeting-invitation").count() >= 1_906


def test_found_refuses_a_name_the_programme_has_already(circle):
    with circle.inside(circle.coordinator), pytest.raises(CommunityError, match="of that name"):
        communities.found(
            programme=circle.programme,
            name="New lecturers",
            audience="both",
            joining="choice",
            by=circle.coordinator,
        )


def test_found_is_for_the_programmes_coordinators(circle):
    with circle.inside(circle.people[0]), pytest.raises(CommunityError, match="coordinators"):
        communities.found(
            programme=circle.programme, name="Ours", audience="both", joining="choice", by=circle.people[0]
        )


def test_enrolling_leads_into_an_automatic_community_and_withdrawing_out_of_it(circle):
    with circle.inside(circle.coordinator):
        made = communities.found(
            programme=circle.programme,
            name="All",
            audience="both",
            joining="automatic",
            by=circle.coordinator,
        )
        enrolment = enrolments.enrol(
            cohort=circle.cohort,
            email=make.member(circle.coordinator.organisation, "Noor Haddad").email,
            name="Noor Haddad",
            role="mentee",
            by=circle.coordinator,
        )
        here = Membership.objects.current().filter(community=made, member=enrolment.member)
        assert here.exists()
        enrolments.withdraw(enrolment=enrolment, by=circle.coordinator)
        assert not here.exists()


def test_who_left_an_automatic_community_is_not_fetched_back_by_the_next_step(circle):
    with circle.inside(circle.coordinator):
        made = communities.found(
            programme=circle.programme,
            name="All",
            audience="both",
            joining="automatic",
            by=circle.coordinator,
        )
    leaver = circle.people[0]
    with circle.inside(leaver):
        communities.leave(community=made, member=leaver, by=leaver)
    with circle.inside(circle.coordinator):
        enrolment = circle.cohort.enrolments.get(member=leaver)
        enrolments.step(enrolment, "paused", by=circle.coordinator)
        enrolments.step(enrolment, "accepted", by=circle.coordinator)
        assert not Membership.objects.current().filter(community=made, member=leaver).exists()


def test_join_is_for_those_it_is_meant_for(circle):
    mentor = circle.enrol("Tomás Okafor", "mentor")
    with circle.inside(mentor), pytest.raises(CommunityError, match="other people"):
        communities.join(community=circle.community, by=mentor)


def test_join_twice_is_joining_once(circle):
    person = circle.people[0]
    with circle.inside(person):
        communities.join(community=circle.community, by=person)
        assert Membership.objects.filter(community=circle.community, member=person).count() == 1


def test_the_database_lets_nobody_in_who_has_no_place_in_the_programme(circle):
    outsider = make.member(circle.coordinator.organisation, "Noor Haddad")
    for by in (outsider, circle.coordinator):
        with pytest.raises(DatabaseError), circle.inside(by):
            Membership.objects.create(
                organisation_id=outsider.organisation_id, community=circle.community, member=outsider
            )


def test_the_database_keeps_who_has_left_out(circle):
    person = circle.people[0]
    with circle.inside(person):
        communities.leave(community=circle.community, member=person, by=person)
    with pytest.raises(DatabaseError), circle.inside(person):
        Membership.objects.filter(community=circle.community, member=person).update(left_at=None)


def test_coming_back_is_another_membership(circle):
    person = circle.people[0]
    with circle.inside(person):
        communities.leave(community=circle.community, member=person, by=person)
        communities.join(community=circle.community, by=person)
        assert Membership.objects.filter(community=circle.community, member=person).count() == 2
        assert belongs(circle.community, person)


def test_a_charter_keeps_its_versions_and_is_its_members(circle):
    author, other = circle.people[:2]
    with circle.inside(author):
        communities.write_charter(
            community=circle.community, based_on=0, purpose="Learn", ways="Listen", by=author
        )
    with circle.inside(other):
        written = communities.write_charter(
            community=circle.community, based_on=1, purpose="Learn together", ways="Listen", by=other
        )
        assert written.version == 2
        assert circle.community.charters.count() == 2
    with circle.inside(circle.coordinator):
        assert circle.community.charters.count() == 0
        assert get_history(circle.community).charter_written


def test_a_charter_written_by_two_at_once_is_compared(circle):
    author, other = circle.people[:2]
    with circle.inside(author):
        communities.write_charter(community=circle.community, based_on=0, purpose="Learn", ways="", by=author)
    with circle.inside(other), pytest.raises(CharterChangedError) as raised:
        communities.write_charter(community=circle.community, based_on=0, purpose="Else", ways="", by=other)
    assert raised.value.newest == 1


def test_members_step_forward_only_when_nothing_is_missing(circle):
    member = circle.people[0]
    with circle.inside(member), pytest.raises(CommunityError, match="missing"):
        communities.step(community=circle.community, to="rotating", by=member)
    for _each in range(2):
        circle.held(circle.coordinator)
    with circle.inside(member):
        communities.write_charter(community=circle.community, based_on=0, purpose="Learn", ways="", by=member)
    circle.step("rotating", by=member)
    with circle.inside(member):
        last = PhaseStep.objects.filter(community=circle.community).last()
        assert (last.from_phase, last.to_phase, last.by_id) == ("founding", "rotating", member.pk)


def test_the_coordinator_may_go_ahead_and_back(circle):
    circle.step("rotating")
    circle.step("founding")
    assert circle.community.phase == "founding"
    with circle.inside(circle.coordinator), pytest.raises(CommunityError, match="from one phase to the next"):
        communities.step(community=circle.community, to="self-managing", by=circle.coordinator)


def test_a_closed_community_takes_nothing_new_and_can_be_opened_again(circle):
    member = circle.people[0]
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)
    with circle.inside(member), pytest.raises(CommunityError, match="has closed"):
        communities.write_charter(community=circle.community, based_on=0, purpose="x", ways="", by=member)
    with circle.inside(circle.coordinator):
        communities.reopen(community=circle.community, by=circle.coordinator)
        assert Community.objects.standing().filter(pk=circle.community.pk).exists()


def test_history_is_counts_for_who_may_not_read(circle):
    stranger = make.member(make.organisation("northgate"), "Mallory Stranger")

    with tenancy.inside(stranger.organisation_id, stranger.pk), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cop_history(%s)", [circle.community.pk])
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("phase", "to"),
    [
        ("founding", ""),
        ("founding", "nowhere"),
        ("founding", "self-managing"),
        ("rotating", ""),
        ("self-managing", ""),
        ("self-managing", "founding"),
    ],
)
def test_a_community_goes_to_a_neighbouring_phase_and_nowhere_else(circle, phase, to):
    with circle.inside(circle.coordinator):
        Community.objects.filter(pk=circle.community.pk).update(phase=phase)
        with pytest.raises(CommunityError, match="from one phase to the next"):
            communities.step(community=circle.community, to=to, by=circle.coordinator)
