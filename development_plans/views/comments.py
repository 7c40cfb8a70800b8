"""Comments beside the steps of a plan."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from development_plans.actions import comments as actions
from development_plans.forms.plans import PlanCommentForm
from development_plans.models import PlanComment
from development_plans.views.shared import frame, get_plan_or_404, redirect_back
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


@read_or_write
def plan_comments(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say something beside a step."""
    readable = get_plan_or_404(request, pk)
    if request.method == "GET":
        return redirect("plan", pk)
    form = PlanCommentForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.comment(plan=readable.plan, by=request.member, **form.cleaned_data)
    ):
        return redirect_back(request, pk)
    return form_page(request, "development_plans/comment.html", form, frame(readable))


@require_POST
def plan_comment_removal(request: MemberRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Take back what one said."""
    readable = get_plan_or_404(request, pk)
    own = PlanComment.objects.filter(plan=readable.plan, author=request.member)
    found = get_object_or_404(own.select_related("plan"), pk=comment_pk)
    tried(
        request, lambda: actions.remove_comment(comment=found, by=request.member), _("Your comment is gone.")
    )
    return redirect_back(request, pk)
