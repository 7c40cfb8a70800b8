"""What stands in the steps of a plan: actions, barriers, lines of progress."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import steps
from development_plans.actions import plans
from development_plans.actions.checks import lock_open, update_current_step
from development_plans.errors import PlanError
from development_plans.models import Barrier, LogEntry, LogFile, Plan, PlanAction
from development_plans.queries.plans import count_waiting_plans
from files.actions import store
from files.upload_validation import ValidFile
from meetings.models import Action
from organisations import audit
from organisations.models import Member

MOST = 60  # actions, and barriers, in one plan


@transaction.atomic
def add_action(
    *, plan: Plan, text: str, by: Member, needs: str = "", due_on: date | None = None
) -> PlanAction:
    """Note something to do, and what is needed for it.

    Raises:
        PlanError: there are as many as a plan holds; it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    _refuse_more(current.actions.count())
    action = PlanAction.objects.create(
        organisation_id=current.organisation_id,
        plan=current,
        text=text.strip(),
        needs=needs.strip(),
        due_on=due_on,
    )
    update_current_step(current)
    audit.record("plan.action-added", on=current, by=by)
    return action


def _refuse_more(there: int) -> None:
    if there >= MOST:
        raise PlanError(_("This plan is full. Begin another one, or take something out first."))


@transaction.atomic
def edit_action(*, action: PlanAction, text: str, needs: str, due_on: date | None, by: Member) -> None:
    """Say an action in other words, or give it another day.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(action.plan, by)
    current.actions.filter(pk=action.pk).update(text=text.strip(), needs=needs.strip(), due_on=due_on)
    update_current_step(current)


@transaction.atomic
def remove_action(*, action: PlanAction, by: Member) -> None:
    """Take an action out of a plan.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(action.plan, by)
    current.actions.filter(pk=action.pk).delete()
    update_current_step(current)
    audit.record("plan.action-removed", on=current, by=by)


@transaction.atomic
def tick_action(*, action: PlanAction, done: bool, by: Member) -> None:
    """Tick an action off, or note that there is still something to do. Ticking twice keeps the first time.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(action.plan, by)
    one = current.actions.filter(pk=action.pk)
    if one.filter(done_at__isnull=done).update(done_at=timezone.now() if done else None):
        audit.record("plan.action-done" if done else "plan.action-reopened", on=current, by=by)
    update_current_step(current)


@transaction.atomic
def add_barrier(*, plan: Plan, text: str, by: Member, way: str = "") -> Barrier:
    """Name something in the way, and how it may be overcome, if that is known yet.

    Raises:
        PlanError: there are as many as a plan holds; it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    _refuse_more(current.barriers.count())
    barrier = Barrier.objects.create(
        organisation_id=current.organisation_id, plan=current, text=text.strip(), way=way.strip()
    )
    current.sees_no_barrier_at = None
    update_current_step(current)
    audit.record("plan.barrier-added", on=current, by=by)
    return barrier


@transaction.atomic
def edit_barrier(*, barrier: Barrier, text: str, way: str, by: Member) -> None:
    """Say a barrier, or the way past it, in other words.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(barrier.plan, by)
    current.barriers.filter(pk=barrier.pk).update(text=text.strip(), way=way.strip())
    update_current_step(current)


@transaction.atomic
def remove_barrier(*, barrier: Barrier, by: Member) -> None:
    """Take a barrier out of a plan. A goal that came first goes on as a plan of its own.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(barrier.plan, by)
    current.barriers.filter(pk=barrier.pk).delete()
    update_current_step(current)
    audit.record("plan.barrier-removed", on=current, by=by)


@transaction.atomic
def see_no_barrier(*, plan: Plan, by: Member) -> None:
    """Say that nothing stands in the way.

    Raises:
        PlanError: barriers are named; it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    if current.barriers.exists():
        raise PlanError(_("You have named a barrier. Take it out first if it is none."))
    current.sees_no_barrier_at = timezone.now()
    update_current_step(current)


@transaction.atomic
def add_prerequisite_plan(*, barrier: Barrier, by: Member) -> Plan:
    """Turn a barrier into the goal that comes first: a plan of its own, for which this one waits. Twice is once.

    Raises:
        PlanError: too many plans wait for one another; it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(barrier.plan, by)
    found = current.barriers.get(pk=barrier.pk)
    if found.goal_id:
        return Plan.objects.get(pk=found.goal_id)
    if count_waiting_plans(current) + 1 >= steps.MOST_DEEP:
        raise PlanError(
            _("%(count)d plans wait for one another already. Begin with the innermost of them.")
            % {"count": steps.MOST_DEEP}
        )
    goal = plans.begin(by=by, goal=_("Get past this: %(barrier)s") % {"barrier": found.text})
    found.goal = goal
    found.save(update_fields=["goal"])
    update_current_step(current)
    audit.record("plan.waits", on=current, by=by, first=goal)
    return goal


@transaction.atomic
def log_progress(*, plan: Plan, text: str, by: Member, files: Sequence[ValidFile] = ()) -> LogEntry:
    """Add a line to the log of progress, with files beside it.

    Raises:
        FileError: the files could not be kept.
        PlanError: it is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    entry = LogEntry.objects.create(organisation_id=current.organisation_id, plan=current, text=text.strip())
    store(LogFile, files, by=by, line=entry)
    update_current_step(current)
    audit.record("plan.progress", on=current, by=by)
    return entry


@transaction.atomic
def log_meeting_action(*, plan: Plan, action: Action, by: Member) -> LogEntry:
    """Copy an action of the owner's from a meeting into the log. Twice is once.

    Raises:
        PlanError: it is somebody else's action; the plan is somebody else's, finished or set aside.
    """
    current = lock_open(plan, by)
    if action.owner_id != by.pk:
        raise PlanError(_("Only your own actions can be added to your plan."))
    entry, made = LogEntry.objects.get_or_create(
        organisation_id=current.organisation_id,
        plan=current,
        meeting_action_id=action.pk,
        defaults={"text": action.text},
    )
    if made:
        update_current_step(current)
        audit.record("plan.promise-taken", on=current, by=by)
    return entry


@transaction.atomic
def remove_entry(*, entry: LogEntry, by: Member) -> None:
    """Take a line out of the log.

    Raises:
        PlanError: it is somebody else's, or its plan is finished or set aside.
    """
    current = lock_open(entry.plan, by)
    current.log.filter(pk=entry.pk).delete()
    update_current_step(current)
