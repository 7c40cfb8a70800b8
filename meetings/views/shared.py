"""What the pages of a meeting share: one call loads what the member may see, or answers 404.

An address that only takes posts leads back to the meeting's page when it is read, as happens after signing in again.
"""

from typing import Any, Literal

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import meeting_owners, wording
from meetings.actions import may_change_following
from meetings.forms import ActionForm, AgendaItemForm, AttendanceForm, NoteForm, ResourceForm
from meetings.models import Action, AgendaItem, Attendance, Meeting, Note, Resource, RolesTaken, Usefulness
from meetings.next_step import Ahead, Behind, OnItsPage, Step, step_on_its_page
from organisations.access import MemberRequest
from organisations.models import Member
from web import htmx
from web.labels import ROLES

PAGE = "meetings/meeting.html"

type Section = Literal["agenda", "promised", "notes", "resources", "private-notes"]


def attended(request: MemberRequest, pk: str) -> Meeting:
    """Load a meeting the member is invited to, with its people and what they noted for themselves.

    That is how useful they found it (``my_usefulness``), and which roles they took as a mentor (``my_roles``).
    """
    said = Usefulness.objects.filter(meeting=OuterRef("pk"), member=request.member).values("value")
    took = RolesTaken.objects.filter(meeting=OuterRef("pk"), member=request.member).values("roles")
    mine = Meeting.objects.visible_to(request.member).with_people().with_following()
    found = get_object_or_404(mine.annotate(my_usefulness=Subquery(said), my_roles=Subquery(took)), pk=pk)
    if not found.invites(request.member):
        raise Http404
    return found


def promised(request: MemberRequest, meeting: Meeting, pk: str, *, own: bool = False) -> Action:
    """Return what was promised in this meeting or before it; ``own``: by the member, or written down by them."""
    visible = Action.objects.visible_to(request.member).filter(meeting__line=meeting.line)
    if own:
        visible = visible.filter(Q(owner=request.member) | Q(created_by=request.member))
    return get_object_or_404(visible, pk=pk)


def people(meeting: Meeting, reader: Member) -> list[Member]:
    """Return who is invited, the reader first."""
    return [reader, *meeting.others_than(reader)]


def may_follow(meeting: Meeting, reader: Member) -> int:
    """Return how many meetings the reader may change together with this one; it is loaded with what follows it."""
    following: int = meeting.following  # type: ignore[attr-defined]  # annotated by with_following()
    return following if following and meeting.is_ahead and may_change_following(meeting, reader) else 0


