"""Who may use a view inside an organisation. A no is always 404: existence is private."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from organisations.models import Member, Organisation


class MemberRequest(HttpRequest):
    """A request inside an organisation, as the middleware hands it on."""

    member: Member
    organisation: Organisation


View = Callable[..., HttpResponseBase]


def only(fact: str) -> Callable[[View], View]:
    """Let only members in who carry a registered fact, such as ``is_admin``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not getattr(cast("MemberRequest", request).member, fact):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
