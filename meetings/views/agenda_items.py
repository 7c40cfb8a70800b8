"""What is to be talked about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import actions
from meetings.forms import AgendaItemForm
from meetings.models import AgendaItem
from meetings.views.shared import attended, back, form_page, page
from organisations.access import MemberRequest
from web.responses import done, read_or_write, tried


@read_or_write
def agenda(request: MemberRequest, pk: str) -> HttpResponse:
    """Put something on the agenda."""
    meeting = attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = AgendaItemForm(request.POST, auto_id="agenda_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.add_agenda_item(by=request.member, meeting=meeting, text=form.cleaned_data["text"]),
    ):
        return back(request, meeting, "agenda")
    return page(request, meeting, piece="agenda", agenda_form=form)


@read_or_write
def left_over(request: MemberRequest, pk: str) -> HttpResponse:
    """Take over what earlier meetings left unfinished."""
    meeting = attended(request, pk)
    if request.method == "POST":
        tried(request, lambda: actions.carry_over(by=request.member, meeting=meeting))
    return back(request, meeting, "agenda")


@read_or_write
def agenda_item(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Change one's own agenda item."""
    meeting = attended(request, pk)
    item = get_object_or_404(meeting.agenda.filter(author=request.member), pk=item_pk)
    form = AgendaItemForm(request.POST if request.method == "POST" else None, instance=item)
    if form.is_valid() and done(
        form,
        lambda: actions.edit_agenda_item(by=request.member, item=item, text=form.cleaned_data["text"]),
    ):
        return back(request, meeting, "agenda")
    context = {
        "heading": _("Change an agenda item"),
        "removal_url": reverse("agenda_item_removal", args=[meeting.pk, item.pk]),
        "removal": _("Take it off the agenda"),
    }
    return form_page(request, "meetings/edit.html", meeting, form, **context)


@read_or_write
def agenda_item_tick(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Note that an item was talked about, or was not."""
    meeting = attended(request, pk)
    item = get_object_or_404(AgendaItem.objects.visible_to(request.member), meeting=meeting, pk=item_pk)
    if request.method == "POST":
        done = request.POST.get("done") == "yes"
        tried(request, lambda: actions.tick_agenda_item(by=request.member, item=item, done=done))
    return back(request, meeting, "agenda")


@read_or_write
def agenda_item_removal(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Take one's own item off the agenda."""
    meeting = attended(request, pk)
    item = get_object_or_404(meeting.agenda.filter(author=request.member), pk=item_pk)
    if request.method == "POST" and tried(
        request, lambda: actions.remove_agenda_item(by=request.member, item=item)
    ):
        messages.success(request, _("The item is off the agenda."))
    return back(request, meeting, "agenda")
