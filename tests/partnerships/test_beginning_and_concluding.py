"""A partnership begins once, with a draft and a first step, and concludes once, with its words kept."""

import pytest
from django.db import connection

from organisations.models import AuditEntry
from partnerships import actions
from partnerships.actions import PartnershipError
from partnerships.models import Agreement, Conclusion, Partnership, Transition
from programmes.models import Enrolment, EnrolmentChange, Proposal, ProposalAnswer
from programmes.signals import proposal_accepted
from tests import make
from tests.partnerships.conftest import Pair
from tests.post import messages

pytestmark = pytest.mark.django_db


def kinds(pair: Pair) -> list[tuple[str, str]]:
    with pair.inside():
        return sorted(messages().filter(state="waiting").values_list("kind", "recipient__display_name"))


def test_begin_makes_parties_a_first_step_and_a_draft(pair: Pair):
    with pair.inside(pair.maya):
        parties = pair.partnership.parties.order_by("role").values_list("role", "member", "enrolment")
        assert list(parties) == [
            ("mentee", pair.maya.pk, pair.mentee.pk),
            ("mentor", pair.tomas.pk, pair.mentor.pk),
        ]
        step = Transition.objects.get()
        assert (step.from_stage, step.to_stage, step.reason, step.by) == (
            "",
            "initiation",
            "began",
            pair.ines,
        )
        draft = Agreement.objects.get()
        assert (draft.version, draft.written_by) == (1, None)
        assert draft.focus == "What you want to work towards."
        assert draft.rhythm == "Every other week, an hour."
        assert pair.partnership.agreement_version == 1


def test_begin_makes_both_enrolments_active_and_tells_both(pair: Pair):
    with pair.inside():
        assert set(Enrolment.objects.values_list("state", flat=True)) == {"active"}
        assert set(EnrolmentChange.objects.values_list("was", "became")) == {("accepted", "active")}
    assert kinds(pair) == [("partnership-began", "Maya Lindqvist"), ("partnership-began", "Tomás Okafor")]


def test_after_begin_the_transaction_works_as_before(pair: Pair):
    with pair.inside(pair.ines):
        actions.begin(mentor=_another_mentor(pair), mentee=pair.mentee, by=pair.ines)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.member')")
            assert cursor.fetchone() == (str(pair.ines.pk),)


def _another_mentor(pair: Pair) -> Enrolment:
    return make.enrolment(pair.cohort, pair.noor, "mentor")


def test_two_people_begin_once(pair: Pair):
    with pair.inside(pair.tomas), pytest.raises(PartnershipError, match="work together already"):
        actions.begin(mentor=pair.mentor, mentee=pair.mentee, by=pair.tomas)


def test_a_mentor_takes_no_more_than_they_can(pair: Pair):
    mentee = make.enrolment(pair.cohort, pair.noor, "mentee")
    with pair.inside(pair.noor), pytest.raises(PartnershipError, match="as many mentees as they can take"):
        actions.begin(mentor=pair.mentor, mentee=mentee, by=pair.noor)
    pair.conclude(pair.maya)
    with pair.inside(pair.ines):
        assert actions.begin(mentor=pair.mentor, mentee=mentee, by=pair.ines)


def test_begin_is_for_the_two_and_their_coordinator(pair: Pair):
    mentor = _another_mentor(pair)
    stranger = make.member(pair.organisation, "Sam Stranger")
    with pair.inside(stranger), pytest.raises(PartnershipError, match="Only the two themselves"):
        actions.begin(mentor=mentor, mentee=pair.mentee, by=stranger)
    with pair.inside(pair.ines):
        assert actions.begin(mentor=mentor, mentee=pair.mentee, by=pair.ines)


