"""What the views share: loading a plan in one call, and saying what came of a button."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from development_plans import guide, reading
from development_plans.reading import Place
from organisations.access import MemberRequest
from web.htmx import WRONG_INPUT
from web.words import STEPS, Words

read_or_write = require_http_methods(["GET", "POST"])


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
    """Give what each page of a plan shows; of a step's page also its words and neighbours."""
    context: dict[str, Any] = {"place": place, "plan": place.plan}
    if step:
        context |= {
            "step": step,
            "guide": guide.STEPS[step],
            "before": STEPS[step - 2] if step > 1 else "",
            "after": STEPS[step] if step < len(STEPS) else "",
        }
    return context


def form_page(request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any]) -> HttpResponse:
    """Show a form, with 422 when what was sent in it is wrong."""
    return render(request, template, {"form": form} | context, status=WRONG_INPUT if form.errors else 200)


def done(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for; a no becomes the form's error. Give whether it was done."""
    try:
        act()
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    return True


def tried(request: HttpRequest, act: Callable[[], object], words: Words = "") -> bool:
    """Do what a button asks for; a no becomes a message, and so do the words for a yes. Give whether it was done."""
    try:
        act()
    except ValueError as error:
        messages.error(request, str(error))
        return False
    if words:
        messages.info(request, str(words))
    return True
