"""What is to be talked about, and what is left of it for the next time."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.actions import contents
from meetings.actions.checks import locked, people, refuse_if_cancelled
from meetings.errors import MeetingError
from meetings.models import AgendaItem, Meeting
from organisations import audit
from organisations.models import Member
from organisations.prepared_queries import prepared_query


@transaction.atomic
def add_agenda_item(
    *,
    by: Member,
    meeting: Meeting,
    text: str,
    source: str = "",
    source_id: UUID | None = None,
    author: Member | None = None,
) -> AgendaItem:
    """Put something on the agenda, after what is there.

    Args:
        source: what it comes from, when that is not ``by`` themself: a word that ``hosts.register_source`` knows. The
            page names it in place of the person.
        source_id: the key of what it brings up; the page leads there whoever may see it.
        author: who suggested it elsewhere, if that is somebody else who is invited; it is then theirs.

    Raises:
        MeetingError: it says nothing or too much, the meeting was cancelled, or the author is not invited.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    if author and author not in people(current):
        raise MeetingError(_("Who suggested this is not invited."))
    item = AgendaItem(
        organisation_id=current.organisation_id,
        meeting=current,
        author=author or by,
        source=source,
        source_id=source_id,
        position=_next_position(current),
    )
    return contents.save(item, by=by, event="agenda.added", text=text)


@transaction.atomic
def edit_agenda_item(*, by: Member, item: AgendaItem, text: str) -> AgendaItem:
    """Say one's own item in other words.

    Raises:
        MeetingError: it is somebody else's, or says nothing or too much.
    """
    return contents.save(contents.own(item, by), by=by, event="agenda.edited", text=text)


@transaction.atomic
def remove_agenda_item(*, by: Member, item: AgendaItem) -> None:
    """Take one's own item off the agenda; a copy taken over into a later meeting stays.

    Raises:
        MeetingError: it is somebody else's.
    """
    contents.remove(contents.own(item, by), by=by, event="agenda.removed")


@transaction.atomic
def tick_agenda_item(*, by: Member, item: AgendaItem, done: bool) -> AgendaItem:
    """Note that an item was talked about, or was not after all; any attendee may.

    An item ticked late, when the next meeting has already taken it over, goes from that meeting's agenda again.

    Raises:
        MeetingError: ``by`` is not invited.
    """
    current = contents.held(item, by)
    if not contents.set_done(current, done=done):
        return current
    audit.record("agenda.ticked" if done else "agenda.unticked", on=current, by=by)
    if done:
        _take_back(current, by)
    return current


def _take_back(item: AgendaItem, by: Member) -> None:
    """Remove what later meetings took over of an item and have not talked about."""
    for copy in _copies(item, by):
        _take_back(copy, by)
        copy.delete()


@prepared_query
def _copies(item: AgendaItem, by: Member) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(by).filter(carried_from=item, done_at=None)


@transaction.atomic
def carry_over(*, by: Member, meeting: Meeting) -> list[AgendaItem]:
    """Take over what earlier meetings of the same line left unfinished; return the new items. Twice adds nothing.

    What everyone invited now may read; and what ``by`` wrote themself, who thereby shows it to those who are new.

    Raises:
        MeetingError: the meeting is over or was cancelled.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    if current.is_over:
        raise MeetingError(_("This meeting is over. What is left can go to the next one."))
    return carry_into(current, people(current), by=by)


@transaction.atomic
def copy_agenda_item(*, by: Member, meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """Put one thing that another meeting left unfinished on this one's agenda, in the name of ``by``, who can read it.

    For meetings of one circle that stand in no line: somebody decides what comes along, and answers for it.

    Raises:
        MeetingError: it is done, gone, somebody else's to read or taken over already, or the meeting was cancelled.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    left = AgendaItem.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=item.pk, done_at=None)
    found = left.exclude(meeting=current).first()
    if found is None or AgendaItem.objects.filter(carried_from=found).exists():
        raise MeetingError(_("This is done or taken over already."))
    copy = AgendaItem(
        organisation_id=current.organisation_id,
        meeting=current,
        author=by,
        carried_from=found,
        position=_next_position(current),
    )
    return contents.save(copy, by=by, event="agenda.carried", text=found.text)


def carry_into(meeting: Meeting, attendees: list[Member], by: Member | None = None) -> list[AgendaItem]:
    """Take over what all of ``attendees`` may read; in the name of ``by``, or of who made the meeting."""
    position = _next_position(meeting)
    left = AgendaItem.objects.needing_carrying(into=meeting, attendees=attendees, own_of=by)
    carried = AgendaItem.objects.bulk_create(
        AgendaItem(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            author_id=item.author_id,
            text=item.text,
            source=item.source,
            source_id=item.source_id,
            position=position + index,
            carried_from=item,
        )
        for index, item in enumerate(left)
    )
    if carried:
        audit.record("agenda.carried", on=meeting, by=by or meeting.created_by, items=len(carried))
    return carried


def _next_position(meeting: Meeting) -> int:
    return next((last.position + 1 for last in _last(meeting)), 0)


@prepared_query
def _last(meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting).order_by("-position")[:1]
