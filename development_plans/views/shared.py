"""What the views share: loading a plan in one call, and what each page shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from development_plans import guide
from development_plans.queries.plans import ReadablePlan, get_plan
from organisations.access import MemberRequest
from web.labels import STEPS
from web.responses import read_or_write


def get_plan_or_404(request: MemberRequest, pk: UUID, *, whole: bool = False) -> ReadablePlan:
    """Load a plan the member may read; ``whole`` with what its own page shows beside it.

    Raises:
        Http404: there is none of that key, or it was not shared with them.
    """
    found = get_plan(request.member, pk, whole=whole)
    if not found:
        raise Http404
    return found


def get_own_plan_or_404(request: MemberRequest, pk: UUID) -> ReadablePlan:
    """Load a plan of the member's own.

    Raises:
        Http404: there is none of that key, or it is somebody else's.
    """
    readable = get_plan_or_404(request, pk)
    if not readable.is_mine:
        raise Http404
    return readable


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Load one's own plan for a view that changes it; one that is finished or set aside leads back to its page."""

    @read_or_write
    @wraps(view)
    def guarded(request: MemberRequest, pk: UUID, **more: Any) -> HttpResponse:
        readable = get_own_plan_or_404(request, pk)
        if not readable.plan.is_open:
            return redirect("plan", pk)
        return view(request, readable, **more)

    return guarded


def frame(readable: ReadablePlan, step: int = 0) -> dict[str, Any]:
    """Return what each page of a plan shows; of a step's page also its words and neighbours."""
    context: dict[str, Any] = {"readable": readable, "plan": readable.plan}
    if step:
        context |= {
            "step": step,
            "guide": guide.STEPS[step],
            "before": STEPS[step - 2] if step > 1 else "",
            "after": STEPS[step] if step < len(STEPS) else "",
        }
    return context


def redirect_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Lead back to where the button stood: the plan's page, or one of its steps."""
    wanted = request.POST.get("back", "")
    own = reverse("plan", args=[pk])
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(own)
    return redirect(wanted if inside else own)
