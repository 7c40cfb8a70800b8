"""Bringing a plan to a meeting."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from development_plans.actions import agenda as actions
from development_plans.views.shared import get_own_plan_or_404, redirect_back
from meetings.models import Meeting
from organisations.access import MemberRequest
from web.responses import tried


@require_POST
def plan_agenda(request: MemberRequest, pk: UUID, meeting_pk: UUID) -> HttpResponse:
    """Put a plan on the agenda of a meeting."""
    readable = get_own_plan_or_404(request, pk)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.member), pk=meeting_pk)
    put = tried(
        request, lambda: actions.put_on_agenda(plan=readable.plan, meeting=meeting, by=request.member)
    )
    if not put:
        return redirect_back(request, pk)
    return redirect(reverse("meeting", args=[meeting.pk]) + "#agenda")
