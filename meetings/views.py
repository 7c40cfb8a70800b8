"""My meetings, and the page of each: one call loads what the member may see, or answers 404.

An address that only takes posts leads back to the meeting's page when it is read, as happens after signing in again.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import actions, calendar_objects, hosts, wording
from meetings.entries import entry_for
from meetings.errors import MeetingError
from meetings.forms import ActionForm, AgendaItemForm, AttendanceForm, MeetingForm, NoteForm
from meetings.models import Action, AgendaItem, Meeting, Note
from organisations.access import MemberRequest
from organisations.models import Member
from web import htmx

PAST_PER_PAGE = 20
PAGE = "meetings/meeting.html"

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


# Pages


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """My meetings: those ahead, and those that were."""
    mine = Meeting.objects.visible_to(request.member).standing().with_people()
    unfinished = Count("agenda", filter=Q(agenda__done_at=None), distinct=True)
    ahead = mine.upcoming().annotate(agenda_count=unfinished)
    past = Paginator(mine.past(), PAST_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ahead": [_row(meeting, request.member) for meeting in ahead] if past.number == 1 else [],
        "past": past,
        "past_rows": [_row(meeting, request.member) for meeting in past],
    }
    return render(request, "meetings/meetings.html", context)


def _row(meeting: Meeting, reader: Member) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "title": wording.title_for(meeting, reader),
        "elsewhere": wording.elsewhere(meeting, reader),
        "mine": meeting.attendance_of(reader),
    }


@require_safe
def meeting(request: MemberRequest, pk: str) -> HttpResponse:
    """Everything about one meeting."""
    return _page(request, _attended(request, pk))


@reads_and_posts
def time(request: MemberRequest, pk: str) -> HttpResponse:
    """Move a meeting, or change where it takes place and what it is about."""
    meeting = _attended(request, pk)
    if not meeting.is_ahead:
        messages.info(request, _("This meeting cannot be moved any more."))
        return redirect("meeting", meeting.pk)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        reader=request.member,
        others=meeting.others_than(request.member),
        was=meeting,
    )
    if form.is_valid() and _done(
        form,
        lambda: actions.reschedule(
            by=request.member, meeting=meeting, revision=form.cleaned_data["revision"], **form.wanted()
        ),
    ):
        messages.success(
            request, _("The meeting is changed. Everyone invited is told of a new time or place.")
        )
        return redirect("meeting", meeting.pk)
    return _form_page(request, "meetings/time.html", meeting, form)


@require_safe
def calendar(request: MemberRequest, pk: str) -> HttpResponse:
    """Give the meeting as a file that calendars take in."""
    meeting = _attended(request, pk)
    form = calendar_objects.cancel if meeting.is_cancelled else calendar_objects.publish
    answer = HttpResponse(
        form(entry_for(meeting, request.member)), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


# Answering, calling off, who came


@reads_and_posts
def response(request: MemberRequest, pk: str) -> HttpResponse:
    """Say whether I will come."""
    meeting = _attended(request, pk)
    if request.method == "POST":
        answer, revision = request.POST.get("response", ""), request.POST.get("revision", "")
        _tried(
            request,
            lambda: actions.respond(
                by=request.member,
                meeting=meeting,
                response=answer,
                revision=int(revision)
                if revision.isascii() and revision.isdigit() and len(revision) < 10
                else None,
            ),
        )
    return redirect("meeting", meeting.pk)


@reads_and_posts
def cancellation(request: MemberRequest, pk: str) -> HttpResponse:
    """Call a meeting off, after asking."""
    meeting = _attended(request, pk)
    if request.method == "POST":
        if _tried(request, lambda: actions.cancel(by=request.member, meeting=meeting)):
            messages.success(request, _("The meeting is cancelled, and everyone else is told."))
        return redirect("meeting", meeting.pk)
    if not meeting.is_ahead:
        return redirect("meeting", meeting.pk)
    return render(request, "meetings/cancellation.html", _frame(request, meeting))


@reads_and_posts
def attendance(request: MemberRequest, pk: str) -> HttpResponse:
    """Note who came."""
    meeting = _attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = AttendanceForm(request.POST, meeting=meeting, reader=request.member, auto_id="presence_%s")
    if form.is_valid() and _done(
        form,
        lambda: actions.record_attendance(by=request.member, meeting=meeting, presence=form.presence()),
    ):
        messages.success(request, _("Noted who came."))
        return redirect("meeting", meeting.pk)
    return _page(request, meeting, attendance_form=form)


# Agenda


@reads_and_posts
def agenda(request: MemberRequest, pk: str) -> HttpResponse:
    """Put something on the agenda."""
    meeting = _attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = AgendaItemForm(request.POST, auto_id="agenda_%s")
    if form.is_valid() and _done(
        form,
        lambda: actions.add_agenda_item(by=request.member, meeting=meeting, text=form.cleaned_data["text"]),
    ):
        return _back(request, meeting, "agenda")
    return _page(request, meeting, piece="agenda", agenda_form=form)


@reads_and_posts
def left_over(request: MemberRequest, pk: str) -> HttpResponse:
    """Take over what earlier meetings left unfinished."""
    meeting = _attended(request, pk)
    if request.method == "POST":
        _tried(request, lambda: actions.carry_over(by=request.member, meeting=meeting))
    return _back(request, meeting, "agenda")


@reads_and_posts
def agenda_item(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Change one's own agenda item."""
    meeting = _attended(request, pk)
    item = get_object_or_404(meeting.agenda.filter(author=request.member), pk=item_pk)
    form = AgendaItemForm(request.POST if request.method == "POST" else None, instance=item)
    if form.is_valid() and _done(
        form,
        lambda: actions.edit_agenda_item(by=request.member, item=item, text=form.cleaned_data["text"]),
    ):
        return _back(request, meeting, "agenda")
    context = {
        "heading": _("Change an agenda item"),
        "removal_url": reverse("agenda_item_removal", args=[meeting.pk, item.pk]),
        "removal": _("Take it off the agenda"),
    }
    return _form_page(request, "meetings/edit.html", meeting, form, **context)


