"""My meetings, the page of each, and moving one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from meetings import actions, calendar_objects, ics_feed, meeting_owners, wording
from meetings.forms import MeetingForm
from meetings.ics_events import cancelled_for, kept_by
from meetings.models import Meeting
from meetings.views.shared import attended, form_page, frame, may_follow, page
from organisations.access import MemberRequest
from organisations.models import Member
from web.responses import done, read_or_write, tried

PAST_PER_PAGE = 20


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """My meetings: those ahead, and those that were."""
    mine = Meeting.objects.visible_to(request.member).standing().with_people()
    unfinished = Count("agenda", filter=Q(agenda__done_at=None), distinct=True)
    ahead = mine.upcoming().annotate(agenda_count=unfinished)
    past = Paginator(mine.past(), PAST_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ahead": _rows(ahead, request.member) if past.number == 1 else [],
        "feed_address": ics_feed.address_of(request.member),
        "past": past,
        "past_rows": _rows(past, request.member),
    }
    return render(request, "meetings/meetings.html", context)


def _rows(found: Iterable[Meeting], reader: Member) -> list[dict[str, Any]]:
    return [
        {
            "meeting": meeting,
            "title": wording.title_for(meeting, reader),
            "elsewhere": wording.elsewhere(meeting, reader),
            "mine": meeting.attendance_of(reader),
            "cannot": "" if meeting.is_circle else wording.who_cannot_come(meeting, reader).rstrip("."),
        }
        for meeting in found
        if meeting.invites(reader)
    ]


@require_safe
def meeting(request: MemberRequest, pk: str) -> HttpResponse:
    """Everything about one meeting."""
    return page(request, attended(request, pk))


@require_safe
def series(request: MemberRequest, pk: UUID) -> HttpResponse:
    """All meetings of a series to which I am invited, and what can be done with those that are left."""
    found = Meeting.objects.visible_to(request.member).with_people().with_following().filter(series=pk)
    meetings = [each for each in found.order_by("number") if each.invites(request.member)]
    if not meetings:
        raise Http404
    ahead = [each for each in meetings if each.is_ahead]
    coming = ahead[0] if ahead else meetings[-1]
    context = {
        "rows": _rows(meetings, request.member),
        "coming": coming,
        "left": len(ahead),
        "responses": {each.attendance_of(request.member).response for each in ahead},
    }
    return render(request, "meetings/series.html", frame(request, coming) | context)


@read_or_write
def time(request: MemberRequest, pk: str) -> HttpResponse:
    """Move a meeting, or change where it takes place and what it is about; with those that follow, where wanted."""
    meeting = attended(request, pk)
    following = may_follow(meeting, request.member)
    if not meeting.is_ahead or not (meeting.is_arranged_by(request.member) or following):
        messages.info(request, _("This meeting cannot be moved, or not by you."))
        return redirect("meeting", meeting.pk)
    kept = _say_exceptions(meeting, request.member) if following else ""
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        reader=request.member,
        others=meeting.others_than(request.member),
        was=meeting,
        following=following,
        initial={"following": request.GET.get("following", "")},
    )
    if form.is_valid():
        wanted = form.wanted() | {"following": form.cleaned_data.get("following") == "yes"}
        revision = form.cleaned_data["revision"]
        if done(
            form,
            lambda: actions.reschedule(by=request.member, meeting=meeting, revision=revision, **wanted),
        ):
            messages.success(request, _("It is changed. Everyone invited is told of a new time or place."))
            if wanted["following"] and kept:
                messages.info(request, kept)
            return redirect("meeting", meeting.pk)
    return form_page(request, "meetings/time.html", meeting, form, kept=kept)


def _say_exceptions(meeting: Meeting, reader: Member) -> str:
    """Say which of those that follow keep what they were given by themselves when all change; empty for none."""
    found = actions.list_exceptions(meeting, reader)
    words = ngettext(
        "One of those that follow keeps what it was given by itself: %(days)s.",
        "%(count)d of those that follow keep what each was given by itself: %(days)s.",
        len(found),
    )
    days = ", ".join(date_format(each.starts_for(reader), "DATE_FORMAT") for each in found)
    return words % {"count": len(found), "days": days} if found else ""


@read_or_write
def record(request: MemberRequest, pk: str) -> HttpResponse:
    """Correct a meeting that one noted after it took place."""
    meeting = attended(request, pk)
    noted = get_object_or_404(Meeting.objects.standing().noted_by(request.member), pk=meeting.pk)
    host = meeting_owners.host_of(meeting, request.member)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        reader=request.member,
        others=meeting.others_than(request.member),
        was=meeting,
        past=True,
        began_at=host.began_at if host else None,
    )
    if form.is_valid() and done(
        form, lambda: actions.correct_log(by=request.member, meeting=noted, **form.wanted())
    ):
        messages.success(request, _("The meeting is corrected."))
        return redirect("meeting", meeting.pk)
    return form_page(request, "meetings/record.html", meeting, form)


@read_or_write
def record_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Take back that a meeting took place."""
    meeting = attended(request, pk)
    noted = get_object_or_404(Meeting.objects.noted_by(request.member), pk=meeting.pk)
    if request.method == "POST" and tried(
        request, lambda: actions.withdraw_log(by=request.member, meeting=noted)
    ):
        messages.success(request, _("The meeting no longer counts as one that took place."))
    return redirect("meeting", meeting.pk)


@require_safe
def calendar(request: MemberRequest, pk: str) -> HttpResponse:
    """Return the meeting, or the whole series it is of, as a file that calendars take in."""
    meeting = attended(request, pk)
    if items := kept_by(meeting, request.member):
        content = calendar_objects.publish(*items)
    else:
        content = calendar_objects.cancel(cancelled_for(meeting, request.member))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer
