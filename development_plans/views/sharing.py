"""Showing a plan to one's mentor, comments beside its steps, and bringing it to a meeting."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from development_plans import reading
from development_plans.actions import sharing as actions
from development_plans.forms.plans import CommentForm
from development_plans.models import Comment
from development_plans.views.shared import frame, own_place, place_of
from meetings.models import Meeting
from organisations.access import MemberRequest
from web.answers import done, form_page, read_or_write, tried


def _back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Lead back to where the button stood: the plan's page, or one of its steps."""
    wanted = request.POST.get("back", "")
    own = reverse("plan", args=[pk])
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(own)
    return redirect(wanted if inside else own)


@require_POST
def plan_shares(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share a plan with a mentor one works with."""
    place = own_place(request, pk)
    mentors = {str(mentor.pk): mentor for mentor in reading.mentors_of(request.member)}
    mentor = mentors.get(request.POST.get("member", ""))
    if mentor:
        words = _("%(name)s can read this plan now, and comment.") % {"name": mentor.display_name}
        tried(request, lambda: actions.share(plan=place.plan, mentor=mentor, by=request.member), words)
    return _back(request, pk)


@require_POST
def plan_share_end(request: MemberRequest, pk: UUID, share_pk: UUID) -> HttpResponse:
    """Take it back."""
    place = own_place(request, pk)
    share = get_object_or_404(place.plan.shares.select_related("member"), pk=share_pk)
    words = _("%(name)s cannot read this plan any more.") % {"name": share.member.display_name}
    tried(request, lambda: actions.take_back(share=share, by=request.member), words)
    return _back(request, pk)


@read_or_write
def plan_comments(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say something beside a step."""
    place = place_of(request, pk)
    if request.method == "GET":
        return redirect("plan", pk)
    form = CommentForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.comment(plan=place.plan, by=request.member, **form.cleaned_data)
    ):
        return _back(request, pk)
    return form_page(request, "development_plans/comment.html", form, frame(place))


@require_POST
def plan_comment_removal(request: MemberRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Take back what one said."""
    place = place_of(request, pk)
    own = Comment.objects.filter(plan=place.plan, author=request.member)
    found = get_object_or_404(own.select_related("plan"), pk=comment_pk)
    tried(
        request, lambda: actions.remove_comment(comment=found, by=request.member), _("Your comment is gone.")
    )
    return _back(request, pk)


@require_POST
def plan_agenda(request: MemberRequest, pk: UUID, meeting_pk: UUID) -> HttpResponse:
    """Put a plan on the agenda of a meeting."""
    place = own_place(request, pk)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.member), pk=meeting_pk)
    put = tried(request, lambda: actions.put_on_agenda(plan=place.plan, meeting=meeting, by=request.member))
    if not put:
        return _back(request, pk)
    return redirect(reverse("meeting", args=[meeting.pk]) + "#agenda")
