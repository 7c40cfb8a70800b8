"""A community's sessions: those that were, and arranging the next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cop.actions import sessions as actions
from cop.models import Community, Session, Turn
from cop.queries.communities import can_arrange, list_sessions, split_sessions
from cop.views.shared import frame, place_of
from meetings.forms import MeetingForm
from organisations.access import MemberRequest
from organisations.models import Member
from web.responses import form_page, read_or_write

ALL = 200


@require_GET
def sessions(request: MemberRequest, pk: UUID) -> HttpResponse:
    """List the community's sessions: what is ahead, the next first, then what was, the latest first."""
    place = place_of(request, pk)
    found = split_sessions(list_sessions(place.community, place.me)[:ALL])
    return render(request, "cop/sessions.html", {"ahead": found.ahead, "held": found.held} | frame(place))


@read_or_write
def session_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Arrange the next session; for whom it is to do so in this phase."""
    community = _mine_to_arrange(request, pk)
    first = not Session.objects.standing().filter(community=community).exists()
    form = MeetingForm(request.POST or None, reader=request.member)
    if form.is_valid():
        try:
            session = actions.arrange(
                community=community,
                by=request.member,
                **form.wanted(),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.info(request, _said(form))
            return redirect("meeting", session.meeting_id)
    context = {
        "community": community,
        "is_first": first,
        "facilitator": _facilitator(community, request.member),
    }
    return form_page(request, "cop/session_new.html", form, context)


def _facilitator(community: Community, member: Member) -> Member:
    """Return who facilitates the session that is arranged now: whose turn it is, else who arranges it."""
    turn = Turn.objects.coming().unbound().filter(community=community).select_related("member").first()
    return turn.member if turn else member


def _said(form: MeetingForm) -> str:
    if form.cleaned_data["every"]:
        return _("The sessions are arranged, and everyone in the community is invited to all of them.")
    return _("The session is arranged, and everyone in the community is invited.")


def _mine_to_arrange(request: MemberRequest, pk: UUID) -> Community:
    """Load a community whose next session is for the member to arrange.

    Raises:
        Http404: there is none of that key, it has closed, or somebody else arranges.
    """
    circles = Community.objects.visible_to(request.member) | Community.objects.coordinated_by(request.member)
    community = circles.standing().select_related("programme").filter(pk=pk).distinct().first()
    if community is None or not can_arrange(community, request.member):
        raise Http404
    return community