@reads_and_posts
def agenda_item_tick(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Note that an item was talked about, or was not."""
    meeting = _attended(request, pk)
    item = get_object_or_404(AgendaItem.objects.visible_to(request.member), meeting=meeting, pk=item_pk)
    if request.method == "POST":
        done = request.POST.get("done") == "yes"
        _tried(request, lambda: actions.tick_agenda_item(by=request.member, item=item, done=done))
    return _back(request, meeting, "agenda")


@reads_and_posts
def agenda_item_removal(request: MemberRequest, pk: str, item_pk: str) -> HttpResponse:
    """Take one's own item off the agenda."""
    meeting = _attended(request, pk)
    item = get_object_or_404(meeting.agenda.filter(author=request.member), pk=item_pk)
    if request.method == "POST" and _tried(
        request, lambda: actions.remove_agenda_item(by=request.member, item=item)
    ):
        messages.success(request, _("The item is off the agenda."))
    return _back(request, meeting, "agenda")


# Notes


@reads_and_posts
def notes(request: MemberRequest, pk: str) -> HttpResponse:
    """Write a note, shared or private."""
    meeting = _attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    is_private = request.POST.get("is_private") != "no"
    form = NoteForm(request.POST, auto_id="private_%s" if is_private else "shared_%s")
    if form.is_valid() and _done(
        form,
        lambda: actions.write_note(
            by=request.member, meeting=meeting, text=form.cleaned_data["text"], is_private=is_private
        ),
    ):
        return _back(request, meeting, "private-notes" if is_private else "notes")
    if is_private:
        return _page(request, meeting, private_note_form=form)
    return _page(request, meeting, note_form=form)


@reads_and_posts
def note(request: MemberRequest, pk: str, note_pk: str) -> HttpResponse:
    """Change one's own note."""
    meeting = _attended(request, pk)
    note = get_object_or_404(meeting.notes.filter(author=request.member), pk=note_pk)
    form = NoteForm(request.POST if request.method == "POST" else None, instance=note)
    if form.is_valid() and _done(
        form, lambda: actions.edit_note(by=request.member, note=note, text=form.cleaned_data["text"])
    ):
        return _back(request, meeting, "private-notes" if note.is_private else "notes")
    context = {
        "heading": _("Change your private note") if note.is_private else _("Change your note"),
        "who_reads": _("Only you can read this") if note.is_private else wording.who_reads(meeting),
        "removal_url": reverse("meeting_note_removal", args=[meeting.pk, note.pk]),
        "removal": _("Remove this note"),
    }
    return _form_page(request, "meetings/edit.html", meeting, form, **context)


@reads_and_posts
def note_removal(request: MemberRequest, pk: str, note_pk: str) -> HttpResponse:
    """Remove one's own note."""
    meeting = _attended(request, pk)
    note = get_object_or_404(meeting.notes.filter(author=request.member), pk=note_pk)
    if request.method == "POST" and _tried(
        request, lambda: actions.remove_note(by=request.member, note=note)
    ):
        messages.success(request, _("The note is removed."))
    return _back(request, meeting, "private-notes" if note.is_private else "notes")


# Promises


@reads_and_posts
def promises(request: MemberRequest, pk: str) -> HttpResponse:
    """Note what somebody will do."""
    meeting = _attended(request, pk)
    if request.method != "POST":
        return redirect("meeting", meeting.pk)
    form = ActionForm(request.POST, people=_people(meeting, request.member), auto_id="action_%s")
    if form.is_valid() and _done(
        form, lambda: actions.promise(by=request.member, meeting=meeting, **form.cleaned_data)
    ):
        return _back(request, meeting, "promised")
    return _page(request, meeting, piece="promised", action_form=form)


@reads_and_posts
def action(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Change what was promised, as who promised it or wrote it down."""
    meeting = _attended(request, pk)
    found = _promised(request, meeting, action_pk, own=True)
    people = _people(Meeting.objects.with_people().get(pk=found.meeting_id), request.member)
    form = ActionForm(request.POST if request.method == "POST" else None, instance=found, people=people)
    if form.is_valid() and _done(
        form, lambda: actions.edit_action(by=request.member, action=found, **form.cleaned_data)
    ):
        return _back(request, meeting, "promised")
    context = {
        "heading": _("Change what was promised"),
        "removal_url": reverse("meeting_action_removal", args=[meeting.pk, found.pk]),
        "removal": _("Remove it from the list"),
    }
    return _form_page(request, "meetings/edit.html", meeting, form, **context)


@reads_and_posts
def action_tick(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Note that a promise was kept, or is open again."""
    meeting = _attended(request, pk)
    found = _promised(request, meeting, action_pk)
    if request.method == "POST":
        change = actions.finish_action if request.POST.get("done") == "yes" else actions.reopen_action
        _tried(request, lambda: change(by=request.member, action=found))
    return _back(request, meeting, "promised")


@reads_and_posts
def action_removal(request: MemberRequest, pk: str, action_pk: str) -> HttpResponse:
    """Remove what was promised, as who promised it or wrote it down."""
    meeting = _attended(request, pk)
    found = _promised(request, meeting, action_pk, own=True)
    if request.method == "POST" and _tried(
        request, lambda: actions.remove_action(by=request.member, action=found)
    ):
        messages.success(request, _("It is off the list."))
    return _back(request, meeting, "promised")


# What the views share


def _attended(request: MemberRequest, pk: str) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.member).with_people(), pk=pk)


