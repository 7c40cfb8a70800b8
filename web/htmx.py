"""Answers to htmx: the same page, or the piece of it that changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from web.labels import Words

WRONG_INPUT = 422


def reply(
    request: HttpRequest, template: str, context: dict[str, Any], *, partial: str, status: int = 200
) -> HttpResponse:
    """Render ``template``, or only its ``partial`` when htmx asked for a piece of the page.

    Give ``status=WRONG_INPUT`` with a form that has errors: htmx shows it in place.
    """
    whole = not wants_piece(request)
    response = render(request, template if whole else f"{template}#{partial}", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_piece(request: HttpRequest) -> bool:
    """Tell whether htmx asked for a piece of the page, not for a whole one to step to or to restore."""
    details = getattr(request, "htmx", None)
    return (
        details is not None and bool(details) and not details.boosted and not details.history_restore_request
    )


def toast(response: HttpResponse, text: Words, *, level: str = "success") -> HttpResponse:
    """Have the page show ``text`` as a toast once it has swapped ``response`` in.

    ``level`` is one of Django's message tags: info, success, warning, error.
    """
    return trigger_client_event(response, "toast", {"text": str(text), "level": level})


def follow_in_the_window(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Turn a redirect that answers htmx into one the whole window follows.

    Otherwise the browser would follow it silently and a sign-in page would land inside a list.
    """
    if request.headers.get("HX-Request") != "true" or not 300 < response.status_code < 304:
        return response
    redirect = HttpResponseClientRedirect(response.headers["Location"])
    redirect.cookies = response.cookies
    return redirect