def frame(request: MemberRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what every page of a meeting shows."""
    host = meeting_owners.host_of(meeting, request.member)
    is_open = not (host and host.is_closed)
    return {
        "meeting": meeting,
        "title": wording.title_for(meeting, request.member),
        "host": host,
        "is_open": is_open,
        "can_write": is_open and not meeting.is_cancelled,
        "runs_it": meeting.is_run_by(request.member),
        "may_change": meeting.is_arranged_by(request.member),
        "may_follow": may_follow(meeting, request.member),
        "elsewhere": wording.elsewhere(meeting, request.member),
    }


def page(
    request: MemberRequest, meeting: Meeting, *, piece: Section | None = None, **bound: BaseForm
) -> HttpResponse:
    """Show the meeting, with the one form that has errors as it was sent."""
    reader = request.member
    notes = list(Note.objects.visible_to(reader).filter(meeting=meeting).select_related("author"))
    attendances = list(meeting.attendances.all())
    agenda, left_over = _agenda(meeting, reader)
    mine = meeting.attendance_of(reader)
    actions = list(
        Action.objects.visible_to(reader).shown_with(meeting).select_related("owner", "meeting").in_order()
    )
    framed = frame(request, meeting)
    context = framed | {
        "mine": mine,
        "may_move_in_answer": not (meeting.is_circle or mine.response in ("yes", "maybe")),
        "attendances": attendances,
        "usefulness": Usefulness.Value.choices,
        "roles": ROLES.items(),
        "declined": "" if meeting.is_circle else wording.who_cannot_come(meeting, reader),
        "answers": wording.answers(meeting),
        "presences": wording.presences(meeting),
        "may_answer_absence": _may_answer_absence(meeting, mine, is_open=framed["can_write"]),
        "disputed_by_me": []
        if framed["can_write"]
        else [each for each in attendances if each != mine and each.is_answerable_by(reader)],
        "left_behind": framed["is_open"] and any(not (item.done_at or item.taken_over) for item in agenda),
        "presence_noted": any(each.is_noted for each in attendances),
        "who_reads": wording.who_reads(meeting),
        "agenda": agenda,
        "left_over": left_over,
        "promised": actions,
        "resources": Resource.objects.visible_to(reader).filter(meeting=meeting).select_related("author"),
        "notes": [note for note in notes if not note.is_private],
        "private_notes": [note for note in notes if note.is_private],
        "agenda_form": AgendaItemForm(auto_id="agenda_%s"),
        "note_form": NoteForm(auto_id="shared_%s"),
        "private_note_form": NoteForm(auto_id="private_%s"),
        "resource_form": ResourceForm(auto_id="resource_%s"),
        "action_form": ActionForm(people=people(meeting, reader), auto_id="action_%s"),
        "attendance_form": AttendanceForm(meeting=meeting, reader=reader, auto_id="presence_%s"),
    }
    written = bool(notes) or any(action.meeting_id == meeting.pk for action in actions)
    context["step"] = _step(framed, mine, has_agenda=bool(agenda), is_written=written).name
    status = htmx.WRONG_INPUT if bound else 200
    if piece:
        return htmx.reply(request, PAGE, context | bound, partial=piece, status=status)
    return render(request, PAGE, context | bound, status=status)


def _step(framed: dict[str, Any], mine: Attendance, *, has_agenda: bool, is_written: bool) -> Step:
    """Return what the page of a meeting has its one main button for."""
    meeting, host = framed["meeting"], framed["host"]
    attendances = meeting.attendances.all()
    declined = any(each.response == Attendance.Response.NO for each in attendances)
    seen = OnItsPage(
        ahead=Ahead(meeting.starts_at, bool(mine.response), is_declined=declined and not meeting.is_circle),
        behind=Behind(meeting.ends_at, is_written or any(each.is_noted for each in attendances)),
        can_write=framed["can_write"],
        can_join=bool(meeting.arrangement.link),
        may_move=framed["may_change"] or bool(framed["may_follow"]),
        notes_presence=framed["runs_it"],
        has_agenda=has_agenda,
        can_propose=bool(host and host.next_url and not host.is_next_planned),
    )
    return step_on_its_page(seen, timezone.now())


def _may_answer_absence(meeting: Meeting, mine: Attendance, *, is_open: bool) -> bool:
    """Whether the page offers to say otherwise to who was noted as absent."""
    if meeting.is_cancelled or not meeting.is_over or mine.noted_presence != Attendance.Presence.MISSED:
        return False
    return is_open or mine.is_answerable_by(mine.member)


def _agenda(meeting: Meeting, reader: Member) -> tuple[list[Any], int]:
    """Return the agenda, and how many items it could take over from earlier meetings; both in one query.

    What did not come from a person says in ``came_from`` where it came from, and in ``url`` where it leads.
    """
    visible = AgendaItem.objects.visible_to(reader).with_whereabouts()
    wanted = Q(meeting=meeting)
    if not meeting.is_cancelled and not meeting.is_over:
        attendees = [attendance.member for attendance in meeting.attendances.all()]
        left = AgendaItem.objects.needing_carrying(into=meeting, attendees=attendees, own_of=reader)
        wanted |= Q(pk__in=left.order_by().values("pk"))
    found: list[Any] = list(visible.filter(wanted))
    agenda = [item for item in found if item.meeting_id == meeting.pk]
    pages = meeting_owners.pages_of(agenda, reader)
    for item in agenda:
        item.came_from = meeting_owners.source_words(item.source)
        item.url = pages.get(item.source_id)
    return agenda, len(found) - len(agenda)


def form_page(
    request: MemberRequest, template: str, meeting: Meeting, form: BaseForm, **context: Any
) -> HttpResponse:
    """Show a form about the meeting; once what it belongs to has ended, lead back to its page instead."""
    if request.method != "POST" and meeting_owners.is_closed(meeting, request.member):
        messages.info(request, _("This has ended. All of it stays here for you to read."))
        return redirect("meeting", meeting.pk)
    status = htmx.WRONG_INPUT if form.errors else 200
    return render(request, template, frame(request, meeting) | {"form": form} | context, status=status)


def back(request: MemberRequest, meeting: Meeting, section: Section) -> HttpResponse:
    """Lead back to a section of the meeting's page; return htmx that section alone."""
    if htmx.wants_piece(request):
        return page(request, meeting, piece=section)
    return redirect(f"{reverse('meeting', args=[meeting.pk])}#{section}")
