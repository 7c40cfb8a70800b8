"""The communities one belongs to or may join, and the page of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop import phases
from cop.actions import communities as actions
from cop.actions import turns
from cop.errors import PhaseIncompleteError
from cop.forms.communities import CharterForm
from cop.models import Charter, Community, Membership
from cop.next_step import CommunityStep, next_step
from cop.queries.communities import (
    decide_arranging,
    get_history,
    list_agenda,
    list_coming_turns,
    list_join_requests,
)
from cop.queries.evaluations import get_section, list_latest_sessions
from cop.queries.participation import get_participation
from cop.queries.threads import list_latest
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from organisations.ordering import ByName
from web.responses import done, form_page, read_or_write, tried

SESSIONS_SHOWN = 4


@require_GET
def communities(request: MemberRequest) -> HttpResponse:
    """List the communities one belongs to, may join or looks after."""
    of = Community.objects.select_related("programme", "closure").with_size().order_by(ByName("name"), "id")
    context = {
        "mine": of.visible_to(request.member),
        "open": of.open_to(request.member),
        "to_be_asked": of.to_be_asked_by(request.member),
        "coordinated": of.coordinated_by(request.member),
        "confided": of.left_with_conflicts(request.member),
    }
    return render(request, "cop/communities.html", context)


@require_GET
def community(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Show a community to one of its members: the next session, who facilitates, how far they have come."""
    place = place_of(request, pk)
    history = get_history(place.community)  # which publishes evaluations that are over, so it comes first
    gathered = list_latest_sessions(place)
    coming = list_coming_turns(
        place, lambda listed: turns.expected_days(place.community, listed, gathered.days)
    )
    following = phases.following(place.community.phase)
    asked = list(list_join_requests(place.community))
    looking_back = get_section(place, gathered.held)
    answers_requests = bool(asked) and bool(place.community.without_office([request.member]))
    may_arrange = decide_arranging(
        place.community.phase,
        coordinates=place.coordinates,
        belongs=True,
        has_the_turn=next((each.is_mine for each in coming if not each.is_arranged), False),
    )
    session: Any = gathered.next  # with what latest_sessions() adds
    swaps, offered = (
        [each for each in coming if each.asks_me],
        [each for each in coming if each.is_to_be_taken],
    )
    step = next_step(
        is_closed=place.community.is_closed,
        is_invited=bool(session and session.was_invited),
        has_begun=bool(session and session.meeting.has_begun),
        has_answered=bool(session and session.my_response),
        has_the_turn=bool(coming and coming[0].is_mine),
        may_arrange=may_arrange and not session,
        swap_waits=bool(swaps),
        request_waits=answers_requests,
        turn_is_offered=bool(offered),
        is_to_close=bool(looking_back.to_close),
        is_to_evaluate=bool(looking_back.waits),
    )
    main_turns = {CommunityStep.ANSWER_SWAP: swaps, CommunityStep.TAKE_TURN: offered}.get(step, [])
    context = {
        "step": step.name,
        "main_turn": next(iter(main_turns), None),
        "session": session,
        "its_turn": next((each for each in coming if session and each.turn.session_id == session.pk), None),
        "arranged": len(gathered.ahead),
        "agenda": list_agenda(place, session) if session else [],
        "turns": coming,
        "held": gathered.held[:SESSIONS_SHOWN],
        "looking_back": looking_back,
        "following": following,
        "following_means": phases.MEANING.get(following, ""),
        "before": phases.before(place.community.phase),
        "missing": phases.missing(place.community.phase, history),
        "shared": list_latest(place),
        "join_requests": asked,
        "answers_requests": answers_requests,
        "participation": None
        if place.community.phase == phases.FOUNDING
        else get_participation(place.community, request.member),
        "may_arrange": may_arrange,
    }
    return render(request, "cop/community.html", context | frame(place))


@require_GET
def members(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See who belongs to the community."""
    place = place_of(request, pk)
    found = Membership.objects.current().filter(community=place.community).with_people()
    return render(request, "cop/members.html", {"memberships": found} | frame(place))


@require_POST
def membership(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Join a community that is open to one."""
    mine = Community.objects.visible_to(request.member) | Community.objects.open_to(request.member)
    found = get_object_or_404(mine, pk=pk)
    if tried(request, lambda: actions.join(community=found, by=request.member), _("You belong to it now.")):
        return redirect("community", pk)
    return redirect("communities")


@read_or_write
def departure(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Leave a community, after reading what that means."""
    place = place_of(request, pk)
    if request.method == "POST" and tried(
        request,
        lambda: actions.leave(community=place.community, member=request.member, by=request.member),
        _("You have left the community."),
    ):
        return redirect("communities")
    context = {
        "may_return": place.community.may_be_joined_by(request.member),
        "may_ask": not place.community.is_closed and not place.community.without_office([request.member]),
    }
    return render(request, "cop/departure.html", context | frame(place))


@require_GET
def charter(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read what the community is here for and how it wants to work, and the versions before."""
    place = place_of(request, pk)
    versions = list(Charter.objects.filter(community=place.community).select_related("written_by"))
    shown = request.GET.get("version", "")
    chosen = next(
        (each for each in versions if str(each.version) == shown), versions[0] if versions else None
    )
    return render(request, "cop/charter.html", {"versions": versions, "charter": chosen} | frame(place))


@read_or_write
def charter_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write purpose and ways of working. What two wrote comes together; where both wrote the same, they choose."""
    place = place_of(request, pk)
    form = CharterForm(request.POST or None, community=place.community)
    if form.is_valid() and done(
        form,
        lambda: actions.write_charter(
            community=place.community, based_on=form.based_on, by=request.member, **form.cleaned_data
        ),
    ):
        messages.info(
            request, _("That is how it stands now. Everyone in the community can read and change it.")
        )
        return redirect("community_charter", pk)
    return form_page(request, "cop/charter_edit.html", form, frame(place))


@read_or_write
def phase(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take the community to its next phase or back, after reading what that means, as a member or as its coordinator.

    A coordinator can go on while something is missing, which they read first.
    """
    asked = request.POST if request.method == "POST" else request.GET
    care = asked.get("from") == "coordination"
    found = get_object_or_404(
        Community.objects.coordinated_by(request.member)
        if care
        else Community.objects.visible_to(request.member),
        pk=pk,
    )
    page = "community_care" if care else "community"
    neighbours = list(filter(None, [phases.following(found.phase), phases.before(found.phase)]))
    wanted, anyway = asked.get("to") or neighbours[0], care and asked.get("anyway") == "yes"
    if request.method == "POST":
        try:
            actions.step(community=found, to=wanted, by=request.member, anyway=anyway)
        except PhaseIncompleteError as error:
            return _phase_page(request, found, wanted, error.missing, care=care)
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.info(request, str(phases.STEPS.get(wanted, "")))
        return redirect(page, pk)
    if wanted not in neighbours or found.is_closed:
        return redirect(page, pk)
    forward = wanted == phases.following(found.phase)
    missing = phases.missing(found.phase, get_history(found)) if forward else []
    return _phase_page(request, found, wanted, missing, care=care)


def _phase_page(
    request: MemberRequest, found: Community, wanted: str, missing: list[str], *, care: bool
) -> HttpResponse:
    context = {
        "community": found,
        "to": wanted,
        "means": phases.MEANING[wanted],
        "missing": missing,
        "care": care,
        "is_back": wanted == phases.before(found.phase),
    }
    return render(request, "cop/phase.html", context)