def test_begin_needs_a_mentor_and_a_mentee_of_one_cohort(pair: Pair):
    other = make.cohort(pair.cohort.programme, "Spring cohort")
    elsewhere = make.enrolment(other, pair.noor, "mentee")
    for mentor, mentee in ((pair.mentee, pair.mentor), (pair.mentor, elsewhere)):
        with pair.inside(pair.ines), pytest.raises(PartnershipError, match="same cohort"):
            actions.begin(mentor=mentor, mentee=mentee, by=pair.ines)
    myself = make.enrolment(pair.cohort, pair.tomas, "mentee")
    with pair.inside(pair.ines), pytest.raises(PartnershipError, match="own mentor"):
        actions.begin(mentor=pair.mentor, mentee=myself, by=pair.ines)


def test_an_accepted_proposal_begins_a_partnership(pair: Pair):
    mentor = _another_mentor(pair)
    with pair.inside(pair.ines):
        proposal = Proposal.objects.create(
            organisation=pair.organisation,
            cohort=pair.cohort,
            mentor=mentor,
            mentee=pair.mentee,
            by=pair.ines,
        )
    for each in (pair.maya, pair.noor):
        with pair.inside(each):
            ProposalAnswer.objects.create(
                organisation=pair.organisation, proposal=proposal, member=each, accepts=True
            )
    with pair.inside(pair.noor):
        proposal_accepted.send(sender=Proposal, proposal=proposal, by=pair.noor)
        begun = Partnership.objects.get(proposal=proposal)
        assert {party.member_id for party in begun.parties.all()} == {pair.noor.pk, pair.maya.pk}


@pytest.mark.parametrize("kind", ["ended", "continued"])
def test_only_the_last_stage_ends_or_continues(pair: Pair, kind: str):
    with pytest.raises(PartnershipError, match="only end early"):
        pair.conclude(pair.maya, kind)
    pair.move_to("redefinition")
    assert pair.conclude(pair.maya, kind).kind == kind


@pytest.mark.parametrize("stage", ["initiation", "consolidation", "construction", "redefinition"])
def test_any_stage_can_end_early(pair: Pair, stage: str):
    pair.move_to(stage)
    assert pair.conclude(pair.tomas).by == pair.tomas


def test_concluding_tells_the_partner_only(pair: Pair):
    pair.conclude(pair.maya)
    assert ("partnership-concluded", "Tomás Okafor") in kinds(pair)
    assert ("partnership-concluded", "Maya Lindqvist") not in kinds(pair)


def test_a_partnership_concludes_once(pair: Pair):
    pair.conclude(pair.maya)
    with pytest.raises(PartnershipError, match="has ended"):
        pair.conclude(pair.tomas)
    with pair.inside():
        assert Conclusion.objects.count() == 1


def test_once_concluded_nothing_is_added_and_all_can_be_read(pair: Pair):
    pair.conclude(pair.maya)
    for act in (
        lambda: pair.sign(pair.maya),
        lambda: pair.edit(pair.maya, focus="x"),
        lambda: pair.answer(pair.maya),
    ):
        with pytest.raises(PartnershipError, match="has ended"):
            act()
    with pair.inside(pair.tomas):
        assert Agreement.objects.count() == 1


def test_who_is_no_party_can_do_nothing(pair: Pair):
    for person in (pair.ines, pair.noor):
        for act in (
            lambda who: pair.sign(who),
            lambda who: pair.edit(who, focus="x"),
            lambda who: pair.answer(who),
            lambda who: pair.conclude(who),
        ):
            with pytest.raises(PartnershipError, match="not yours"):
                act(person)


def test_the_audit_log_says_that_and_not_what(pair: Pair):
    pair.sign(pair.maya)
    pair.answer(pair.maya)
    pair.answer(pair.tomas)
    pair.conclude(pair.maya)
    lines = []
    for person in (pair.ines, pair.tomas, pair.maya):
        with pair.inside(person):
            own = AuditEntry.objects.filter(subject_id=pair.partnership.pk)
            assert {line.by_id for line in own} <= {person.pk}, "each reads what they did themselves"
            lines += own
    lines.sort(key=lambda line: (line.at, line.pk))
    assert [line.action for line in lines] == [
        "partnership.began",
        "agreement.signed",
        "review.opened",
        "review.answered",
        "review.answered",
        "review.settled",
        "partnership.concluded",
    ]
    assert [line.facts for line in lines if line.facts] == [{"version": 1}]
