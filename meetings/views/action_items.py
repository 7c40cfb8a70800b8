"""What somebody will do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import actions
from meetings.forms import ActionForm
from meetings.models import Meeting
from meetings.views.shared import attended, back, form_page, page, people, promised
from organisations.access import MemberRequest
from web.responses import done, read_or_write, tried


@read_or_write
def promises(request: MemberRequest, pk: str) -> HttpResponse:
    """Note what somebody will do."""
    meeting = attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = ActionForm(
        request.POST,
        people=people(meeting, request.member),
        meeting_day=timezone.localdate(meeting.starts_at),
        auto_id="action_%s",
    )
    if form.is_valid() and done(
        form, lambda: actions.add_action(by=request.member, meeting=meeting, **form.cleaned_data)
    ):
        return back(request, meeting, "promised")
    return page(request, meeting, piece="promised", action_form=form)


@read_or_write
def action(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Change an action, as who promised it or wrote it down."""
    meeting = attended(request, pk)
    found = promised(request, meeting, action_pk, own=True)
    of_meeting = Meeting.objects.with_people().get(pk=found.meeting_id)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        instance=found,
        people=people(of_meeting, request.member),
        meeting_day=timezone.localdate(of_meeting.starts_at),
    )
    if form.is_valid() and done(
        form, lambda: actions.edit_action(by=request.member, action=found, **form.cleaned_data)
    ):
        return back(request, meeting, "promised")
    context = {
        "heading": _("Change an action"),
        "removal_url": reverse("meeting_action_removal", args=[meeting.pk, found.pk]),
        "removal": _("Remove it from the list"),
    }
    return form_page(request, "meetings/edit.html", meeting, form, **context)


@read_or_write
def action_tick(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Note that a promise was kept, or is open again."""
    meeting = attended(request, pk)
    found = promised(request, meeting, action_pk)
    if request.method == "POST":
        change = actions.finish_action if request.POST.get("done") == "yes" else actions.reopen_action
        tried(request, lambda: change(by=request.member, action=found))
    return back(request, meeting, "promised")


@read_or_write
def action_removal(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Remove what was promised, as who promised it or wrote it down."""
    meeting = attended(request, pk)
    found = promised(request, meeting, action_pk, own=True)
    if request.method == "POST" and tried(
        request, lambda: actions.remove_action(by=request.member, action=found)
    ):
        messages.success(request, _("It is off the list."))
    return back(request, meeting, "promised")
