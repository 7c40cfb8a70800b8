"""Asking for feedback on what one did; and the page outside any organisation on which people give it."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.attempts import get_source
from development_plans import reading
from development_plans.actions import feedback as actions
from development_plans.forms.feedback import AnswerForm, AskingForm
from development_plans.views.shared import frame, own_place
from organisations.access import MemberRequest
from web import moments
from web.answers import done, form_page, link_ended, read_or_write, tried
from web.htmx import WRONG_INPUT


@read_or_write
def plan_feedback(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask for feedback, and read what came."""
    place = own_place(request, pk)
    form = AskingForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.ask(plan=place.plan, by=request.member, **form.cleaned_data)
    ):
        messages.info(
            request, _("They are asked. Each of them gets a link that works once, for three weeks.")
        )
        return redirect("plan_feedback", pk)
    context = frame(place) | {"askings": reading.askings(place)}
    return form_page(request, "development_plans/feedback.html", form, context)


@require_POST
def plan_feedback_end(request: MemberRequest, pk: UUID, asking_pk: UUID) -> HttpResponse:
    """Let the links work no longer."""
    place = own_place(request, pk)
    asking = get_object_or_404(place.plan.askings.select_related("plan"), pk=asking_pk)
    words = _("The links work no longer. What was answered stays.")
    tried(request, lambda: actions.revoke(asking=asking, by=request.member), words)
    return redirect("plan_feedback", pk)


@read_or_write
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody give feedback by a link, without an account. A link that cannot be used says so, and never why."""
    if not ratelimit.consume(request, action="feedback", key=f"{token} {get_source(request)}"):
        return render(request, "429.html", status=429)
    invitation = actions.find(token)
    if invitation is None:
        return link_ended(request)
    asking = invitation.asking
    owner = asking.plan.owner
    form = AnswerForm(request.POST or None, named=asking.named)
    if form.is_valid():
        if not actions.answer(token=token, **form.cleaned_data):
            return link_ended(request)
        return render(request, "development_plans/feedback_given.html", {"owner": owner})
    with moments.speaking_in(owner.zone, is_readers=False):
        context = {"form": form, "asking": asking, "owner": owner}
        status = WRONG_INPUT if form.errors else 200
        return render(request, "development_plans/feedback_give.html", context, status=status)
