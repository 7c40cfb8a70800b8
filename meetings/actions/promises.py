"""What somebody promised in a meeting."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.actions import written
from meetings.actions.checks import locked, refuse_if_cancelled
from meetings.errors import MeetingError
from meetings.models import Action, Attendance, Meeting
from organisations import audit
from organisations.models import Member


@transaction.atomic
def promise(*, by: Member, meeting: Meeting, owner: Member, text: str, due_on: date | None = None) -> Action:
    """Note what one of those invited will do, and by which day (on their own calendar).

    Raises:
        MeetingError: it says nothing or too much, the owner is not invited, or the meeting was cancelled.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    action = Action(
        organisation_id=current.organisation_id,
        meeting=current,
        created_by=by,
        owner=_invited_owner(current, owner),
        due_on=due_on,
    )
    return written.save(action, by=by, event="action.promised", text=text, owner=owner)


@transaction.atomic
def edit_action(*, by: Member, action: Action, owner: Member, text: str, due_on: date | None) -> Action:
    """Change what was promised; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither, or as for :func:`promise`.
    """
    current = _own_action(action, by)
    current.owner, current.due_on = _invited_owner(current.meeting, owner), due_on
    return written.save(current, by=by, event="action.edited", text=text, owner=owner)


@transaction.atomic
def remove_action(*, by: Member, action: Action) -> None:
    """Remove what was promised; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither.
    """
    written.remove(_own_action(action, by), by=by, event="action.removed")


@transaction.atomic
def finish_action(*, by: Member, action: Action) -> Action:
    """Note that a promise was kept; any attendee may. Doing it twice keeps the first time.

    Raises:
        MeetingError: ``by`` is not invited to its meeting.
    """
    current = written.held(action, by)
    if written.set_done(current, done=True):
        audit.record("action.finished", on=current, by=by)
    return current


@transaction.atomic
def reopen_action(*, by: Member, action: Action) -> Action:
    """Note that there is still something to do; any attendee may.

    Raises:
        MeetingError: ``by`` is not invited to its meeting.
    """
    current = written.held(action, by)
    if written.set_done(current, done=False):
        audit.record("action.reopened", on=current, by=by)
    return current


def _own_action(action: Action, by: Member) -> Action:
    found = written.held(action, by)
    if by.pk not in (found.owner_id, found.created_by_id):
        raise MeetingError(_("Only who promised this or wrote it down can change it."))
    return found


def _invited_owner(meeting: Meeting, owner: Member) -> Member:
    if not Attendance.objects.filter(meeting=meeting, member=owner).exists():
        raise MeetingError(_("Choose someone who is invited to this meeting."))
    return owner
