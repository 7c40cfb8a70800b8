"""How views answer what came of a form or a button. A refusal is a ``ValueError`` whose words are for the user."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from web.htmx import WRONG_INPUT
from web.labels import Words

read_or_write = require_http_methods(["GET", "POST"])


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Show a form, with 422 when what was sent in it is wrong."""
    status = WRONG_INPUT if form.is_bound and form.errors else 200
    return render(request, template, {"form": form} | (context or {}), status=status)


def link_ended(request: HttpRequest) -> HttpResponse:
    """Return the page for a link from a mail or a person that leads nowhere now, for whoever follows it, without why.

    It is the same for a link that ended and for one that never was, so that guessing tells nothing.
    """
    response = render(request, "link_ended.html", status=404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "private, no-store"
    return response


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
