"""Asking for feedback on what one did; and the page outside any organisation on which people give it."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.attempts import get_source
from development_plans.actions import feedback as actions
from development_plans.forms.feedback import FeedbackAnswerForm, FeedbackRequestForm
from development_plans.queries.feedback import list_feedback_requests
from development_plans.views.shared import frame, get_own_plan_or_404
from organisations.access import MemberRequest
from web import dates
from web.htmx import WRONG_INPUT
from web.responses import done, form_page, link_ended, read_or_write, tried


@read_or_write
def plan_feedback(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask for feedback, and read what came."""
    readable = get_own_plan_or_404(request, pk)
    form = FeedbackRequestForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.request_feedback(plan=readable.plan, by=request.member, **form.cleaned_data)
    ):
        messages.info(
            request, _("They are asked. Each of them gets a link that works once, for three weeks.")
        )
        return redirect("plan_feedback", pk)
    context = frame(readable) | {"feedback_requests": list_feedback_requests(readable)}
    return form_page(request, "development_plans/feedback.html", form, context)


@require_POST
def plan_feedback_end(request: MemberRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """Let the links work no longer."""
    readable = get_own_plan_or_404(request, pk)
    feedback_request = get_object_or_404(
        readable.plan.feedback_requests.select_related("plan"), pk=request_pk
    )
    words = _("The links work no longer. What was answered stays.")
    tried(request, lambda: actions.end_request(feedback_request=feedback_request, by=request.member), words)
    return redirect("plan_feedback", pk)


@read_or_write
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody give feedback by a link, without an account. A link that cannot be used says so, and never why."""
    if not ratelimit.consume(request, action="feedback", key=f"{token} {get_source(request)}"):
        return render(request, "429.html", status=429)
    invitation = actions.get_invitation(token)
    if invitation is None:
        return link_ended(request)
    feedback_request = invitation.feedback_request
    owner = feedback_request.plan.owner
    form = FeedbackAnswerForm(request.POST or None, named=feedback_request.named)
    if form.is_valid():
        if not actions.save_answer(token=token, **form.cleaned_data):
            return link_ended(request)
        return render(request, "development_plans/feedback_given.html", {"owner": owner})
    with dates.speaking_in(owner.zone, is_readers=False):
        context = {"form": form, "feedback_request": feedback_request, "owner": owner}
        status = WRONG_INPUT if form.errors else 200
        return render(request, "development_plans/feedback_give.html", context, status=status)
