"""Whose turn it is: the rota, swapping, stepping in, being away."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import turns as actions
from cop.forms.communities import AwayForm, MemberChoiceForm
from cop.models import Absence, Community, Swap, Turn
from cop.queries.communities import MemberCommunity, belongs, can_arrange_next, list_coming_turns
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from organisations.models import Member, MemberQuerySet
from web.responses import done, form_page, read_or_write, tried


@require_GET
def rota(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See who facilitates next, who did, and say when one is away."""
    place = place_of(request, pk)
    taken = (
        Turn.objects.taken().filter(community=place.community).select_related("member", "session__meeting")
    )
    context = {
        "turns": list_coming_turns(place, lambda listed: actions.expected_days(place.community, listed)),
        "taken": list(reversed(taken)),
        "absences": _own_absences(place),
        "may_ask": actions.waits_for_turns(place.community, request.member),
        "form": AwayForm(),
    }
    return render(request, "cop/rota.html", context | frame(place))


@read_or_write
def absences(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take no turns for a while."""
    place = place_of(request, pk)
    form = AwayForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.be_away(community=place.community, by=request.member, **form.cleaned_data)
    ):
        words = _("You take no turns in that time. Turns of yours that fell into it are with others now.")
        messages.info(request, words)
        return redirect("community_rota", pk)
    return form_page(request, "cop/away.html", form, frame(place))


@require_POST
def absence_end(request: MemberRequest, pk: UUID, absence_pk: UUID) -> HttpResponse:
    """Take turns again."""
    place = place_of(request, pk)
    found = get_object_or_404(_own_absences(place), pk=absence_pk)
    tried(request, lambda: actions.be_back(absence=found, by=request.member), _("You take turns again."))
    return redirect("community_rota", pk)


@read_or_write
def swaps(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Ask another member to take one's turn."""
    place = place_of(request, pk)
    turn = get_object_or_404(
        Turn.objects.coming().filter(community=place.community, member=request.member), pk=turn_pk
    )
    form = MemberChoiceForm(
        request.POST or None, members=_others(place), label=_("Whom would you like to ask?")
    )
    if form.is_valid() and done(
        form, lambda: actions.ask_to_swap(turn=turn, asked=form.cleaned_data["member"], by=request.member)
    ):
        return redirect("community_rota", pk)
    return form_page(request, "cop/swap.html", form, {"turn": turn} | frame(place))


@require_POST
def stand_in(request: MemberRequest, pk: UUID, turn_pk: UUID) -> HttpResponse:
    """Take a turn that is offered to all, or whose facilitator cannot come: as a member, or as a coordinator.

    Who is to find a time for it comes to that at once.
    """
    here = Community.objects.visible_to(request.member) | Community.objects.coordinated_by(request.member)
    community = get_object_or_404(here.distinct(), pk=pk)
    turn = get_object_or_404(Turn.objects.coming().filter(community=community), pk=turn_pk)
    if tried(
        request,
        lambda: actions.step_in(turn=turn, by=request.member),
        _("The turn is yours now."),
    ) and can_arrange_next(turn, request.member):
        return redirect("community_session_new", pk)
    return redirect("community_rota" if belongs(community, request.member) else "community_care", pk)


@require_POST
def turns_wanted(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that one would like to facilitate soon."""
    place = place_of(request, pk)
    tried(
        request,
        lambda: actions.ask_for_turns(community=place.community, by=request.member),
        _("The rota gives you turns like everyone else now."),
    )
    return redirect("community_rota", pk)


@require_POST
def swap_answer(request: MemberRequest, pk: UUID, swap_pk: UUID) -> HttpResponse:
    """Say whether one takes somebody's turn."""
    place = place_of(request, pk)
    swap = get_object_or_404(
        Swap.objects.filter(turn__community=place.community, asked=request.member), pk=swap_pk
    )
    takes = request.POST.get("answer") == "yes"
    words = _("The turn is yours now.") if takes else _("Your answer is on its way.")
    tried(request, lambda: actions.answer_swap(swap=swap, takes=takes, by=request.member), words)
    return redirect("community_rota", pk)


@require_POST
def swap_withdrawal(request: MemberRequest, pk: UUID, swap_pk: UUID) -> HttpResponse:
    """Take back that one asked somebody."""
    place = place_of(request, pk)
    swap = get_object_or_404(
        Swap.objects.filter(turn__community=place.community, asked_by=request.member), pk=swap_pk
    )
    tried(request, lambda: actions.withdraw_swap(swap=swap, by=request.member))
    return redirect("community_rota", pk)


def _others(place: MemberCommunity) -> MemberQuerySet:
    """The other members of the community, by name."""
    here = Member.objects.filter(communities__community=place.community, communities__left_at=None)
    return here.exclude(pk=place.me.pk).in_order()


def _own_absences(place: MemberCommunity) -> QuerySet[Absence]:
    """The member's own absences that are not over."""
    lasting = Q(last_on=None) | Q(last_on__gte=timezone.localdate())
    mine = Absence.objects.filter(membership__community=place.community, membership__member=place.me)
    return mine.filter(lasting, membership__left_at=None)
