"""The door through which goes what people write in a meeting: agenda items, notes, promises, resources.

Each says for itself who may; that it is checked, saved and left in the audit log is the same for all.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.actions.checks import gone, refuse_if_closed
from meetings.errors import MeetingError
from meetings.models import Action, AgendaItem, Note, Resource
from organisations import audit
from organisations.models import Member
from organisations.prepared_queries import prepared_query

type Written = AgendaItem | Note | Action | Resource


def held[Row: (AgendaItem, Note, Action, Resource)](row: Row, by: Member) -> Row:
    """Return the row as it is now, held until the transaction ends, with its meeting.

    Raises:
        MeetingError: it is gone, ``by`` may not see it, or what the meeting belongs to has ended.
    """
    found: list[Row] = _standing[type(row)](row, by)
    if not found:
        raise gone()
    refuse_if_closed(found[0].meeting, by)
    return found[0]


def _of(model: type[Written]) -> Callable[[Written, Member], list[Any]]:
    @prepared_query
    def standing(row: Written, by: Member) -> QuerySet[Any]:
        visible = model.objects.visible_to(by).select_related("meeting")
        return visible.filter(pk=row.pk).select_for_update(of=("self",))

    return standing


_standing = {model: _of(model) for model in (AgendaItem, Note, Action, Resource)}


def own[Row: (AgendaItem, Note, Resource)](row: Row, by: Member) -> Row:
    """Return what ``by`` wrote, as :func:`held` does.

    Raises:
        MeetingError: it is gone, or somebody else's.
    """
    found = held(row, by)
    if found.author_id != by.pk:
        raise MeetingError(_("This is not here any more, or it is somebody else's."))
    return found


def save[Row: (AgendaItem, Note, Action, Resource)](
    row: Row, *, by: Member, event: str, text: str, **facts: Any
) -> Row:
    """Save a row with these words, new or in place of those it had, and leave a line in the audit log.

    Args:
        event: what the audit log calls it; ``facts`` stand beside it.

    Raises:
        MeetingError: the text is empty or too long.
    """
    row.text = text.strip()
    if not row.text:
        raise MeetingError(_("Write something first."))
    limit = row._meta.get_field("text").max_length
    if limit and len(row.text) > limit:
        raise MeetingError(_("Use at most %(limit)d characters.") % {"limit": limit})
    row.save()
    audit.record(event, on=row, by=by, **facts)
    return row


def remove(row: Written, *, by: Member, event: str) -> None:
    """Remove a row and leave a line in the audit log."""
    audit.record(event, on=row, by=by)
    row.delete()


def set_done[Row: (AgendaItem, Action)](row: Row, *, done: bool) -> bool:
    """Note that it is done, or is not after all; return whether that is new. Twice keeps the first time."""
    if (row.done_at is not None) == done:
        return False
    row.done_at = timezone.now() if done else None
    row.save(update_fields=["done_at"])
    return True
