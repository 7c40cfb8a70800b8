"""Sharing a plan with a mentor, and ending that."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from development_plans.actions import shares as actions
from development_plans.queries.plans import mentors_of
from development_plans.views.shared import get_own_plan_or_404, redirect_back
from organisations.access import MemberRequest
from web.responses import tried


@require_POST
def plan_shares(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share a plan with a mentor one works with."""
    readable = get_own_plan_or_404(request, pk)
    mentors = {str(mentor.pk): mentor for mentor in mentors_of(request.member)}
    mentor = mentors.get(request.POST.get("member", ""))
    if mentor:
        words = _("%(name)s can read this plan now, and comment.") % {"name": mentor.display_name}
        tried(request, lambda: actions.share(plan=readable.plan, mentor=mentor, by=request.member), words)
    return redirect_back(request, pk)


@require_POST
def plan_share_end(request: MemberRequest, pk: UUID, share_pk: UUID) -> HttpResponse:
    """Take it back."""
    readable = get_own_plan_or_404(request, pk)
    share = get_object_or_404(readable.plan.shares.select_related("member"), pk=share_pk)
    words = _("%(name)s cannot read this plan any more.") % {"name": share.member.display_name}
    tried(request, lambda: actions.end_share(share=share, by=request.member), words)
    return redirect_back(request, pk)
