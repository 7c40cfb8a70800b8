"""Two people are asked whether they want to work together, and answer.

Every action that gives a place away locks the mentor's enrolment before anything else, so that however many people
press the same button, a mentor never has more mentees than places.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.outbox import enqueue
from organisations import audit
from organisations.addresses import path
from organisations.models import Member
from programmes import input_fingerprint, mentor_capacity, pair_history
from programmes.actions.enrolments import invite_people, step
from programmes.actions.proposal_deadlines import end_of_day, is_joining_awaited, remind
from programmes.actions.proposal_outcomes import refuse_when_closed, settle
from programmes.errors import ObjectionError, ProgrammeError
from programmes.models import Cohort, Enrolment, MatchingRun, Proposal, ProposalAnswer, Refusal
from programmes.signals import proposal_accepted

Outcome = Proposal.Outcome
State = Enrolment.State


@transaction.atomic
def confirm_run(
    *, run: MatchingRun, by: Member, answer_by: date | None = None, chosen: Collection[UUID] | None = None
) -> list[Proposal]:
    """Propose the pairs of a run to both people; all that were chosen or none.

    Args:
        answer_by: the last day to answer, in the organisation's zone; None is two weeks from now.
        chosen: the ids of the pairs to propose; None is every pair. Who is left out can be matched again.

    Raises:
        ProgrammeError: the run was confirmed already, is not the latest, or rests on what is not so any more: rules,
            answers or decisions have changed, somebody has left, found a partner or is full.
    """
    run = (
        MatchingRun.objects.select_for_update(of=["self"]).select_related("cohort__programme").get(pk=run.pk)
    )
    if run.confirmed_at:
        raise ProgrammeError(_("These pairs have been proposed already."))
    refuse_when_closed(run.cohort)
    if not run.is_latest:
        raise ProgrammeError(_("People were matched again since. Only the latest pairs can be proposed."))
    _refuse_when_stale(run)
    pairs = [pair for pair in run.pairs.order_by("mentee") if chosen is None or pair.pk in chosen]
    if not pairs:
        raise ProgrammeError(_("Choose at least one pair of this run to propose."))
    until = end_of_day(by.organisation, answer_by)
    made = _propose([(pair.mentor_id, pair.mentee_id) for pair in pairs], by, until)
    run.confirmed_at = timezone.now()
    run.save(update_fields=["confirmed_at"])
    audit.record("matching.confirmed", on=run, by=by, proposals=len(made))
    return made


def _refuse_when_stale(run: MatchingRun) -> None:
    changed = input_fingerprint.changed_since(
        run, input_fingerprint.of_cohort(run.cohort, run.cohort.programme.criteria.all())
    )
    if changed:
        raise ProgrammeError(
            _("Nobody was asked. Since this run there are changes in: %(parts)s. Match again, then propose.")
            % {"parts": ", ".join(changed)}
        )


@transaction.atomic
def propose_pair(*, mentor: Enrolment, mentee: Enrolment, by: Member, on_purpose: bool = False) -> Proposal:
    """Propose one pair that the coordinator chose by hand.

    Args:
        on_purpose: the coordinator has read what speaks against this pair and wants it all the same.

    Raises:
        ObjectionError: they were partners, one said no to the other, or the pair is ruled out. A later pin says that
            it is meant.
        ProgrammeError: one of them has left or found a partner, or the mentor is full.
    """
    if mentor.cohort_id != mentee.cohort_id or mentor.member_id == mentee.member_id:
        raise ProgrammeError(_("A pair is a mentor and a mentee of the same cohort."))
    refuse_when_closed(mentor.cohort)
    if not on_purpose and (objections := pair_history.list_objections(mentor, mentee)):
        raise ObjectionError(" ".join(objections))
    return _propose([(mentor.pk, mentee.pk)], by, end_of_day(by.organisation))[0]


def _propose(pairs: Sequence[tuple[UUID, UUID]], by: Member, answer_by: datetime) -> list[Proposal]:
    people = _locked({key for pair in pairs for key in pair})
    free = _free_places([people[mentor] for mentor, _mentee in pairs])
    for mentor, mentee in pairs:
        free[mentor] -= 1
        _refuse_unless_free(people[mentor], people[mentee], free[mentor])
    try:
        with transaction.atomic():
            made = Proposal.objects.bulk_create(
                Proposal(
                    organisation_id=by.organisation_id,
                    cohort_id=people[mentee].cohort_id,
                    mentor=people[mentor],
                    mentee=people[mentee],
                    by=by,
                    answer_by=answer_by,
                )
                for mentor, mentee in pairs
            )
    except IntegrityError:
        raise ProgrammeError(
            _("A mentee here has an open proposal already. Run the matching again.")
        ) from None
    invite_people(enrolments=people.values(), by=by, again=False)
    for proposal in made:
        audit.record("proposal.made", on=proposal, by=by)
        for each in (proposal.mentor, proposal.mentee):
            _ask(each.member, proposal)
    return made


def _ask(member: Member, proposal: Proposal) -> None:
    """Tell somebody that they are asked, and once more before it is too late; answering calls the second off."""
    enqueue(member, "proposal", about=proposal, link=path("proposal", proposal.pk))
    remind(member, proposal)


def _locked(keys: Iterable[UUID]) -> dict[UUID, Enrolment]:
    """Lock enrolments in the order of their ids, so that two confirmations at once wait and do not deadlock."""
    found = (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("member")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    return {each.pk: each for each in found}


def _free_places(mentors: Iterable[Enrolment]) -> dict[UUID, int]:
    by_key = {mentor.pk: mentor for mentor in mentors}
    taken = mentor_capacity.count_taken_slots(by_key.values())
    return {key: mentor.capacity - taken.get(key, 0) for key, mentor in by_key.items()}


def _refuse_unless_free(mentor: Enrolment, mentee: Enrolment, places_left: int) -> None:
    names = {"mentor": mentor.member.display_name, "mentee": mentee.member.display_name}
    if mentor.state not in {State.ACCEPTED, State.ACTIVE} or mentee.state != State.ACCEPTED:
        raise ProgrammeError(
            _("%(mentor)s or %(mentee)s is not waiting for a partner any more. Run the matching again.")
            % names
        )
    if places_left < 0:
        raise ProgrammeError(_("%(mentor)s has no place left. Run the matching again.") % names)


@transaction.atomic
def accept_proposal(*, proposal: Proposal, by: Member) -> Proposal:
    """Say yes. When both have, they are partners, unless the mentor's places are all taken by then.

    Raises:
        ProgrammeError: the proposal is closed, or they answered already.
    """
    proposal = _lock_to_answer(proposal, by)
    refuse_when_closed(proposal.cohort)
    _answer(proposal, by, accepts=True)
    if proposal.answers.filter(accepts=True).count() < 2:
        return proposal
    if not mentor_capacity.has_mentees(proposal.mentor):
        settle(proposal, Outcome.FULL)
        audit.record("proposal.full", on=proposal, by=by)
        _tell_coordinators(proposal)
        _tell_who_said_yes(proposal)
        return proposal
    settle(proposal, Outcome.ACCEPTED)
    for each in (proposal.mentor, proposal.mentee):
        step(each, State.ACTIVE, by=by)
    audit.record("proposal.accepted", on=proposal, by=by)
    proposal_accepted.send(sender=Proposal, proposal=proposal, by=by)
    return proposal


@transaction.atomic
def decline_proposal(*, proposal: Proposal, reason: str, by: Member) -> Proposal:
    """Say no, with a reason for the coordinators alone. Both can be matched again.

    The coordinators are told, and so is the other, if they have said yes: not why.

    Raises:
        ProgrammeError: the proposal is closed, or they answered already.
    """
    proposal = _lock_to_answer(proposal, by)
    answer = _answer(proposal, by, accepts=False)
    Refusal.objects.create(organisation_id=proposal.organisation_id, answer=answer, reason=reason)
    settle(proposal, Outcome.DECLINED)
    audit.record("proposal.declined", on=proposal, by=by)
    _tell_coordinators(proposal)
    _tell_who_said_yes(proposal)
    return proposal


def _tell_who_said_yes(proposal: Proposal) -> None:
    """Tell whoever waits for the other's answer that nothing comes of it."""
    for answer in proposal.answers.filter(accepts=True).select_related("member"):
        enqueue(answer.member, "proposal-withdrawn", about=proposal, link=path("proposal", proposal.pk))


