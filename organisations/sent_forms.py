"""Each form that is sent twice does once what it asks for.

Every form that posts carries a key, new for each time that it is drawn: ``{% csrf_token %}`` writes it, which no form
can do without. The first that comes with a key, an address and words notes them in the transaction in which it does
its work. Another that is the same waits for the first one's end, and is then led where the first led. Where the first
was refused, or failed, nothing is noted and the second is taken as if it were the first.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from organisations.models import SentForm
from web import htmx
from web.forms import KEY_FIELD

KEPT_FOR = timedelta(days=1)
_MAY_DIFFER = {"csrfmiddlewaretoken"}  # drawn anew with each page


class SentFormsMiddleware:
    """Takes each form once, inside the transaction of the organisation that it is sent in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.sent_form = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        digest: str | None = request.sent_form  # type: ignore[attr-defined]
        if digest and not transaction.get_rollback():
            _settle(request, digest, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Note a form that came for the first time; answer one that came before without calling its view."""
        if (
            request.method != "POST"
            or not getattr(request, "member", None)
            or not request.POST.get(KEY_FIELD)
        ):
            return None
        digest = _digest(request)
        if _note(request, digest):
            request.sent_form = digest  # type: ignore[attr-defined]
            return None
        return _answer_again(request, SentForm.objects.get(member=request.member, digest=digest))  # type: ignore[attr-defined]


def write_nothing(response: HttpResponse) -> HttpResponse:
    """Say that a piece of a page which answers a form is no sign of something done (a preview)."""
    response.wrote_nothing = True  # type: ignore[attr-defined]
    return response


def remove_old() -> int:
    """Remove what was sent a day ago and more, in the organisation that is entered. Return how many."""
    return SentForm.objects.filter(sent_at__lt=Now() - KEPT_FOR).delete()[0]


def _note(request: HttpRequest, digest: str) -> bool:
    """Note that a form came; wait for another that is the same. Return whether it is the first."""
    member = request.member  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_sentform (organisation_id, member_id, digest, location) "
            "VALUES (%s, %s, %s, '') ON CONFLICT DO NOTHING",
            [member.organisation_id, member.pk, digest],
        )
        return bool(cursor.rowcount)


def _settle(request: HttpRequest, digest: str, response: HttpResponseBase) -> None:
    """Keep where a form led; forget one that was refused, or that only asked."""
    noted = SentForm.objects.filter(member=request.member, digest=digest)  # type: ignore[attr-defined]
    if 300 < response.status_code < 304:
        noted.update(location=response.headers["Location"])
    elif response.status_code >= 300 or not _is_piece(request, response):
        noted.delete()


def _is_piece(request: HttpRequest, response: HttpResponseBase) -> bool:
    return htmx.wants_piece(request) and not getattr(response, "wrote_nothing", False)


def _answer_again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    if not sent.location:
        return HttpResponseClientRefresh()
    messages.info(request, _("You have sent this already."))
    return HttpResponseRedirect(sent.location)


def _digest(request: HttpRequest) -> str:
    """Return one word for a form, its address and all it says, its files' bytes included."""
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(request):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.get_full_path().encode()
    yield str(htmx.wants_piece(request)).encode()
    for name, values in sorted(request.POST.lists()):
        if name not in _MAY_DIFFER:
            yield from (str(part).encode(errors="replace") for part in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name} {file.name}".encode(errors="replace")
            yield from file.chunks()
            file.seek(0)
