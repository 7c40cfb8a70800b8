"""The people of a cohort: enrolled by hand, answering, invited, leaving."""

import pytest

from organisations.models import Invitation, Member
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.models import Enrolment, EnrolmentAnswer, EnrolmentChange, Proposal
from tests import make
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db


_once_where, where = kept("where", people.place)


def test_enrolling_by_hand_knows_a_person_by_their_address_in_any_case(where):
    maya = make.member(where.organisation, "Maya Lindqvist", email="maya@example.org")
    client = people.browser(where.ines)
    address = people.url(where.ines, f"cohorts/{where.cohort.pk}/people/new/")
    wanted = {"name": "M. L.", "email": "MAYA@Example.org", "role": "mentee", "capacity": "1"}
    answer = client.post(address, wanted)
    with where.inside():
        enrolment = Enrolment.objects.get()
        assert enrolment.member == maya
        assert Member.objects.get(pk=maya.pk).display_name == "Maya Lindqvist"
        changes = list(EnrolmentChange.objects.values_list("was", "became", "by"))
    assert answer["Location"].endswith(f"/enrolments/{enrolment.pk}/answers/")
    assert changes == [("", "accepted", where.ines.pk)]
    again = client.post(address, wanted)
    assert again.status_code == 422
    assert "is in this cohort already" in again.content.decode()
    assert client.post(address, wanted | {"role": "mentor"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"name": ""},
        {"role": "king"},
        {"capacity": "0"},
        {"capacity": "21"},
        {"name": "a\0b"},
    ],
)
def test_enrolling_by_hand_refuses_nonsense(where, wrong):
    wanted = {"name": "Maya", "email": "maya@example.org", "role": "mentee", "capacity": "1"}
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/people/new/"), wanted | wrong
    )
    assert answer.status_code == 422
    with where.inside():
        assert not Enrolment.objects.exists()


def test_people_answer_for_themselves_and_nobody_else_reads_it(where):
    enrolment = where.person("Maya Lindqvist", "mentee", grade="Officer", department="Joy")
    stranger = make.member(where.organisation, "Otto Other")
    address = people.url(enrolment.member, f"enrolments/{enrolment.pk}/answers/")
    client = people.browser(enrolment.member)
    page = client.get(address).content.decode()
    assert "Your answers" in page
    assert "What you can offer" not in page
    answer = client.post(
        address, {"grade": "Manager", "department": "Joy", "match-similar": "yes", "hopes": "Courage"}
    )
    assert answer.status_code == 302
    with where.inside(enrolment.member):
        given = {each.question.key: each.value for each in EnrolmentAnswer.objects.select_related("question")}
    assert given == {"grade": "Manager", "department": "Joy", "match-similar": True, "hopes": "Courage"}
    assert client.post(address, {"grade": "King", "department": "Joy"}).status_code == 422
    assert client.post(address, {"department": "Joy"}).status_code == 422
    for rest in ("", "answers/"):
        assert (
            people.browser(stranger)
            .get(people.url(stranger, f"enrolments/{enrolment.pk}/{rest}"))
            .status_code
            == 404
        )
    assert (
        client.post(people.url(enrolment.member, f"enrolments/{enrolment.pk}/withdrawal/")).status_code == 404
    )
    assert (
        client.post(people.url(enrolment.member, f"enrolments/{enrolment.pk}/capacity/")).status_code == 404
    )


def test_the_coordinator_may_leave_gaps(where):
    enrolment = where.person("Maya Lindqvist", "mentee", grade="Officer")
    client = people.browser(where.ines)
    address = people.url(where.ines, f"enrolments/{enrolment.pk}/answers/")
    assert client.post(address, {}).status_code == 302
    with where.inside():
        assert not EnrolmentAnswer.objects.exists()


