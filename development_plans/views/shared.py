"""What the views share: loading a plan in one call, and what each page shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from development_plans import guide, reading
from development_plans.reading import Place
from organisations.access import MemberRequest
from web.answers import read_or_write
from web.words import STEPS


def place_of(request: MemberRequest, pk: UUID, *, whole: bool = False) -> Place:
    """Load a plan the member may read; ``whole`` with what its own page shows beside it.

    Raises:
        Http404: there is none of that key, or it was not shared with them.
    """
    found = reading.place(request.member, pk, whole=whole)
    if not found:
        raise Http404
    return found


def own_place(request: MemberRequest, pk: UUID) -> Place:
    """Load a plan of the member's own.

    Raises:
        Http404: there is none of that key, or it is somebody else's.
    """
    place = place_of(request, pk)
    if not place.is_mine:
        raise Http404
    return place


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Load one's own plan for a view that changes it; one that is finished or set aside leads back to its page."""

    @read_or_write
    @wraps(view)
    def guarded(request: MemberRequest, pk: UUID, **more: Any) -> HttpResponse:
        place = own_place(request, pk)
        if not place.plan.is_open:
            return redirect("plan", pk)
        return view(request, place, **more)

    return guarded


def frame(place: Place, step: int = 0) -> dict[str, Any]:
    """Return what each page of a plan shows; of a step's page also its words and neighbours."""
    context: dict[str, Any] = {"place": place, "plan": place.plan}
    if step:
        context |= {
            "step": step,
            "guide": guide.STEPS[step],
            "before": STEPS[step - 2] if step > 1 else "",
            "after": STEPS[step] if step < len(STEPS) else "",
        }
    return context
