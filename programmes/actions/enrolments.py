"""People come into a cohort, answer, are invited, leave."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import actions as organisations
from organisations import audit
from organisations.models import Invitation, Member
from programmes import mentor_capacity
from programmes.actions import proposal_outcomes
from programmes.actions.unwanted_invitations import withdraw_if_unwanted
from programmes.answers import asked_of
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Enrolment, EnrolmentAnswer, EnrolmentChange, Proposal
from programmes.signals import enrolments_changed

State = Enrolment.State


@transaction.atomic
def enrol(*, cohort: Cohort, email: str, name: str, role: str, by: Member, capacity: int = 1) -> Enrolment:
    """Take one person into a cohort; someone with this address already in the organisation is that person.

    Raises:
        ProgrammeError: they are in the cohort in this role already, or it is closed.
    """
    proposal_outcomes.refuse_when_closed(cohort)
    member = organisations.add_member(organisation=by.organisation, email=email, name=name, by=by)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                organisation_id=cohort.organisation_id,
                cohort=cohort,
                member=member,
                role=role,
                capacity=capacity,
            )
    except IntegrityError:
        raise ProgrammeError(
            _("%(name)s is in this cohort already, in this role.") % {"name": member.display_name},
            field="email",
        ) from None
    note_change(enrolment, was="", by=by)
    audit.record("enrolment.created", on=enrolment, by=by, role=role)
    return enrolment


def note_change(enrolment: Enrolment, *, was: str, by: Member) -> None:
    """Write down a step of an enrolment that was just taken, and let the floors above hear of it."""
    EnrolmentChange.objects.create(
        organisation_id=enrolment.organisation_id, enrolment=enrolment, was=was, became=enrolment.state, by=by
    )
    enrolments_changed.send(sender=Enrolment, enrolments=[enrolment], by=by)


def step(enrolment: Enrolment, state: str, *, by: Member) -> None:
    """Take an enrolment to a state and write that down; being there already is no step."""
    if enrolment.state == state:
        return
    was, enrolment.state = enrolment.state, state
    enrolment.save(update_fields=["state"])
    note_change(enrolment, was=was, by=by)


@transaction.atomic
def correct_person(*, enrolment: Enrolment, name: str, email: str, by: Member) -> None:
    """Correct the name and the address of somebody who has yet to join.

    Raises:
        ProgrammeError: they take part in a programme that who corrects does not coordinate: whoever reads mail at
            the new address would read what stands there.
        OrganisationError: they have joined, have a role, or somebody else has this address.
    """
    elsewhere = Enrolment.objects.filter(member=enrolment.member_id).exclude(
        cohort__programme__coordinations__member=by
    )
    if elsewhere.exists():
        raise ProgrammeError(
            _("They take part in another programme too. Ask its coordinator to take them out of it first.")
        )
    organisations.correct_member(member=enrolment.member, name=name, email=email, by=by)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Member) -> None:
    """Take a person out of a cohort; proposals that wait for them are withdrawn, what they answered stays.

    An invitation that they have not followed ends, unless they are wanted elsewhere.

    Raises:
        ProgrammeError: they are in a partnership, which has to end first.
    """
    enrolment = mentor_capacity.lock_enrolment(enrolment.pk)
    if enrolment.state == State.ACTIVE:
        raise ProgrammeError(
            _("They are in a partnership. It has to come to its end before they leave the cohort.")
        )
    for proposal in Proposal.objects.open().about(enrolment).select_for_update():
        proposal_outcomes.settle(proposal, Proposal.Outcome.WITHDRAWN)
    step(enrolment, State.WITHDRAWN, by=by)
    withdraw_if_unwanted(member=enrolment.member, by=by)
    audit.record("enrolment.withdrawn", on=enrolment, by=by)


@transaction.atomic
def readmit(*, enrolment: Enrolment, by: Member) -> None:
    """Take a person back who had left the cohort. Raises ProgrammeError when it is closed."""
    enrolment = mentor_capacity.lock_enrolment(enrolment.pk)
    proposal_outcomes.refuse_when_closed(enrolment.cohort)
    if enrolment.state in {State.WITHDRAWN, State.DECLINED, State.COMPLETED}:
        step(enrolment, State.ACCEPTED, by=by)
        audit.record("enrolment.readmitted", on=enrolment, by=by)


@transaction.atomic
def change_capacity(*, enrolment: Enrolment, capacity: int, by: Member) -> None:
    """Say how many mentees a mentor takes.

    Raises:
        ProgrammeError: they have more than that already.
    """
    locked = mentor_capacity.lock_enrolment(enrolment.pk)
    held = mentor_capacity.count_mentees(locked)
    if capacity < held:
        raise ProgrammeError(
            _("This mentor has %(count)s mentees at the moment. Choose that number or more.")
            % {"count": held},
            field="capacity",
        )
    locked.capacity = enrolment.capacity = capacity
    locked.save(update_fields=["capacity"])
    audit.record("enrolment.capacity", on=locked, by=by, capacity=capacity)


@transaction.atomic
def give_answers(*, enrolment: Enrolment, answers: Mapping[UUID, Any], by: Member) -> None:
    """Store answers by question; None or nothing takes an earlier answer away, questions left out stay as they are."""
    questions = asked_of(enrolment.cohort.programme.questions.all(), enrolment.role)
    for question in questions:
        if question.pk not in answers:
            continue
        value = answers[question.pk]
        if value is None or value in ("", []):
            EnrolmentAnswer.objects.filter(enrolment=enrolment, question=question).delete()
            continue
        EnrolmentAnswer.objects.update_or_create(
            organisation_id=enrolment.organisation_id,
            enrolment=enrolment,
            question=question,
            defaults={"value": value},
        )
    audit.record("enrolment.answered", on=enrolment, by=by)


@transaction.atomic
def invite_people(*, enrolments: Iterable[Enrolment], by: Member, again: bool = True) -> int:
    """Ask those to join who have no account here yet, each person once; return how many.

    Leaves those alone who were asked a short while ago, and with ``again=False`` all whose earlier invitation works.

    Raises:
        ProgrammeError: their cohort is closed.
    """
    wanted = list(enrolments)
    for cohort in Cohort.objects.filter(pk__in={each.cohort_id for each in wanted}):
        proposal_outcomes.refuse_when_closed(cohort)
    people = {each.member_id: each.member for each in wanted if not each.member.has_joined}
    if not again:
        asked = Invitation.objects.filter(member__in=people, accepted_at=None, expires_at__gt=timezone.now())
        for member in asked.values_list("member_id", flat=True):
            people.pop(member, None)
    invited = 0
    for _pk, member in sorted(
        people.items()
    ):  # in one order, so that two who invite do not wait for each other
        with suppress(organisations.OrganisationError):
            organisations.invite(member=member, by=by)
            invited += 1
    return invited
