"""Sharing a plan with a mentor, and ending that."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import mails
from development_plans.actions.checks import lock_own
from development_plans.errors import PlanError
from development_plans.models import LastViewed, Plan, PlanShare
from development_plans.queries.plans import mentors_of
from notifications import outbox
from organisations import audit
from organisations.models import Member


@transaction.atomic
def share(*, plan: Plan, mentor: Member, by: Member) -> PlanShare:
    """Show a plan to a mentor one works with; they can read it and comment, never change it. Twice is once.

    Raises:
        PlanError: it is somebody else's, or that person is not their mentor now.
    """
    current = lock_own(plan, by)
    if mentor not in mentors_of(by):
        raise PlanError(_("You can share a plan with a mentor you work with now."))
    share, made = PlanShare.objects.get_or_create(
        organisation_id=current.organisation_id, plan=current, owner=by, member=mentor, taken_back_at=None
    )
    if made:
        audit.record("plan.shared", on=current, by=by, member=mentor)
        mails.tell(mentor, mails.SHARED, plan=current, occurrence=str(share.pk))
    return share


@transaction.atomic
def end_share(*, share: PlanShare, by: Member) -> None:
    """Show a plan to somebody no longer, from now on.

    Raises:
        PlanError: it is somebody else's.
    """
    current = lock_own(share.plan, by)
    standing = PlanShare.objects.filter(pk=share.pk, plan=current, taken_back_at=None)
    if standing.update(taken_back_at=timezone.now()):
        audit.record("plan.share-ended", on=current, by=by, member=share.member_id)
        outbox.cancel_for(share.member, current.pk)


def record_view(*, plan: Plan, by: Member) -> None:
    """Note that somebody who may read a plan has it before them now, so that home is silent about what they saw."""
    LastViewed.objects.bulk_create(
        [LastViewed(organisation_id=plan.organisation_id, plan=plan, member=by)],
        update_conflicts=True,
        unique_fields=["organisation", "plan", "member"],
        update_fields=["at"],
    )
