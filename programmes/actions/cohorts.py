"""A cohort from its opening on: its name and dates, closing it and opening it again."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.outbox import enqueue
from organisations import actions as organisations
from organisations import audit
from organisations.addresses import path
from organisations.models import Invitation, Member
from programmes.actions.proposal_outcomes import settle
from programmes.actions.unwanted_invitations import unwanted_invitations
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Enrolment, EnrolmentChange, Programme, Proposal


@transaction.atomic
def create_cohort(*, programme: Programme, name: str, starts_on: date, ends_on: date, by: Member) -> Cohort:
    """Open an intake of a programme.

    Raises:
        ProgrammeError: the name is taken, or it ends before it starts.
    """
    cohort = Cohort(
        organisation_id=programme.organisation_id,
        programme=programme,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by=by,
    )
    _save(cohort)
    audit.record("cohort.created", on=cohort, by=by)
    return cohort


@transaction.atomic
def edit_cohort(*, cohort: Cohort, name: str, starts_on: date, ends_on: date, by: Member) -> None:
    """Change a cohort's name or dates. What its partnerships have agreed and done stays as it is.

    Raises:
        ProgrammeError: the name is taken; it would end before it starts, start after its first partnership began, or
            be over while people work together in it.
    """
    _refuse_dates_that_history_forbids(cohort, starts_on, ends_on)
    cohort.name, cohort.starts_on, cohort.ends_on = name, starts_on, ends_on
    _save(cohort)
    audit.record("cohort.edited", on=cohort, by=by, starts_on=starts_on, ends_on=ends_on)


def _refuse_dates_that_history_forbids(cohort: Cohort, starts_on: date, ends_on: date) -> None:
    changes = EnrolmentChange.objects.filter(enrolment__cohort=cohort, became=Enrolment.State.ACTIVE)
    first = changes.order_by("at").values_list("at", flat=True).first()
    if first and starts_on > timezone.localdate(first):
        raise ProgrammeError(
            _("The first partnership began on %(day)s. Choose that day or an earlier one.")
            % {"day": date_format(timezone.localdate(first), "DATE_FORMAT")},
            field="starts_on",
        )
    under_way = cohort.enrolments.filter(state=Enrolment.State.ACTIVE).exists()
    if under_way and ends_on < timezone.localdate():
        raise ProgrammeError(
            _(
                "People work together in this cohort. Choose today or a later day, or end their partnerships first."
            ),
            field="ends_on",
        )


def _save(cohort: Cohort) -> None:
    if cohort.ends_on <= cohort.starts_on:
        raise ProgrammeError(_("The end lies before the start. Choose a later day."), field="ends_on")
    try:
        with transaction.atomic():
            cohort.save()
    except IntegrityError:
        raise ProgrammeError(
            _("There is a cohort of this name already. Choose another."), field="name"
        ) from None


@transaction.atomic
def close_cohort(*, cohort: Cohort, by: Member) -> None:
    """Take nobody in and match nobody any more. Twice changes nothing.

    Proposals that wait are withdrawn, and who said yes is told; invitations of people who have not joined and are
    wanted nowhere else are withdrawn. Partnerships under way go on.
    """
    cohort = Cohort.objects.select_for_update(of=["self"]).get(pk=cohort.pk)
    if cohort.is_closed:
        return
    for proposal in Proposal.objects.open().filter(cohort=cohort).select_for_update():
        settle(proposal, Proposal.Outcome.WITHDRAWN)
        for answer in proposal.answers.select_related("member"):
            enqueue(answer.member, "proposal-withdrawn", about=proposal, link=path("proposal", proposal.pk))
    for invitation in invitations_to_withdraw(cohort):
        organisations.withdraw_invitation(invitation=invitation, by=by)
    cohort.closed_by, cohort.closed_at = by, timezone.now()
    cohort.save(update_fields=["closed_by", "closed_at"])
    audit.record("cohort.closed", on=cohort, by=by)


def invitations_to_withdraw(cohort: Cohort) -> QuerySet[Invitation]:
    """Return the open invitations of people who were to come into this cohort and are wanted nowhere else."""
    elsewhere = Enrolment.objects.filter(cohort__closed_at=None).exclude(cohort=cohort)
    here = Enrolment.objects.filter(member=OuterRef("member"), cohort=cohort)
    return unwanted_invitations(elsewhere).filter(Exists(here))


@transaction.atomic
def reopen_cohort(*, cohort: Cohort, by: Member) -> None:
    """Take people in and match them again. Twice changes nothing."""
    cohort = Cohort.objects.select_for_update(of=["self"]).get(pk=cohort.pk)
    if not cohort.is_closed:
        return
    cohort.closed_by = cohort.closed_at = None
    cohort.save(update_fields=["closed_by", "closed_at"])
    audit.record("cohort.reopened", on=cohort, by=by)
