"""One's plans, a plan as a whole, and its way from cycle to cycle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans import guide, reading
from development_plans.actions import plans as actions
from development_plans.actions import sharing as sharing_actions
from development_plans.models import Plan
from development_plans.next_step import next_step
from development_plans.views.shared import frame, own_place, place_of
from organisations.access import MemberRequest
from web.answers import tried
from web.words import STEPS


@require_GET
def plans(request: MemberRequest) -> HttpResponse:
    """List one's plans, and those that one's mentees share."""
    context = {"mine": reading.mine(request.member), "mentees": reading.shared_with(request.member)}
    return render(request, "development_plans/plans.html", context)


@require_POST
def plan_new(request: MemberRequest) -> HttpResponse:
    """Begin a plan."""
    plan = actions.begin(by=request.member)
    return redirect("plan_step", plan.pk, 1)


@require_GET
def plan(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a plan whole, with what was said beside its steps."""
    place = place_of(request, pk, whole=True)
    said = reading.comments(place)
    context = {
        "steps": [
            (number, label, guide.STEPS[number], [each for each in said if each.step == number])
            for number, label in enumerate(STEPS, 1)
        ],
        "first_goal": next((each for each in place.plan.barriers.all() if each.waits), None),
        "chapters": reading.story(place),
        "next_step": next_step(
            is_mine=place.is_mine,
            waits=place.plan.waits,
            is_set_aside=place.plan.is_set_aside,
            is_finished=place.plan.is_finished,
            is_followed=hasattr(place.plan, "followed_by"),
        ),
    }
    if place.is_mine:
        sharing = reading.sharing(place)
        meetings = reading.next_meetings(place, sharing) if sharing.standing else []
        context |= {"sharing": sharing, "meetings": meetings}
    if (place.plan.looked_at is None and not place.is_mine) or any(each.is_new for each in said):
        sharing_actions.look(plan=place.plan, by=request.member)
    return render(request, "development_plans/plan.html", context | frame(place))


@require_POST
def next_goal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Begin the next goal after a finished plan."""
    place = own_place(request, pk)
    begun: list[Plan] = []
    if tried(request, lambda: begun.append(actions.begin(follows=place.plan, by=request.member))):
        return redirect("plan_step", begun[0].pk, 1)
    return redirect("plan", pk)


@require_POST
def setting_aside(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Set a plan aside."""
    place = own_place(request, pk)
    words = _("The plan is set aside. You can take it up again at any time.")
    tried(request, lambda: actions.set_aside(plan=place.plan, by=request.member), words)
    return redirect("plan", pk)


@require_POST
def resumption(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a plan up again."""
    place = own_place(request, pk)
    tried(request, lambda: actions.take_up(plan=place.plan, by=request.member), _("The plan goes on."))
    return redirect("plan", pk)
