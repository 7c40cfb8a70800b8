"""Whether I will come, calling a meeting off, and who came."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings import actions
from meetings.forms import AttendanceForm
from meetings.views.shared import attended, frame, page
from organisations.access import MemberRequest
from web.labels import ROLES
from web.responses import done, read_or_write, tried


@read_or_write
def response(request: MemberRequest, pk: str) -> HttpResponse:
    """Say whether I will come; to all of a series that are left, where its page asks."""
    meeting = attended(request, pk)
    all_following = request.POST.get("following") == "all"
    if request.method == "POST":
        answer, revision = request.POST.get("response", ""), request.POST.get("revision", "")
        tried(
            request,
            lambda: actions.respond(
                by=request.member,
                meeting=meeting,
                response=answer,
                following=request.POST.get("following") == "yes",
                all_following=all_following,
                revision=int(revision)
                if revision.isascii() and revision.isdigit() and len(revision) < 10
                else None,
            ),
        )
    if all_following and meeting.series_id:
        return redirect("meeting_series", meeting.series_id)
    return redirect("meeting", meeting.pk)


@read_or_write
def cancellation(request: MemberRequest, pk: str) -> HttpResponse:
    """Call a meeting off, after asking; where a link says so, first of all with those that follow."""
    meeting = attended(request, pk)
    if request.method == "POST":
        following = request.POST.get("following") == "yes"
        if tried(request, lambda: actions.cancel(by=request.member, meeting=meeting, following=following)):
            messages.success(
                request,
                _("The series is ended, and everyone else is told.")
                if following
                else _("It is cancelled, and everyone else is told."),
            )
            if following and meeting.series_id:
                return redirect("meeting_series", meeting.series_id)
        return redirect("meeting", meeting.pk)
    context = frame(request, meeting)
    is_allowed = context["may_change"] or context["may_follow"]
    if not (meeting.is_ahead and context["can_write"] and is_allowed):
        return redirect("meeting", meeting.pk)
    ends_series = bool(context["may_follow"]) and request.GET.get("following") == "yes"
    return render(request, "meetings/cancellation.html", context | {"ends_series": ends_series})


@read_or_write
def attendance(request: MemberRequest, pk: str) -> HttpResponse:
    """Note who came."""
    meeting = attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = AttendanceForm(request.POST, meeting=meeting, reader=request.member, auto_id="presence_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.record_attendance(by=request.member, meeting=meeting, presence=form.presence()),
    ):
        messages.success(request, _("Noted who came."))
        return redirect("meeting", meeting.pk)
    return page(request, meeting, attendance_form=form)


@read_or_write
def usefulness(request: MemberRequest, pk: str) -> HttpResponse:
    """Say with one tap how useful a meeting was."""
    meeting = attended(request, pk)
    value = request.POST.get("value", "")
    if request.method == "POST" and tried(
        request,
        lambda: actions.say_how_useful(
            by=request.member, meeting=meeting, value=int(value) if value in ("1", "2", "3") else 0
        ),
    ):
        messages.success(request, _("Noted, for you alone."))
    return redirect("meeting", meeting.pk)


@read_or_write
def roles(request: MemberRequest, pk: str) -> HttpResponse:
    """Note which roles I took as a mentor."""
    meeting = attended(request, pk)
    taken = request.POST.getlist("roles")[: len(ROLES)]
    if request.method == "POST" and tried(
        request, lambda: actions.note_roles(by=request.member, meeting=meeting, roles=set(taken))
    ):
        messages.success(request, _("Noted, for you alone."))
    return redirect("meeting", meeting.pk)
