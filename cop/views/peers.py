"""Finding a peer in a community: who looks for one, who could fit, asking."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop import peer_suggestions
from cop.actions import peers as actions
from cop.forms.peers import AskForm, PeerWishForm
from cop.models import Membership, PeerWish
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from partnerships.guide import PEER_WAYS
from partnerships.models import PeerInvitation
from partnerships.queries import list_partnerships
from web.responses import done, form_page, read_or_write


@require_GET
def peers(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See who could be one's peer and why, who else looks for one, and what was asked."""
    place = place_of(request, pk)
    found = peer_suggestions.wishes(place.community)
    mine = next((wish for wish in found if wish.member_id == request.member.pk), None)
    away = peer_suggestions.not_to_be_suggested(request.member)
    suggestions = peer_suggestions.suggested(mine, found, away) if mine else []
    shown = {suggestion.wish.pk for suggestion in suggestions}
    context = {
        "mine": mine,
        "suggestions": suggestions,
        "others": [wish for wish in found if wish != mine and wish.pk not in shown],
        "away": away,
        "invitations": PeerInvitation.objects.open().visible_to(request.member).select_related("by", "to"),
        "partners": [
            each
            for each in list_partnerships(request.member)
            if each.is_peer and not each.partnership.is_concluded
        ],
        "ways": PEER_WAYS,
    }
    return render(request, "cop/peers.html", context | frame(place))


@read_or_write
def peer_wish(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that one looks for a peer, and for what."""
    place = place_of(request, pk)
    mine = PeerWish.objects.filter(community=place.community, member=request.member).first()
    form = PeerWishForm(request.POST or None, mine=mine)
    if form.is_valid() and done(
        form, lambda: actions.wish(community=place.community, by=request.member, **form.cleaned_data)
    ):
        messages.info(request, _("Others in the community can see now what you look for."))
        return redirect("community_peers", pk)
    return form_page(request, "cop/peer_wish.html", form, {"mine": mine} | frame(place))


@require_POST
def peer_wish_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look for a peer no longer."""
    place = place_of(request, pk)
    actions.take_wish_back(community=place.community, by=request.member)
    messages.info(request, _("You are not on the list any more."))
    return redirect("community_peers", pk)


@read_or_write
def peer_ask(request: MemberRequest, pk: UUID, member_pk: UUID) -> HttpResponse:
    """Ask somebody of the community to be one's peer."""
    place = place_of(request, pk)
    others = Membership.objects.current().filter(community=place.community).exclude(member=request.member)
    other = get_object_or_404(others.select_related("member__organisation"), member=member_pk).member
    form = AskForm(request.POST or None)
    if form.is_valid() and done(
        form,
        lambda: actions.ask(community=place.community, to=other, by=request.member, **form.cleaned_data),
    ):
        messages.info(
            request, _("%(name)s is asked. You hear when they have answered.") % {"name": other.display_name}
        )
        return redirect("community_peers", pk)
    wish = PeerWish.objects.standing().filter(community=place.community, member=other).first()
    return form_page(request, "cop/peer_ask.html", form, {"other": other, "wish": wish} | frame(place))