@transaction.atomic
def take_back_yes(*, proposal: Proposal, by: Member) -> None:
    """Take one's yes back while the other has not answered; the question stands as before.

    Raises:
        ProgrammeError: the proposal is closed, or there is no yes of theirs.
    """
    proposal = _lock(proposal)
    if proposal.settled_at:
        raise ProgrammeError(_("The other has answered meanwhile, so your yes cannot be withdrawn here."))
    taken_back, _rows = ProposalAnswer.objects.filter(proposal=proposal, member=by, accepts=True).delete()
    if not taken_back:
        raise ProgrammeError(_("You have not said yes to this."))
    audit.record("proposal.yes-taken-back", on=proposal, by=by)


@transaction.atomic
def release_proposal(*, proposal: Proposal) -> bool:
    """Close a proposal that was not answered in time, and tell its coordinators and who said yes.

    Return whether it was due. Doing it twice, or for one that has been answered, changes nothing. It is not due as
    long as one of the two can still join by an invitation: until then they cannot answer.
    """
    proposal = _lock(proposal)
    if proposal.settled_at or not proposal.answer_by or proposal.answer_by > timezone.now():
        return False
    if is_joining_awaited(proposal):
        return False
    settle(proposal, Outcome.RELEASED)
    audit.record("proposal.released", on=proposal, by=None)
    _tell_coordinators(proposal)
    for answer in proposal.answers.select_related("member"):
        enqueue(answer.member, "proposal-released", about=proposal, link=path("proposal", proposal.pk))
    return True


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Member) -> None:
    """Withdraw a proposal that waits for answers; both can be matched again.

    Raises:
        ProgrammeError: it is closed.
    """
    proposal = _lock(proposal)
    if proposal.settled_at:
        raise ProgrammeError(_("This proposal is closed already."))
    _withdraw(proposal, by)


