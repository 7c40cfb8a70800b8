"""Members join by enrolment, once they themselves came in; whoever takes office asks the members to be let in."""

import pytest
from django.db import ProgrammingError, transaction

from cop.actions import communities, join_requests
from cop.models import Community, JoinRequest, Membership, Session, Turn
from meetings.models import Attendance, Meeting
from notifications.models import Message
from organisations import actions as organisations
from organisations import tenancy
from organisations.models import Appointment
from programmes.actions import enrolments, programmes
from programmes.models import Coordination
from tests import make
from tests.cop.sharing import browser
from tests.cop.test_nobody_is_told import mails_to
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(circle):
    """A circle that takes in whoever is enrolled, in rotation, with a session ahead."""
    with circle.inside(circle.coordinator):
        circle.community = communities.edit(
            community=circle.community, name="New lecturers", joining="automatic", by=circle.coordinator
        )
    circle.arrange(circle.coordinator)
    circle.step("rotating")
    return circle


def add(circle, name="Not Yet Here"):
    address = f"{name.replace(' ', '.').lower()}@example.org"
    with circle.inside(circle.coordinator):
        place = enrolments.enrol(
            cohort=circle.cohort, email=address, name=name, role="mentee", by=circle.coordinator
        )
    return place.member


def come_in(circle, person):
    with circle.inside(circle.coordinator):
        invitation = organisations.invite(member=person, by=circle.coordinator)
    with circle.inside():
        account = make.user(person.display_name, person.email)
        return organisations.accept_invitation(invitation=invitation, user=account)


def belongs(circle, person):
    with circle.inside(circle.coordinator):
        return Membership.objects.current().filter(community=circle.community, member=person).exists()


def invited(circle, person):
    with circle.inside(circle.people[0]):
        ahead = Session.objects.upcoming().filter(community=circle.community)
        return Attendance.objects.filter(meeting__session__in=ahead.order_by(), member=person).exists()


def test_members_join_by_enrolment_once_they_themselves_came_in(gathering):
    person = add(gathering)
    assert not belongs(gathering, person)
    assert not invited(gathering, person)
    page = browser(gathering.coordinator).get(
        f"/{person.organisation.slug}/communities/{gathering.community.pk}/coordination/"
    )
    assert person.display_name not in page.content.decode()
    come_in(gathering, person)
    assert belongs(gathering, person)
    assert invited(gathering, person)
    with gathering.inside(gathering.coordinator):
        told = messages().filter(recipient=person, kind="community-joined")
        assert [each.state for each in told] == [Message.State.WAITING]


def test_whoever_came_in_first_joins_by_enrolment(gathering):
    person = make.member(gathering.coordinator.organisation, "Here Already")
    with gathering.inside(gathering.coordinator):
        enrolments.enrol(
            cohort=gathering.cohort, email=person.email, name="Here", role="mentee", by=gathering.coordinator
        )
    assert belongs(gathering, person)


def test_nobody_who_has_not_come_in_has_a_turn(gathering):
    for number in "ABCD":
        add(gathering, f"Not Here {number}")
    for person in gathering.people[1:]:
        with gathering.inside(person):
            communities.leave(community=gathering.community, member=person, by=person)
    assert {turn.member for turn in gathering.coming()} == {gathering.people[0]}


def test_founding_and_opening_again_take_in_who_came_in_alone(circle):
    here, absent = (
        make.member(circle.coordinator.organisation, name, joined=name == "Came In")
        for name in ("Came In", "Not Yet Here")
    )
    for person in (here, absent):
        make.enrolment(circle.cohort, person, "mentee", state="accepted")
    with circle.inside(circle.coordinator):
        circle.community = communities.found(
            programme=circle.programme,
            name="All",
            audience="mentee",
            joining="automatic",
            by=circle.coordinator,
        )
    assert belongs(circle, here)
    assert not belongs(circle, absent)
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)
    come_in(circle, absent)
    assert not belongs(circle, absent)
    with circle.inside(circle.coordinator):
        communities.reopen(community=circle.community, by=circle.coordinator)
    assert belongs(circle, absent)


def test_joining_brings_nobody_into_what_is_for_others_or_who_withdrew(gathering):
    mentor = make.member(gathering.coordinator.organisation, "A Mentor", joined=False)
    make.enrolment(gathering.cohort, mentor, "mentor", state="accepted")
    gone = make.member(gathering.coordinator.organisation, "Gone Again", joined=False)
    make.enrolment(gathering.cohort, gone, "mentee", state="withdrawn")
    for person in (mentor, gone):
        come_in(gathering, person)
        assert not belongs(gathering, person)


