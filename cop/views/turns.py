"""The pages of whose turn it is: prepare, run, close. Nobody else finds them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from cop import agenda_suggestions, phases, session_checklist, session_rounds
from cop.actions import facilitation as actions
from cop.forms.facilitation import FocusForm, HandOverForm
from cop.models import Community, HandOver, Idea, IdeaAdoption, Session, Turn
from cop.queries.communities import MemberCommunity, list_agenda
from cop.views.shared import place_of
from organisations.access import MemberRequest
from organisations.models import Member
from web.htmx import wants_piece
from web.responses import done, form_page, tried

TABS = {
    "community_turn": lazy("Prepare"),
    "community_turn_run": lazy("Run"),
    "community_turn_close": lazy("Close"),
}


@require_GET
def turn(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Prepare one's session: agenda, focus, who comes; and what the one before handed over.

    Who comes here by a mail of a turn that has become somebody else's is led to the rota.
    """
    try:
        mine = _mine(request, pk, turn_pk)
    except Http404:
        place_of(request, pk)
        messages.info(request, _("This turn is not yours any more. Here is who facilitates next."))
        return redirect("community_rota", pk)
    session = _session(mine)
    if session is None and mine.community.is_closed:
        messages.info(request, _("The community has closed, so nobody has a turn to come."))
        return redirect("community_rota", pk)
    place = MemberCommunity(mine.community, request.member)
    before = HandOver.objects.filter(session__turn__number__lt=mine.number, session__community=pk)
    context = {
        "agenda": list_agenda(place, session) if session else [],
        "offered": agenda_suggestions.offered(mine.community, request.member),
        "focus_form": FocusForm(instance=session.meeting.arrangement) if session else None,
        "handed": before.select_related("by").order_by("-at").first() if _is_next(mine) else None,
        "unheard": session_rounds.unheard(mine.community) if _is_next(mine) else [],
        "is_next": _is_next(mine),
        "decided_together": mine.community.phase == phases.SELF_MANAGING,
    }
    return render(request, "cop/turn.html", context | _frame(mine, "community_turn"))


@require_POST
def turn_agenda(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Put something that is offered on the agenda."""
    mine = _mine(request, pk, turn_pk)
    name, key = request.POST.get("source", ""), request.POST.get("key", "")
    tried(
        request,
        lambda: agenda_suggestions.put(mine, name, key, request.member),
        _("It stands on the agenda now."),
    )
    return redirect("community_turn", pk, turn_pk)


@require_POST
def turn_focus(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Say what the session is about: in one's own words, or by taking up an idea."""
    mine = _mine(request, pk, turn_pk)
    if key := request.POST.get("idea"):
        idea = get_object_or_404(Idea.objects.filter(community=mine.community), pk=_uuid(key))
        use = IdeaAdoption.Use.FOCUS
        if tried(
            request,
            lambda: actions.take_up(turn=mine, idea=idea, use=use, by=request.member),
            _("That is the focus of your session now."),
        ):
            return redirect("community_turn", pk, turn_pk)
        return redirect("community_ideas", pk)
    session = _session(mine)
    form = FocusForm(request.POST, instance=session.meeting.arrangement if session else None)
    if form.is_valid() and done(
        form, lambda: actions.set_focus(turn=mine, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_turn", pk, turn_pk)
    return form_page(request, "cop/turn_focus.html", form, _frame(mine, "community_turn"))


@require_GET
def turn_run(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Run one's session: who has spoken in this round, and how the time goes."""
    mine = _mine(request, pk, turn_pk)
    return _run_page(request, mine)


@require_POST
def turn_voice(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Note that somebody spoke or shared something, or take that back."""
    mine = _mine(request, pk, turn_pk)
    person = get_object_or_404(Member, pk=_uuid(request.POST.get("member", "")))
    kind, heard = request.POST.get("kind", ""), request.POST.get("heard") != "no"
    tried(
        request,
        lambda: actions.note_voice(turn=mine, member=person, kind=kind, heard=heard, by=request.member),
    )
    return _after_running(request, mine)


@require_POST
def turn_rounds(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Go around once more."""
    mine = _mine(request, pk, turn_pk)
    after = request.POST.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 5 else 0
    tried(request, lambda: actions.begin_round(turn=mine, after=number, by=request.member))
    return _after_running(request, mine)


@require_GET
def turn_close(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Close one's session: what is left to do, then hand over."""
    mine = _mine(request, pk, turn_pk)
    return _close_page(request, mine, HandOverForm())


@require_POST
def turn_handover(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Hand over to whose turn comes next."""
    mine = _mine(request, pk, turn_pk)
    form = HandOverForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.hand_over(turn=mine, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_turn_close", pk, turn_pk)
    return _close_page(request, mine, form)


def _run_page(request: MemberRequest, mine: Turn, piece: str = "") -> HttpResponse:
    session = _session(mine)
    context: dict[str, Any] = {"early": True}
    if session:
        context["circle"] = session_rounds.circle(session)
        context["early"] = not actions.is_near(session)
        if not piece:
            context["agenda"] = list_agenda(MemberCommunity(mine.community, request.member), session)
    return render(request, f"cop/turn_run.html{piece}", context | _frame(mine, "community_turn_run"))


def _after_running(request: MemberRequest, mine: Turn) -> HttpResponse:
    if wants_piece(request):
        return _run_page(request, mine, "#circle")
    return redirect("community_turn_run", mine.community_id, mine.pk)


def _close_page(request: MemberRequest, mine: Turn, form: HandOverForm) -> HttpResponse:
    session = _session(mine)
    context = {
        "steps": session_checklist.checklist(mine, request.member),
        "following": actions.following_turn(mine),
        "handover": HandOver.objects.filter(session=session).select_related("to").first()
        if session
        else None,
    }
    return form_page(request, "cop/turn_close.html", form, context | _frame(mine, "community_turn_close"))


def _mine(request: MemberRequest, pk: UUID, turn_pk: UUID) -> Turn:
    """Load one's own turn in a community one belongs to, with its session and who is invited.

    Raises:
        Http404: it is somebody else's, or there is none.
    """
    found = Turn.objects.with_session().filter(
        pk=turn_pk, member=request.member, community__in=Community.objects.visible_to(request.member)
    )
    mine = found.filter(community=pk).first()
    if mine is None:
        raise Http404
    return mine


def _session(mine: Turn) -> Session | None:
    """The session of a turn; None where none is arranged, or it was called off."""
    session: Session | None = mine.session
    return session if session and not session.meeting.is_cancelled else None


def _is_next(mine: Turn) -> bool:
    return bool(mine.is_next)  # type: ignore[attr-defined]  # annotated by with_session


def _frame(mine: Turn, page: str) -> dict[str, Any]:
    args = [mine.community_id, mine.pk]
    tabs = [
        {"url": reverse(name, args=args), "label": label, "current": name == page, "count": None}
        for name, label in TABS.items()
    ]
    session = _session(mine)
    return {"turn": mine, "community": mine.community, "session": session, "tabs": tabs}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
