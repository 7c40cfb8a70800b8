"""Matching a cohort: decisions about single pairs, and runs that are kept with their reasons."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Member
from programmes import input_fingerprint, matching, rules, solver_input
from programmes.actions.proposal_outcomes import refuse_when_closed
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Enrolment, MatchingRun, PairDecision, RunPair

BATCH = 1_000


@transaction.atomic
def run_matching(*, cohort: Cohort, by: Member) -> MatchingRun:
    """Match everybody who can be matched now and keep the answer; nobody is asked or told anything yet.

    Raises:
        ProgrammeError: there is nobody to match, or a rule or an answer stands in the way of beginning.
    """
    refuse_when_closed(cohort)
    _refuse_out_of_order(cohort)
    people = solver_input.of_cohort(cohort)
    _refuse_without_people(cohort, people)
    try:
        found = people.solve()
    except matching.MatchingError as error:
        raise ProgrammeError(_("The matching could not begin: %(why)s.") % {"why": error}) from error
    run = MatchingRun.objects.create(
        organisation_id=cohort.organisation_id,
        cohort=cohort,
        by=by,
        criteria=[criterion.to_dict() for criterion in people.criteria],
        left_out=[asdict(left_out) for left_out in found.left_out],
        spare=[asdict(spare) for spare in found.spare],
        basis=input_fingerprint.of_cohort(cohort, cohort.programme.criteria.all()),
    )
    RunPair.objects.bulk_create((_pair(run, pair, people) for pair in found.pairs), batch_size=BATCH)
    audit.record("matching.run", on=run, by=by, pairs=len(found.pairs), left_out=len(found.left_out))
    return run


def _pair(run: MatchingRun, pair: matching.Pair, people: solver_input.SolverInput) -> RunPair:
    return RunPair(
        organisation_id=run.organisation_id,
        run=run,
        mentor=people.enrolments[pair.mentor_id],
        mentee=people.enrolments[pair.mentee_id],
        score=pair.explanation.points,
        out_of=pair.explanation.out_of,
        reasons=people.told(pair.explanation, pair.mentor_id, pair.mentee_id),
        pinned=pair.pinned,
    )


def _refuse_out_of_order(cohort: Cohort) -> None:
    programme = cohort.programme
    for question in rules.out_of_order(programme.criteria.all(), programme.questions.all()):
        raise ProgrammeError(
            _("Say first in which order the choices of “%(question)s” stand: a rule counts the steps.")
            % {"question": question.label}
        )


def _refuse_without_people(cohort: Cohort, people: solver_input.SolverInput) -> None:
    if people.mentees and people.mentors:
        return
    if people.mentees:
        raise ProgrammeError(_("No mentor takes part in this cohort yet. Bring mentors in first."))
    if cohort.enrolments.mentees().taking_part().exists():
        raise ProgrammeError(
            _("Every mentee has a mentor, or is being asked. There is nobody left to match.")
        )
    raise ProgrammeError(_("No mentee takes part in this cohort yet. Bring mentees in first."))


@transaction.atomic
def decide_pair(*, mentor: Enrolment, mentee: Enrolment, decision: str, by: Member) -> PairDecision:
    """Pin or forbid a pair for every run to come; a mentee's earlier pin gives way to a new one.

    Raises:
        ProgrammeError: they are not a mentor and a mentee of one cohort, or are one and the same person.
    """
    refuse_when_closed(mentor.cohort)
    if mentor.cohort_id != mentee.cohort_id or (mentor.role, mentee.role) != ("mentor", "mentee"):
        raise ProgrammeError(_("A pair is a mentor and a mentee of the same cohort."))
    if mentor.member_id == mentee.member_id:
        raise ProgrammeError(_("Nobody can be their own mentor."))
    if decision == PairDecision.Decision.PINNED:
        PairDecision.objects.filter(mentee=mentee, decision=decision).exclude(mentor=mentor).delete()
    made, _new = PairDecision.objects.update_or_create(
        organisation_id=mentor.organisation_id,
        mentor=mentor,
        mentee=mentee,
        defaults={"decision": decision, "cohort_id": mentor.cohort_id, "by": by, "at": timezone.now()},
    )
    audit.record(f"pair.{decision}", on=made, by=by)
    return made


@transaction.atomic
def undecide_pair(*, decision: PairDecision, by: Member) -> None:
    """Leave a pair to the criteria again."""
    audit.record("pair.left", on=decision, by=by)
    decision.delete()
