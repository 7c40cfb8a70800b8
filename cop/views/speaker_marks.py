"""What is noted of oneself in a community's sessions: that one spoke, or shared something."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cop import session_rounds
from cop.actions import facilitation as actions
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from web.responses import read_or_write, tried


@read_or_write
def marks(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See one's own marks, and correct them."""
    place = place_of(request, pk)
    if request.method == "POST":
        key, kind = request.POST.get("round", ""), request.POST.get("kind", "")
        heard = request.POST.get("heard") != "no"
        tried(
            request,
            lambda: actions.correct_own_mark(
                community=place.community, round_key=key, kind=kind, heard=heard, by=request.member
            ),
            _("It is corrected."),
        )
        return redirect("community_marks", pk)
    context = {"sessions": session_rounds.own_marks(place.community, request.member)}
    return render(request, "cop/marks.html", context | frame(place))