def test_leaving_takes_open_proposals_along_and_can_be_undone(where):
    mentor, mentee = where.person("Tomas O", "mentor"), where.person("Maya L", "mentee")
    with where.inside():
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    client = people.browser(where.ines)
    assert (
        "Take Maya L out"
        in client.get(people.url(where.ines, f"enrolments/{mentee.pk}/withdrawal/")).content.decode()
    )
    assert client.post(people.url(where.ines, f"enrolments/{mentee.pk}/withdrawal/")).status_code == 302
    with where.inside():
        assert Proposal.objects.get().outcome == "withdrawn"
        assert Enrolment.objects.get(pk=mentee.pk).state == "withdrawn"
    assert client.post(people.url(where.ines, f"enrolments/{mentee.pk}/return/")).status_code == 302
    with where.inside():
        assert Enrolment.objects.get(pk=mentee.pk).state == "accepted"
        steps = [change.became for change in EnrolmentChange.objects.filter(enrolment=mentee)]
    assert steps == ["accepted", "withdrawn", "accepted"]


def test_nobody_leaves_out_of_a_partnership(where):
    mentor, mentee = where.person("Tomas O", "mentor"), where.person("Maya L", "mentee")
    with where.inside():
        proposal = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    for each in (mentor, mentee):
        with where.inside(each.member):
            actions.accept_proposal(proposal=proposal, by=each.member)
    answer = people.browser(where.ines).post(people.url(where.ines, f"enrolments/{mentee.pk}/withdrawal/"))
    assert answer.status_code == 422
    assert "They are in a partnership" in answer.content.decode()
    with where.inside(), pytest.raises(ProgrammeError):
        actions.withdraw(enrolment=mentor, by=where.ines)


def test_capacity_changes_within_bounds(where):
    mentor = where.person("Tomas O", "mentor")
    client, address = people.browser(where.ines), people.url(where.ines, f"enrolments/{mentor.pk}/capacity/")
    assert client.post(address, {"capacity": "3"}).status_code == 302
    for wrong in ("0", "21", "many", ""):
        assert client.post(address, {"capacity": wrong}).status_code == 422
    with where.inside():
        assert Enrolment.objects.get(pk=mentor.pk).capacity == 3


def test_capacity_does_not_fall_below_the_mentees_there_are(where):
    mentor = where.person("Tomas O", "mentor", capacity=2)
    for name in ("Maya L", "Lea K"):
        mentee = where.person(name, "mentee")
        with where.inside():
            proposal = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
        for each in (mentor, mentee):
            with where.inside(each.member):
                actions.accept_proposal(proposal=proposal, by=each.member)
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"enrolments/{mentor.pk}/capacity/"), {"capacity": "1"}
    )
    assert answer.status_code == 422
    assert "has 2 mentees" in answer.content.decode()


def test_inviting_the_chosen_or_everybody(where):
    first = where.person("Ada One", "mentor", joined=False)
    where.person("Bob Two", "mentee", joined=False)
    joined = where.person("Cleo Three", "mentee")
    client = people.browser(where.ines)
    address = people.url(where.ines, f"cohorts/{where.cohort.pk}/invitations/")
    client.post(address, {"person": [str(first.pk), str(joined.pk), "nonsense"]})
    with where.inside():
        assert [each.member_id for each in Invitation.objects.all()] == [first.member_id]
    client.post(address, {"everybody": "yes"})
    with where.inside():
        assert Invitation.objects.count() == 2
    assert client.post(address, {}).status_code == 302
    assert client.get(address).status_code == 405


def test_the_list_is_filtered_in_the_address(where):
    where.person("Ada Mentor", "mentor", joined=False)
    where.person("Bea Mentee", "mentee")
    gone = where.person("Cleo Gone", "mentee")
    with where.inside():
        actions.withdraw(enrolment=gone, by=where.ines)
    client = people.browser(where.ines)

    def names(query):
        page = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/people/?{query}"))
        assert page.status_code == 200
        return [enrolment.member.display_name for enrolment in page.context["page"]]

    assert names("") == ["Ada Mentor", "Bea Mentee", "Cleo Gone"]
    assert names("role=mentor") == ["Ada Mentor"]
    assert names("standing=unmatched") == ["Bea Mentee"]
    assert names("standing=withdrawn") == ["Cleo Gone"]
    assert names("account=not-joined") == ["Ada Mentor"]
    assert names("q=BEA") == ["Bea Mentee"]
    assert names("q=ada.mentor%40") == ["Ada Mentor"]
    assert names("q=zzz") == []
    assert names("role=king&page=99") == ["Ada Mentor", "Bea Mentee", "Cleo Gone"]
    assert names("q=%00") == ["Ada Mentor", "Bea Mentee", "Cleo Gone"]
