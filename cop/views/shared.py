"""What the views share: loading a community as one's own, and saying what came of a button."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cop import reading
from cop.reading import Place
from organisations.access import MemberRequest
from web.htmx import WRONG_INPUT
from web.words import Words

read_or_write = require_http_methods(["GET", "POST"])


def place_of(request: MemberRequest, pk: UUID) -> Place:
    """Load a community the member belongs to.

    Raises:
        Http404: there is none of that key, or it is other people's.
    """
    found = reading.place(request.member, pk)
    if not found:
        raise Http404
    return found


def frame(place: Place) -> dict[str, Any]:
    """Give what each page of a community shows."""
    return {"place": place, "community": place.community}


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
