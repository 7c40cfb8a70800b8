"""What is written down, for everyone invited or for oneself."""

from django.db import transaction

from meetings.actions import contents
from meetings.actions.checks import locked, refuse_if_cancelled
from meetings.models import Meeting, Note
from organisations.models import Member


@transaction.atomic
def write_note(*, by: Member, meeting: Meeting, text: str, is_private: bool) -> Note:
    """Write something down, for all who are invited or for oneself alone.

    Raises:
        MeetingError: it says nothing or too much, or the meeting was cancelled.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    note = Note(
        organisation_id=current.organisation_id,
        meeting=current,
        author=by,
        is_private=is_private,
    )
    return contents.save(note, by=by, event="note.contents", text=text)


@transaction.atomic
def edit_note(*, by: Member, note: Note, text: str) -> Note:
    """Say one's own note in other words. Private stays private, shared stays shared.

    Raises:
        MeetingError: it is somebody else's, or says nothing or too much.
    """
    return contents.save(contents.own(note, by), by=by, event="note.edited", text=text)


@transaction.atomic
def remove_note(*, by: Member, note: Note) -> None:
    """Remove one's own note.

    Raises:
        MeetingError: it is somebody else's.
    """
    contents.remove(contents.own(note, by), by=by, event="note.removed")
