"""The six pages of a plan. What a step writes into the plan saves by itself, and by its button without scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_htmx.http import reswap, trigger_client_event

from development_plans import steps
from development_plans.actions import plans as actions
from development_plans.forms.plans import (
    ActionForm,
    BarrierForm,
    DatesForm,
    GoalForm,
    PlanCommentForm,
    ProgressForm,
    ReflectionForm,
    StepForm,
)
from development_plans.models import Plan
from development_plans.queries.comments import list_comments
from development_plans.queries.plans import ReadablePlan, list_meeting_actions, read_contents
from development_plans.queries.shares import get_sharing
from development_plans.views.shared import frame, while_open
from organisations.access import MemberRequest
from web.htmx import WRONG_INPUT, wants_piece

FORMS: dict[int, type[StepForm]] = {
    steps.GOAL: GoalForm,
    steps.DATES: DatesForm,
    steps.LOOKING_BACK: ReflectionForm,
}
ITEMS: dict[int, Any] = {steps.ACTIONS: ActionForm, steps.BARRIERS: BarrierForm, steps.DOING: ProgressForm}
MISSING = {
    steps.ACTIONS: lazy("Add at least one action before you go on."),
    steps.BARRIERS: lazy("Name a barrier, or say that you see nothing in the way."),
    steps.DOING: lazy(
        "Some actions are still to do. Tick them off, or take out what is not needed any more."
    ),
}
ON = ("next", "keep", "goal")  # the buttons that go on, and so want the step complete


@while_open
def plan_step(request: MemberRequest, readable: ReadablePlan, *, step: int) -> HttpResponse:
    """Show a step, keep what is written in it, and go on from it."""
    if not steps.may_open(step, readable.plan.step, readable.plan.complete):
        if step in steps.ORDER:
            messages.info(request, _("One step after the other: this one comes first."))
        return redirect("plan_step", readable.plan.pk, min(readable.plan.step, steps.LOOKING_BACK))
    if request.method == "GET":
        return step_page(request, readable, step)
    if step in FORMS:
        return _keep(request, readable, step)
    return _go_on(request, readable, step)


def step_page(request: MemberRequest, readable: ReadablePlan, step: int, form: Any = None) -> HttpResponse:
    """Show a step's page, with the form as it was sent when something in it is wrong."""
    context = frame(readable, step) | {
        "form": form or _fresh(readable, step),
        "comments": list_comments(readable, step),
        "comment_form": PlanCommentForm(initial={"step": step}, auto_id="comment_%s"),
        "sharing": get_sharing(readable),
        "is_complete": step in readable.plan.complete,
    }
    if step == steps.DOING:
        context["meeting_actions"] = list_meeting_actions(readable)
    status = WRONG_INPUT if form and form.errors else 200
    return render(request, "development_plans/step.html", context, status=status)


def _fresh(readable: ReadablePlan, step: int) -> Any:
    if step not in FORMS:
        return ITEMS[step]()
    initial = {"completes_on": readable.plan.completes_on or readable.plan.wanted_by}
    return FORMS[step](instance=readable.plan, initial=initial if step == steps.DATES else None)


def _keep(request: MemberRequest, readable: ReadablePlan, step: int) -> HttpResponse:
    """Keep what a step's form says: all of what is right in it while writing, all of it to go on."""
    go = request.POST.get("go", "")
    instance = Plan.objects.get(pk=readable.plan.pk)
    form = FORMS[step](request.POST, instance=instance, complete=go in ON)
    right = form.is_valid()
    try:
        _write(readable.plan, step, form, request)
    except ValueError as error:
        form.add_error(None, str(error))
    if wants_piece(request):
        return _said(request, form)
    if not right or form.errors:
        return step_page(request, readable, step, form)
    if go in ("keep", "goal"):
        return _finish(request, readable, form, "keep" if go == "keep" else "next")
    return redirect("plan_step", readable.plan.pk, step + 1 if go == "next" else step)


def _said(request: MemberRequest, form: StepForm) -> HttpResponse:
    """Say to a page that saves by itself what was kept; where both wrote, it rests until the person has chosen."""
    response = render(request, "development_plans/step.html#saved", {"form": form})
    if form.meanwhile:
        return reswap(response, "outerHTML")
    return response if form.errors else trigger_client_event(response, "saved", {"turn": form.turn})


def _write(plan: Plan, step: int, form: StepForm, request: MemberRequest) -> None:
    if step != steps.DATES:
        actions.save_answers(plan=plan, values=form.valid_part, by=request.member, saves=form.saves)
    elif form.is_valid():
        actions.set_dates(plan=plan, by=request.member, saves=form.saves, **form.valid_part)


def _finish(request: MemberRequest, readable: ReadablePlan, form: StepForm, how: str) -> HttpResponse:
    try:
        onward = actions.conclude(plan=readable.plan, how=how, by=request.member)
    except ValueError as error:
        form.add_error(None, str(error))
        return step_page(request, readable, steps.LOOKING_BACK, form)
    if onward.pk != readable.plan.pk:
        messages.info(request, _("That plan is finished. Here is the next."))
        return redirect("plan_step", onward.pk, 1)
    messages.info(request, _("The plan is finished. What you learned stays here."))
    return redirect("plan", readable.plan.pk)


def _go_on(request: MemberRequest, readable: ReadablePlan, step: int) -> HttpResponse:
    """Go on from a step that is a list, when it is complete."""
    if steps.is_complete(step, read_contents(readable.plan)):
        return redirect("plan_step", readable.plan.pk, step + 1)
    stuck = (
        [each for each in readable.plan.barriers.all() if each.is_open and not each.waits]
        if step == steps.BARRIERS
        else []
    )
    if stuck:
        words = _(
            "Before the dates: “%(barrier)s” still needs a way past it. Write one, make it your first goal, or take "
            "it out if nothing is in the way after all."
        )
        messages.error(request, words % {"barrier": stuck[0].text})
    else:
        messages.error(request, str(MISSING[step]))
    return redirect("plan_step", readable.plan.pk, step)
