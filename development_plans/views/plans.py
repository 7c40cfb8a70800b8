"""One's plans, a plan as a whole, and its way from cycle to cycle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans import guide
from development_plans.actions import plans as actions
from development_plans.actions import shares as share_actions
from development_plans.models import Plan
from development_plans.next_step import next_step
from development_plans.queries.agenda import list_next_meetings
from development_plans.queries.comments import list_comments
from development_plans.queries.plans import list_cycle, list_own_plans
from development_plans.queries.shares import get_sharing, list_mentees_plans
from development_plans.views.shared import frame, get_own_plan_or_404, get_plan_or_404
from organisations.access import MemberRequest
from web.labels import STEPS
from web.responses import tried


@require_GET
def plans(request: MemberRequest) -> HttpResponse:
    """List one's plans, and those that one's mentees share."""
    context = {"mine": list_own_plans(request.member), "mentees": list_mentees_plans(request.member)}
    return render(request, "development_plans/plans.html", context)


@require_POST
def plan_new(request: MemberRequest) -> HttpResponse:
    """Begin a plan."""
    plan = actions.begin(by=request.member)
    return redirect("plan_step", plan.pk, 1)


@require_GET
def plan(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a plan whole, with what was said beside its steps."""
    readable = get_plan_or_404(request, pk, whole=True)
    said = list_comments(readable)
    context = {
        "steps": [
            (number, label, guide.STEPS[number], [each for each in said if each.step == number])
            for number, label in enumerate(STEPS, 1)
        ],
        "first_goal": next((each for each in readable.plan.barriers.all() if each.waits), None),
        "chapters": list_cycle(readable),
        "next_step": next_step(
            is_mine=readable.is_mine,
            waits=readable.plan.waits,
            is_set_aside=readable.plan.is_set_aside,
            is_finished=readable.plan.is_finished,
            is_followed=hasattr(readable.plan, "followed_by"),
        ),
    }
    if readable.is_mine:
        sharing = get_sharing(readable)
        meetings = list_next_meetings(readable, sharing) if sharing.standing else []
        context |= {"sharing": sharing, "meetings": meetings}
    if (readable.plan.looked_at is None and not readable.is_mine) or any(each.is_new for each in said):
        share_actions.record_view(plan=readable.plan, by=request.member)
    return render(request, "development_plans/plan.html", context | frame(readable))


@require_POST
def next_goal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Begin the next goal after a finished plan."""
    readable = get_own_plan_or_404(request, pk)
    begun: list[Plan] = []
    if tried(request, lambda: begun.append(actions.begin(follows=readable.plan, by=request.member))):
        return redirect("plan_step", begun[0].pk, 1)
    return redirect("plan", pk)


@require_POST
def setting_aside(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Set a plan aside."""
    readable = get_own_plan_or_404(request, pk)
    words = _("The plan is set aside. You can take it up again at any time.")
    tried(request, lambda: actions.set_aside(plan=readable.plan, by=request.member), words)
    return redirect("plan", pk)


@require_POST
def resumption(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a plan up again."""
    readable = get_own_plan_or_404(request, pk)
    tried(request, lambda: actions.resume(plan=readable.plan, by=request.member), _("The plan goes on."))
    return redirect("plan", pk)
