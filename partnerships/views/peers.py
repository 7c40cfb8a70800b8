"""Being asked to be somebody's peer, and answering."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest
from partnerships import actions, guide
from partnerships.models import PeerInvitation


def _own(request: MemberRequest, pk: UUID) -> PeerInvitation:
    """Return an invitation in which the member is one of the two. Raises Http404."""
    mine = PeerInvitation.objects.visible_to(request.member)
    return get_object_or_404(mine.select_related("by", "to", "cohort__programme"), pk=pk)


@require_GET
def invitation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See who asks whom, what for, and what came of it."""
    found = _own(request, pk)
    is_mine = found.by_id == request.member.pk
    context = {
        "invitation": found,
        "is_mine": is_mine,
        "other": found.to if is_mine else found.by,
        "ways": guide.PEER_WAYS,
    }
    return render(request, "partnerships/peer_invitation.html", context)


@require_POST
def invitation_answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say yes, which begins the partnership, or no."""
    found = _own(request, pk)
    try:
        if request.POST.get("answer") == "yes":
            begun = actions.accept_peer(invitation=found, by=request.member)
            messages.info(request, _("You are peers from today. A draft of your agreement is there."))
            return redirect("partnership", begun.pk)
        actions.decline_peer(invitation=found, by=request.member)
    except actions.PartnershipError as error:
        messages.error(request, str(error))
    else:
        words = _("%(name)s will hear that it does not suit you; nobody else learns of it.")
        messages.info(request, words % {"name": found.by.display_name})
    return redirect("peer_invitation", found.pk)


@require_POST
def invitation_withdrawal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what one asked."""
    found = _own(request, pk)
    try:
        actions.take_peer_invitation_back(invitation=found, by=request.member)
    except actions.PartnershipError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, _("That is withdrawn."))
    return redirect("peer_invitation", found.pk)
