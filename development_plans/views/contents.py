"""What stands in the steps: actions, barriers, lines of progress."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans import steps
from development_plans.actions import contents as actions
from development_plans.forms.plans import ActionForm, BarrierForm, ProgressForm
from development_plans.models import LogFile, Plan
from development_plans.queries.plans import ReadablePlan
from development_plans.views.shared import frame, get_plan_or_404, while_open
from development_plans.views.steps import step_page
from files.serving import reply
from meetings.models import Action
from organisations.access import MemberRequest
from web.labels import Words
from web.responses import done, form_page, tried


def _back(readable: ReadablePlan, step: int) -> HttpResponse:
    return redirect("plan_step", readable.plan.pk, step)


@while_open
def plan_actions(request: MemberRequest, readable: ReadablePlan) -> HttpResponse:
    """Add an action."""
    return _add(request, readable, steps.ACTIONS, ActionForm(request.POST), actions.add_action)


@while_open
def plan_action(request: MemberRequest, readable: ReadablePlan, *, action_pk: UUID) -> HttpResponse:
    """Change an action."""
    found = get_object_or_404(readable.plan.actions, pk=action_pk)
    form = ActionForm(request.POST or None, instance=found)
    if _stored(form, partial(actions.edit_action, action=found, by=request.member)):
        return _back(readable, steps.ACTIONS)
    removal = reverse("plan_action_removal", args=[readable.plan.pk, found.pk])
    return _edit_page(request, readable, steps.ACTIONS, form, _("Change an action"), removal)


def _stored(form: ActionForm | BarrierForm, act: Callable[..., object]) -> bool:
    return form.is_valid() and done(form, lambda: act(**form.cleaned_data))


def _add(
    request: MemberRequest,
    readable: ReadablePlan,
    step: int,
    form: ActionForm | BarrierForm,
    act: Callable[..., object],
) -> HttpResponse:
    """Add what a form on a step's page says; whoever comes here without one is led to that page."""
    if request.method == "GET" or _stored(form, partial(act, plan=readable.plan, by=request.member)):
        return _back(readable, step)
    return step_page(request, readable, step, form)


def _edit_page(
    request: MemberRequest,
    readable: ReadablePlan,
    step: int,
    form: ActionForm | BarrierForm,
    heading: Words,
    removal: str,
) -> HttpResponse:
    context = {"heading": heading, "removal_url": removal}
    return form_page(request, "development_plans/item.html", form, context | frame(readable, step))


@require_POST
@while_open
def plan_action_removal(request: MemberRequest, readable: ReadablePlan, *, action_pk: UUID) -> HttpResponse:
    """Take an action out."""
    found = get_object_or_404(readable.plan.actions, pk=action_pk)
    tried(
        request, lambda: actions.remove_action(action=found, by=request.member), _("The action is taken out.")
    )
    return _back(readable, steps.ACTIONS)


@require_POST
@while_open
def plan_action_tick(request: MemberRequest, readable: ReadablePlan, *, action_pk: UUID) -> HttpResponse:
    """Tick an action off, or not any more."""
    found = get_object_or_404(readable.plan.actions, pk=action_pk)
    wanted = request.POST.get("done") == "yes"
    tried(request, lambda: actions.tick_action(action=found, done=wanted, by=request.member))
    return _back(readable, steps.DOING)


@while_open
def plan_barriers(request: MemberRequest, readable: ReadablePlan) -> HttpResponse:
    """Name a barrier."""
    return _add(request, readable, steps.BARRIERS, BarrierForm(request.POST), actions.add_barrier)


@while_open
def plan_barrier(request: MemberRequest, readable: ReadablePlan, *, barrier_pk: UUID) -> HttpResponse:
    """Change a barrier."""
    found = get_object_or_404(readable.plan.barriers, pk=barrier_pk)
    form = BarrierForm(request.POST or None, instance=found)
    if _stored(form, partial(actions.edit_barrier, barrier=found, by=request.member)):
        return _back(readable, steps.BARRIERS)
    removal = reverse("plan_barrier_removal", args=[readable.plan.pk, found.pk])
    return _edit_page(request, readable, steps.BARRIERS, form, _("Change a barrier"), removal)


@require_POST
@while_open
def plan_barrier_removal(request: MemberRequest, readable: ReadablePlan, *, barrier_pk: UUID) -> HttpResponse:
    """Take a barrier out."""
    found = get_object_or_404(readable.plan.barriers, pk=barrier_pk)
    words = _("The barrier is taken out.")
    tried(request, lambda: actions.remove_barrier(barrier=found, by=request.member), words)
    return _back(readable, steps.BARRIERS)


@require_POST
@while_open
def plan_barrier_goal(request: MemberRequest, readable: ReadablePlan, *, barrier_pk: UUID) -> HttpResponse:
    """Make a barrier the goal that comes first, and go to its plan."""
    found = get_object_or_404(readable.plan.barriers, pk=barrier_pk)
    made: list[Plan] = []
    words = _("This comes first now. The plan before waits for it, and goes on when you are through.")
    if tried(
        request, lambda: made.append(actions.add_prerequisite_plan(barrier=found, by=request.member)), words
    ):
        return redirect("plan_step", made[0].pk, 1)
    return _back(readable, steps.BARRIERS)


@require_POST
@while_open
def plan_no_barrier(request: MemberRequest, readable: ReadablePlan) -> HttpResponse:
    """Say that nothing stands in the way, and go on."""
    if tried(request, lambda: actions.see_no_barrier(plan=readable.plan, by=request.member)):
        return _back(readable, steps.DATES)
    return _back(readable, steps.BARRIERS)


@while_open
def plan_log(request: MemberRequest, readable: ReadablePlan) -> HttpResponse:
    """Add a line of progress."""
    form = ProgressForm(request.POST, request.FILES)
    if request.method == "GET":
        return _back(readable, steps.DOING)
    if form.is_valid() and done(
        form,
        lambda: actions.log_progress(plan=readable.plan, by=request.member, **form.cleaned_data),
    ):
        return _back(readable, steps.DOING)
    return step_page(request, readable, steps.DOING, form)


@require_GET
def plan_log_file(request: MemberRequest, pk: UUID, file_pk: UUID) -> HttpResponseBase:
    """Serve a file of the log."""
    readable = get_plan_or_404(request, pk)
    found = LogFile.objects.visible_to(request.member).filter(line__plan=readable.plan)
    return reply(get_object_or_404(found, pk=file_pk))


@require_POST
@while_open
def plan_log_meeting_action(request: MemberRequest, readable: ReadablePlan) -> HttpResponse:
    """Copy an action from a meeting into the log."""
    key = request.POST.get("action", "")
    action = get_object_or_404(Action.objects.filter(owner=request.member), pk=_key(key))
    tried(request, lambda: actions.log_meeting_action(plan=readable.plan, action=action, by=request.member))
    return _back(readable, steps.DOING)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@while_open
def plan_log_removal(request: MemberRequest, readable: ReadablePlan, *, entry_pk: UUID) -> HttpResponse:
    """Take a line out of the log."""
    found = get_object_or_404(readable.plan.log, pk=entry_pk)
    tried(request, lambda: actions.remove_entry(entry=found, by=request.member), _("The line is taken out."))
    return _back(readable, steps.DOING)
