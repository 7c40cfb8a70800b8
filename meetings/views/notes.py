"""What is written down, shared or private."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import actions, wording
from meetings.forms import NoteForm
from meetings.views.shared import attended, back, form_page, page
from organisations.access import MemberRequest
from web.responses import done, read_or_write, tried


@read_or_write
def notes(request: MemberRequest, pk: str) -> HttpResponse:
    """Write a note, shared or private."""
    meeting = attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    is_private = request.POST.get("is_private") != "no"
    form = NoteForm(request.POST, auto_id="private_%s" if is_private else "shared_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.write_note(
            by=request.member, meeting=meeting, text=form.cleaned_data["text"], is_private=is_private
        ),
    ):
        return back(request, meeting, "private-notes" if is_private else "notes")
    if is_private:
        return page(request, meeting, piece="private-notes", private_note_form=form)
    return page(request, meeting, piece="notes", note_form=form)


@read_or_write
def note(request: MemberRequest, pk: str, note_pk: str) -> HttpResponse:
    """Change one's own note."""
    meeting = attended(request, pk)
    note = get_object_or_404(meeting.notes.filter(author=request.member), pk=note_pk)
    form = NoteForm(request.POST if request.method == "POST" else None, instance=note)
    if form.is_valid() and done(
        form, lambda: actions.edit_note(by=request.member, note=note, text=form.cleaned_data["text"])
    ):
        return back(request, meeting, "private-notes" if note.is_private else "notes")
    context = {
        "heading": _("Change your private note") if note.is_private else _("Change your note"),
        "who_reads": _("Only you can read this") if note.is_private else wording.who_reads(meeting),
        "removal_url": reverse("meeting_note_removal", args=[meeting.pk, note.pk]),
        "removal": _("Remove this note"),
    }
    return form_page(request, "meetings/edit.html", meeting, form, **context)


@read_or_write
def note_removal(request: MemberRequest, pk: str, note_pk: str) -> HttpResponse:
    """Remove one's own note."""
    meeting = attended(request, pk)
    note = get_object_or_404(meeting.notes.filter(author=request.member), pk=note_pk)
    if request.method == "POST" and tried(request, lambda: actions.remove_note(by=request.member, note=note)):
        messages.success(request, _("The note is removed."))
    return back(request, meeting, "private-notes" if note.is_private else "notes")
