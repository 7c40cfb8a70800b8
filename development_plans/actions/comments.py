"""Commenting on the steps of a plan."""

from django.db import transaction
from django.utils.translation import gettext as _

from development_plans import mails
from development_plans.errors import PlanError
from development_plans.models import Plan, PlanComment, PlanShare
from organisations import audit
from organisations.models import Member


@transaction.atomic
def comment(*, plan: Plan, step: int, text: str, by: Member) -> PlanComment:
    """Say something beside a step: its owner, or a mentor to whom it is shown. The others hear that there is something.

    Raises:
        PlanError: they may not read it.
    """
    current = Plan.objects.visible_to(by).filter(pk=plan.pk).select_related("owner").first()
    if current is None:
        raise PlanError(_("This plan is not shared with you any more."))
    said = PlanComment.objects.create(
        organisation_id=current.organisation_id, plan=current, step=step, author=by, text=text.strip()
    )
    audit.record("plan.commented", on=current, by=by, step=step)
    for person in _others(current, by):
        mails.tell(person, mails.COMMENTED, plan=current, occurrence=str(said.pk))
    return said


def _others(plan: Plan, by: Member) -> list[Member]:
    """The owner; or, when the owner speaks, those to whom the plan is shown."""
    if plan.owner_id != by.pk:
        return [plan.owner]
    return [share.member for share in PlanShare.objects.standing().filter(plan=plan).select_related("member")]


@transaction.atomic
def remove_comment(*, comment: PlanComment, by: Member) -> None:
    """Take back what one said.

    Raises:
        PlanError: somebody else said it.
    """
    if not PlanComment.objects.filter(pk=comment.pk, author=by).delete()[0]:
        raise PlanError(_("Only its author can withdraw it."))
    audit.record("plan.comment-removed", on=comment.plan, by=by)