@transaction.atomic
def withdraw_open_proposals(*, cohort: Cohort, by: Member) -> int:
    """Withdraw every proposal of a cohort that waits for answers; return how many.

    What was answered meanwhile stays as it was answered.
    """
    proposals = list(Proposal.objects.open().filter(cohort=cohort).order_by("pk"))
    people = _locked({key for each in proposals for key in (each.mentor_id, each.mentee_id)})
    still_open = (
        Proposal.objects.open()
        .select_for_update(of=["self"])
        .filter(pk__in=[each.pk for each in proposals])
        .order_by("pk")
    )
    withdrawn = list(still_open)
    for proposal in withdrawn:
        proposal.mentor, proposal.mentee = people[proposal.mentor_id], people[proposal.mentee_id]
        _withdraw(proposal, by)
    return len(withdrawn)


def _withdraw(proposal: Proposal, by: Member) -> None:
    settle(proposal, Outcome.WITHDRAWN)
    for answer in proposal.answers.select_related("member"):
        enqueue(answer.member, "proposal-withdrawn", about=proposal, link=path("proposal", proposal.pk))
    audit.record("proposal.withdrawn", on=proposal, by=by)


@transaction.atomic
def end_pair(*, mentor: Enrolment, mentee: Enrolment, fulfilled: bool, by: Member) -> None:
    """Say that two people work together no longer; for the floor above to call once their partnership has ended.

    A mentee whose partnership was ``fulfilled`` has completed the cohort; another waits for a new mentor. A mentor
    without any mentee left can be matched as at the beginning. Twice changes nothing.
    """
    people = _locked([mentor.pk, mentee.pk])
    mentor, mentee = people[mentor.pk], people[mentee.pk]
    if mentee.state == State.ACTIVE:
        step(mentee, State.COMPLETED if fulfilled else State.ACCEPTED, by=by)
    if mentor.state == State.ACTIVE and not mentor_capacity.count_mentees(mentor):
        step(mentor, State.ACCEPTED, by=by)


def _lock(proposal: Proposal) -> Proposal:
    """Lock both enrolments, then the proposal; always in this order."""
    people = _locked([proposal.mentor_id, proposal.mentee_id])
    proposal = (
        Proposal.objects.select_for_update(of=["self"])
        .select_related("cohort__programme")
        .get(pk=proposal.pk)
    )
    proposal.mentor, proposal.mentee = people[proposal.mentor_id], people[proposal.mentee_id]
    return proposal


def _lock_to_answer(proposal: Proposal, by: Member) -> Proposal:
    proposal = _lock(proposal)
    if proposal.settled_at:
        raise ProgrammeError(_("This proposal is closed, so there is nothing left to answer."))
    if proposal.answers.filter(member=by).exists():
        raise ProgrammeError(_("You have answered this already."))
    return proposal


def _answer(proposal: Proposal, by: Member, *, accepts: bool) -> ProposalAnswer:
    return ProposalAnswer.objects.create(
        organisation_id=proposal.organisation_id, proposal=proposal, member=by, accepts=accepts
    )


def _tell_coordinators(proposal: Proposal) -> None:
    link = path("matching", proposal.cohort_id)
    for coordination in proposal.cohort.programme.coordinations.select_related("member"):
        enqueue(coordination.member, "proposal-declined", about=proposal, link=link)