def _promised(request: MemberRequest, meeting: Meeting, pk: str, *, own: bool = False) -> Action:
    """Give what was promised in this meeting or before it; ``own``: by the member, or written down by them."""
    visible = Action.objects.visible_to(request.member).filter(meeting__line=meeting.line)
    if own:
        visible = visible.filter(Q(owner=request.member) | Q(created_by=request.member))
    return get_object_or_404(visible, pk=pk)


def _people(meeting: Meeting, reader: Member) -> list[Member]:
    """Give who is invited, the reader first."""
    return [reader, *meeting.others_than(reader)]


def _frame(request: MemberRequest, meeting: Meeting) -> dict[str, Any]:
    """Give what every page of a meeting shows."""
    return {
        "meeting": meeting,
        "title": wording.title_for(meeting, request.member),
        "host": hosts.host_of(meeting, request.member),
        "elsewhere": wording.elsewhere(meeting, request.member),
    }


def _page(request: MemberRequest, meeting: Meeting, *, piece: str = "", **bound: BaseForm) -> HttpResponse:
    """Show the meeting, with the one form that has errors as it was sent."""
    reader = request.member
    notes = list(Note.objects.visible_to(reader).filter(meeting=meeting).select_related("author"))
    attendances = list(meeting.attendances.all())
    context = _frame(request, meeting) | {
        "mine": meeting.attendance_of(reader),
        "attendances": attendances,
        "declined": wording.who_cannot_come(meeting, reader),
        "presence_noted": any(each.presence for each in attendances),
        "who_reads": wording.who_reads(meeting),
        "agenda": AgendaItem.objects.visible_to(reader).filter(meeting=meeting).with_whereabouts(),
        "left_over": _left_over(meeting),
        "promised": Action.objects.visible_to(reader)
        .shown_with(meeting)
        .select_related("owner", "meeting")
        .in_order(),
        "notes": [note for note in notes if not note.is_private],
        "private_notes": [note for note in notes if note.is_private],
        "agenda_form": AgendaItemForm(auto_id="agenda_%s"),
        "note_form": NoteForm(auto_id="shared_%s"),
        "private_note_form": NoteForm(auto_id="private_%s"),
        "action_form": ActionForm(people=_people(meeting, reader), auto_id="action_%s"),
        "attendance_form": AttendanceForm(meeting=meeting, reader=reader, auto_id="presence_%s"),
    }
    status = htmx.WRONG_INPUT if bound else 200
    if piece:
        return htmx.reply(request, PAGE, context | bound, partial=piece, status=status)
    return render(request, PAGE, context | bound, status=status)


def _left_over(meeting: Meeting) -> int:
    """Count what this meeting could take over from earlier ones."""
    if meeting.is_cancelled or meeting.is_over:
        return 0
    attendees = [attendance.member for attendance in meeting.attendances.all()]
    return AgendaItem.objects.needing_carrying(into=meeting, attendees=attendees).count()


def _form_page(
    request: MemberRequest, template: str, meeting: Meeting, form: BaseForm, **context: Any
) -> HttpResponse:
    status = htmx.WRONG_INPUT if form.errors else 200
    return render(request, template, _frame(request, meeting) | {"form": form} | context, status=status)


def _done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do it; a no becomes the form's error. Give whether it was done."""
    try:
        act()
    except MeetingError as error:
        form.add_error(None, str(error))
        return False
    return True


def _tried(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Do it; a no becomes a message. Give whether it was done."""
    try:
        act()
    except MeetingError as error:
        messages.error(request, str(error))
        return False
    return True


def _back(request: MemberRequest, meeting: Meeting, section: str) -> HttpResponse:
    """Lead back to a section of the meeting's page; give htmx that section alone."""
    if htmx.wants_piece(request):
        return _page(request, meeting, piece=section)
    return redirect(f"{reverse('meeting', args=[meeting.pk])}#{section}")
