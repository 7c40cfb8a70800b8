"""What every action asks first, and does last."""

from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import steps
from development_plans.errors import PlanError
from development_plans.models import Plan
from development_plans.queries.plans import read_contents
from organisations.models import Member


def lock_open(plan: Plan, by: Member) -> Plan:
    """Lock a plan that its owner changes.

    Raises:
        PlanError: it is somebody else's, finished or set aside.
    """
    current = lock_own(plan, by)
    if current.is_finished:
        raise PlanError(
            _("This plan is finished. What you wrote stays as it is; the next goal gets a plan of its own.")
        )
    if current.is_set_aside:
        raise PlanError(_("This plan is set aside. Take it up again to change it."))
    return current


def lock_own(plan: Plan, by: Member) -> Plan:
    """Lock a plan of one's own, in whatever state it is.

    Raises:
        PlanError: it is somebody else's.
    """
    current = Plan.objects.select_for_update().filter(pk=plan.pk, owner=by).first()
    if current is None:
        raise PlanError(_("Only the owner of a plan can change it."))
    return current


def update_current_step(plan: Plan) -> Plan:
    """Note where a plan stands after what was just changed in it."""
    written = read_contents(plan)
    plan.step, plan.complete = steps.current_step(written), steps.complete(written)
    plan.changed_at = timezone.now()
    plan.save()
    return plan
