"""My meetings in my own calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import ics_feed
from organisations.access import MemberRequest
from web.responses import link_ended


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Serve a member's meetings to a calendar that knows their private address; nobody signs in for it."""
    content = ics_feed.read(token)
    if content is None:
        return link_ended(request)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def feed_address(request: MemberRequest) -> HttpResponse:
    """Make the private address of my calendar, or a new one."""
    ics_feed.make_address(by=request.member)
    messages.success(request, _("The address is made. Give it to your calendar, and to nobody else."))
    return redirect("meetings")


@require_POST
def feed_removal(request: MemberRequest) -> HttpResponse:
    """Make the private address void."""
    ics_feed.remove_address(by=request.member)
    messages.success(request, _("The address gives nothing any more."))
    return redirect("meetings")
