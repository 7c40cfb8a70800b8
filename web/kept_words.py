"""What somebody wrote into a form whose thing ended meanwhile is shown back to them, and never thrown away.

One door for every form. An answer that says no and why, and does not show what was written, has it added. One that only
says that nothing is there becomes a page that shows it, and tells nothing about what is or was there. A button without
words that is pressed once more, in an old window, is answered in the same way: nothing changed, and where to go on.
"""

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix

from web.forms import KEY_FIELD
from web.htmx import WRONG_INPUT, wants_piece

REFUSALS = (404, 410, WRONG_INPUT)
NO_WORDS = re.compile(r"csrfmiddlewaretoken|zone|pass(word|phrase)|code|token", re.IGNORECASE)
CONTENT = re.compile(r'<div class="columns">\s*<div>')  # where the content of a page begins (base.html)
OF_A_CHOICE = re.compile(
    r"[a-z0-9_.:+-]*|[0-9a-f-]{36}"
)  # what no hand wrote: keys, numbers, days, names of options


class KeptWordsMiddleware:
    """Shows what was written once more, where the answer to a form would lose it. Asks the database nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code not in REFUSALS or not _is_a_members_form(request):
            return response
        lost = lost_words(request, response)
        if response.status_code == WRONG_INPUT and isinstance(response, HttpResponse):
            return _with_words(request, response, lost) if lost else response
        if wants_piece(request):
            return response  # htmx leaves the form as it stands when nothing is there
        context = {"words": lost, "back": _page_before(request)}
        return render(request, "kept_words.html", context, status=response.status_code)


def _with_words(request: HttpRequest, response: HttpResponse, words: list[str]) -> HttpResponse:
    """Return an answer that says why, with the words at the beginning of its content; a piece has them at its end."""
    kept = render_to_string("kept_words.html#words", {"words": words}, request)
    page = response.content.decode()
    content = CONTENT.search(page)
    place = content.end() if content else len(page)
    response.content = f"{page[:place]}{kept}{page[place:]}"
    return response


def _page_before(request: HttpRequest) -> str:
    """Return the path of the page that the form stood on; "" where the browser does not say, or it is not ours."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before.netloc == request.get_host() and before.path.startswith(get_script_prefix())
    return before.path if is_ours and before.path != request.path else ""


def _is_a_members_form(request: HttpRequest) -> bool:
    """Return whether a view was asked by a member: then the form is known to come from a page of ours."""
    is_inside = bool(getattr(request, "member", None)) and request.resolver_match is not None
    return is_inside and request.method == "POST"


def lost_words(request: HttpRequest, response: HttpResponseBase) -> list[str]:
    """Return the texts of a form, in its order, that the answer to it does not show."""
    shown = _plain(html.unescape(response.content.decode())) if isinstance(response, HttpResponse) else ""
    return [
        text.strip()
        for name, texts in request.POST.lists()
        if name != KEY_FIELD and not NO_WORDS.search(name)
        for text in texts
        if not OF_A_CHOICE.fullmatch(text.strip()) and _plain(text.strip()) not in shown
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())
