"""Beginning a plan, writing its steps, finishing it and setting it aside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import mails, steps
from development_plans.actions.checks import lock_open, lock_own, update_current_step
from development_plans.errors import PlanError
from development_plans.models import Barrier, Plan, PlanConclusion
from development_plans.queries.plans import read_contents
from notifications import outbox
from organisations import audit
from organisations.models import Member
from web.edit_conflicts import Saves


@transaction.atomic
def begin(*, by: Member, goal: str = "", follows: Plan | None = None) -> Plan:
    """Begin a plan. One that was begun and has nothing in it yet is given again.

    Args:
        goal: its first answer, where it is known already.
        follows: the finished plan whose next goal this is.

    Raises:
        PlanError: the plan before it is somebody else's, is not finished, or has a next goal already.
    """
    if follows:
        _check_can_be_followed(lock_own(follows, by))
    elif not goal:
        untouched = Plan.objects.under_way().filter(owner=by, step=1, follows=None, removes=None)
        blank = dict.fromkeys(("goal", "measure", "reach", "reason"), "")
        if found := untouched.filter(wanted_by=None, **blank).first():
            return found
    plan = Plan.objects.create(organisation_id=by.organisation_id, owner=by, goal=goal[:300], follows=follows)
    audit.record("plan.begun", on=plan, by=by)
    return plan


def _check_can_be_followed(plan: Plan) -> None:
    if not plan.is_finished:
        raise PlanError(_("Finish this plan first: look back on it, then choose the next goal."))
    if Plan.objects.filter(follows=plan).exists():
        raise PlanError(_("The next goal has a plan already."))


@transaction.atomic
def save_answers(*, plan: Plan, values: Mapping[str, Any], by: Member, saves: Saves | None = None) -> Plan:
    """Write the short answers of the first step, or the reflection of the last; those not named stay as they are.

    Args:
        saves: which page says so, for those answers that a page saves by itself.

    Raises:
        PlanError: it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    for name in (*Plan.ANSWERS, "reflection"):
        if name in values:
            setattr(current, name, values[name])
    current.saves = {**current.saves, **(saves or {})}
    return update_current_step(current)


@transaction.atomic
def set_dates(
    *,
    plan: Plan,
    starts_on: date | None,
    completes_on: date | None,
    follows_up_on: date | None,
    by: Member,
    saves: Saves | None = None,
) -> Plan:
    """Set when it starts, is complete and is looked at again; each date that lies ahead brings a reminder.

    Raises:
        PlanError: a date lies before the one it comes after; it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    if steps.out_of_order(starts_on, completes_on, follows_up_on):
        raise PlanError(_("Put the dates in order: first the start, then being there, then looking again."))
    current.starts_on, current.completes_on, current.follows_up_on = starts_on, completes_on, follows_up_on
    current.saves = {**current.saves, **(saves or {})}
    update_current_step(current)
    mails.remind(current, by)
    return current


@transaction.atomic
def conclude(*, plan: Plan, how: str, by: Member) -> Plan:
    """Finish a plan, and keep the new behaviour or go on to the next goal; return the plan to go on with.

    A plan that waited for this one goes on, and its owner hears of it.

    Args:
        how: ``keep`` or ``next``.

    Raises:
        PlanError: a step is not complete; it is somebody else's, finished already or set aside.
    """
    current = lock_open(plan, by)
    written = read_contents(current)
    missing = [step for step in steps.ORDER[:-1] if not steps.is_complete(step, written)]
    if missing:
        raise PlanError(_("Step %(step)d is not complete yet: look at it once more.") % {"step": missing[0]})
    if not written.reflection.strip():
        raise PlanError(_("Write a few words about what you learned, then finish the plan."))
    if how not in PlanConclusion.How.values:
        raise PlanError(_("Choose whether the new behaviour stays or the next goal follows."))
    PlanConclusion.objects.create(organisation_id=current.organisation_id, plan=current, how=how)
    update_current_step(current)
    audit.record("plan.finished", on=current, by=by, how=how)
    outbox.cancel(current.pk, mails.START, mails.COMPLETION)
    _unblock(current, by)
    return begin(follows=current, by=by) if how == PlanConclusion.How.NEXT else current


def _unblock(finished: Plan, by: Member) -> None:
    """Let the plan that waited for this one go on."""
    barrier = Barrier.objects.filter(goal=finished).select_related("plan").first()
    if barrier is None:
        return
    barrier.overcome_at = timezone.now()
    barrier.save(update_fields=["overcome_at"])
    update_current_step(lock_own(barrier.plan, by))
    mails.tell(by, mails.UNBLOCKED, plan=barrier.plan, occurrence=str(finished.pk))


@transaction.atomic
def set_aside(*, plan: Plan, by: Member) -> Plan:
    """Set a plan aside, without blame; the barrier it was to remove stands open again.

    Raises:
        PlanError: it is somebody else's, finished, or set aside already.
    """
    current = lock_open(plan, by)
    current.set_aside_at = timezone.now()
    current.save(update_fields=["set_aside_at"])
    audit.record("plan.set-aside", on=current, by=by)
    outbox.cancel(current.pk)
    for barrier in Barrier.objects.filter(goal=current).select_related("plan"):
        barrier.goal = None
        barrier.save(update_fields=["goal"])
        update_current_step(lock_own(barrier.plan, by))
    return current


@transaction.atomic
def resume(*, plan: Plan, by: Member) -> Plan:
    """Go on with a plan that was set aside.

    Raises:
        PlanError: it is somebody else's.
    """
    current = lock_own(plan, by)
    current.set_aside_at = None
    current.save(update_fields=["set_aside_at"])
    audit.record("plan.taken-up", on=current, by=by)
    mails.remind(current, by)
    return current
