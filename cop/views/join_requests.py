"""Asking to be let into a community while in office, and answering that as one of its members."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cop.actions import join_requests as actions
from cop.forms.communities import JoinRequestForm
from cop.models import Community, JoinRequest
from cop.views.shared import place_of
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


@read_or_write
def join_request(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask a community's members to be let in, and see what became of it."""
    asked = Community.objects.to_be_asked_by(request.member).select_related("programme")
    community = get_object_or_404(asked, pk=pk)
    form = JoinRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: actions.ask(community=community, reason=reason, by=request.member)):
            messages.info(request, _("The members are asked. You hear when one of them has answered."))
            return redirect("community_join_request", pk)
    mine = JoinRequest.objects.filter(community=community, member=request.member)
    latest = mine.select_related("decision__by").order_by("-at", "-id").first()
    return form_page(request, "cop/join_request.html", form, {"community": community, "join_request": latest})


@require_POST
def withdrawal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take one's own request back."""
    community = get_object_or_404(Community.objects.to_be_asked_by(request.member), pk=pk)
    words = _("Your request is withdrawn.")
    tried(request, lambda: actions.withdraw(community=community, by=request.member), words)
    return redirect("community_join_request", pk)


@require_POST
def decision(request: MemberRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """Let somebody in, or decline."""
    place = place_of(request, pk)
    found = JoinRequest.objects.filter(community=place.community).select_related("community", "member")
    asked = get_object_or_404(found, pk=request_pk)
    accepted = request.POST.get("answer") == "yes"
    words = (
        _("%(name)s is a member now. Everyone in the community is told.")
        if accepted
        else _("The request of %(name)s is declined.")
    ) % {"name": asked.member.display_name}
    tried(request, lambda: actions.decide(request=asked, accepted=accepted, by=request.member), words)
    return redirect("community", pk)
