"""What people share for keeping."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import actions, wording
from meetings.forms import ResourceForm
from meetings.views.shared import attended, back, form_page, page
from organisations.access import MemberRequest
from web.responses import done, read_or_write, tried


@read_or_write
def resources(request: MemberRequest, pk: str) -> HttpResponse:
    """Share something with everyone invited."""
    meeting = attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = ResourceForm(request.POST, auto_id="resource_%s")
    if form.is_valid() and done(
        form, lambda: actions.share_resource(by=request.member, meeting=meeting, **form.cleaned_data)
    ):
        return back(request, meeting, "resources")
    return page(request, meeting, piece="resources", resource_form=form)


@read_or_write
def resource(request: MemberRequest, pk: str, resource_pk: str) -> HttpResponse:
    """Change what one shared."""
    meeting = attended(request, pk)
    found = get_object_or_404(meeting.resources.filter(author=request.member), pk=resource_pk)
    form = ResourceForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.edit_resource(by=request.member, resource=found, **form.cleaned_data)
    ):
        return back(request, meeting, "resources")
    context = {
        "heading": _("Change what you shared"),
        "who_reads": wording.who_reads(meeting),
        "removal_url": reverse("meeting_resource_removal", args=[meeting.pk, found.pk]),
        "removal": _("Withdraw"),
    }
    return form_page(request, "meetings/edit.html", meeting, form, **context)


@read_or_write
def resource_removal(request: MemberRequest, pk: str, resource_pk: str) -> HttpResponse:
    """Take back what one shared."""
    meeting = attended(request, pk)
    found = get_object_or_404(meeting.resources.filter(author=request.member), pk=resource_pk)
    if request.method == "POST" and tried(
        request, lambda: actions.remove_resource(by=request.member, resource=found)
    ):
        messages.success(request, _("It is no longer shared."))
    return back(request, meeting, "resources")