def test_the_database_takes_nobody_in_who_has_not_come_in(gathering):
    person = make.member(gathering.coordinator.organisation, "Not Yet Here", joined=False)
    make.enrolment(gathering.cohort, person, "mentee", state="accepted")
    with (
        gathering.inside(gathering.coordinator),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Membership.objects.create(
            organisation_id=person.organisation_id, community=gathering.community, member=person
        )


def take_charge(circle, person):
    with circle.inside():
        organisations.appoint(member=person, role=Appointment.Role.COORDINATOR, by=person)
    with circle.inside(circle.coordinator):
        return programmes.put_in_charge(programme=circle.programme, member=person, by=circle.coordinator)


def become_admin(circle, person):
    admin = make.member(circle.coordinator.organisation, "Ada Admin", admin=True)
    with circle.inside(admin):
        organisations.appoint(member=person, role=Appointment.Role.ADMIN, by=admin)


@pytest.mark.parametrize("take_office", [take_charge, become_admin])
def test_whoever_takes_office_is_no_member_until_the_members_let_them_in(gathering, take_office):
    amara, jonas, wei = gathering.people
    mails_to("nobody")
    take_office(gathering, amara)
    assert not belongs(gathering, amara)
    assert not invited(gathering, amara)
    with gathering.inside(jonas):
        assert not Turn.objects.coming().filter(community=gathering.community, member=amara).exists()
        told = messages().filter(kind="community-office").values_list("recipient", flat=True)
        assert set(told) == {amara.pk, jonas.pk, wei.pk}
    subjects = mails_to(jonas.email)
    assert f"{amara.display_name} is not a member of New lecturers any more" in subjects
    slug, here = amara.organisation.slug, gathering.community.pk
    assert browser(amara).get(f"/{slug}/communities/{here}/").status_code == 404
    with gathering.inside(amara):
        asked = join_requests.ask(community=gathering.community, reason="", by=amara)
    with gathering.inside(jonas):
        join_requests.decide(request=asked, accepted=True, by=jonas)
        assert Membership.objects.current().get(member=amara).reads_from is not None
    with gathering.inside(gathering.coordinator):
        assert not JoinRequest.objects.open().exists()


def test_who_takes_office_hears_that_they_are_no_member(gathering):
    amara = gathering.people[0]
    mails_to("nobody")
    take_charge(gathering, amara)
    assert "You are not a member of New lecturers any more" in mails_to(amara.email)


def test_whoever_was_let_in_while_in_office_stays_on_taking_another(gathering):
    amara, jonas, _wei = gathering.people
    become_admin(gathering, amara)
    with gathering.inside(amara):
        asked = join_requests.ask(community=gathering.community, reason="", by=amara)
    with gathering.inside(jonas):
        join_requests.decide(request=asked, accepted=True, by=jonas)
    take_charge(gathering, amara)
    assert belongs(gathering, amara)


def test_a_former_coordinator_who_joined_is_no_member_once_in_charge_again(gathering):
    zoe = make.member(gathering.coordinator.organisation, "Zoe Second", coordinator=True)
    ines = gathering.coordinator
    with gathering.inside(ines):
        programmes.put_in_charge(programme=gathering.programme, member=zoe, by=ines)
        held = Coordination.objects.get(member=zoe, programme=gathering.programme)
        programmes.relieve(coordination=held, by=ines)
        enrolments.enrol(cohort=gathering.cohort, email=zoe.email, name="Zoe", role="mentee", by=ines)
    assert belongs(gathering, zoe)
    with gathering.inside(ines):
        programmes.put_in_charge(programme=gathering.programme, member=zoe, by=ines)
    assert not belongs(gathering, zoe)


def test_the_database_ends_it_for_who_goes_around_the_actions(gathering):
    amara = gathering.people[0]
    with gathering.inside(gathering.coordinator):
        Coordination.objects.create(
            organisation_id=amara.organisation_id,
            programme=gathering.programme,
            member=amara,
            by=gathering.coordinator,
        )
    assert not belongs(gathering, amara)


@pytest.mark.parametrize("people", [1, 3])
def test_who_runs_the_workshop_of_a_founding_community_can_leave_it(circle, people):
    amara = circle.people[0]
    circle.name(amara)
    session = circle.arrange(amara)
    for person in [*circle.people[people:], amara]:
        with circle.inside(person):
            communities.leave(community=circle.community, member=person, by=person)
    with circle.inside(circle.coordinator):
        assert Meeting.objects.get(pk=session.meeting_id).facilitator == circle.coordinator


def test_the_only_member_of_a_rotating_community_can_leave_it(circle):
    amara, *others = circle.people
    circle.name(amara)
    session = circle.arrange(amara)
    circle.step(Community.Phase.ROTATING)
    for person in [*others, amara]:
        with circle.inside(person):
            communities.leave(community=circle.community, member=person, by=person)
    with tenancy.inside(amara.organisation_id, circle.coordinator.pk):
        assert Meeting.objects.get(pk=session.meeting_id).facilitator == circle.coordinator


def test_who_is_enrolled_comes_in_when_everyone_enrolled_is_to_belong(circle):
    """Also where people chose to join until then: no later change of their place has to do it."""
    person = circle.enrol("Kofi Asante")
    with circle.inside(circle.coordinator):
        communities.edit(
            community=circle.community, name="Circle", joining="automatic", by=circle.coordinator
        )
    assert belongs(circle, person)


def test_who_chose_to_leave_is_not_fetched_back_then(circle):
    person = circle.people[0]
    with circle.inside(person):
        communities.leave(community=circle.community, member=person, by=person)
    with circle.inside(circle.coordinator):
        communities.edit(
            community=circle.community, name="Circle", joining="automatic", by=circle.coordinator
        )
    assert not belongs(circle, person)


def test_a_partner_who_ends_early_takes_the_other_in_too_where_they_were_not(gathering):
    """Who changes another's place need not be one who lets people into communities."""
    from partnerships import actions as partnerships

    mentor, mentee = (make.member(gathering.coordinator.organisation, name) for name in ("Tomas O", "Maya L"))
    pair = make.partnership(gathering.cohort, mentor=mentor, mentee=mentee)
    with gathering.inside(mentor):
        partnerships.end_early(partnership=pair, by=mentor)
    assert belongs(gathering, mentee)
