"""What somebody from a meeting."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.actions import contents
from meetings.actions.checks import gone, locked, refuse_if_cancelled
from meetings.errors import MeetingError
from meetings.models import Action, Attendance, Meeting
from organisations import audit
from organisations.models import Member


@transaction.atomic
def add_action(
    *, by: Member, meeting: Meeting, owner: Member, text: str, due_on: date | None = None
) -> Action:
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
    return contents.save(action, by=by, event="action.promised", text=text, owner=owner)


@transaction.atomic
def edit_action(*, by: Member, action: Action, owner: Member, text: str, due_on: date | None) -> Action:
    """Change an action; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither, or as for :func:`add_action`.
    """
    current = _own_action(action, by)
    current.owner, current.due_on = _invited_owner(current.meeting, owner), due_on
    return contents.save(current, by=by, event="action.edited", text=text, owner=owner)


@transaction.atomic
def remove_action(*, by: Member, action: Action) -> None:
    """Remove what was promised; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither.
    """
    contents.remove(_own_action(action, by), by=by, event="action.removed")


@transaction.atomic
def finish_action(*, by: Member, action: Action) -> Action:
    """Note that a promise was kept; any attendee may, and whose it is also after what it belonged to has ended.

    Doing it twice keeps the first time.

    Raises:
        MeetingError: ``by`` is not invited to its meeting, or it is somebody else's and has ended.
    """
    current = _to_tick(action, by)
    if contents.set_done(current, done=True):
        audit.record("action.finished", on=current, by=by)
    return current


@transaction.atomic
def reopen_action(*, by: Member, action: Action) -> Action:
    """Note that there is still something to do, as those may who can note that it is done.

    Raises:
        MeetingError: ``by`` is not invited to its meeting, or it is somebody else's and has ended.
    """
    current = _to_tick(action, by)
    if contents.set_done(current, done=False):
        audit.record("action.reopened", on=current, by=by)
    return current


@transaction.atomic
def let_go(*, by: Member, action: Action, let_go: bool = True) -> Action:
    """Let one's own action go without having done it, or take it up again. It can be read where it was noted.

    Raises:
        MeetingError: it is somebody else's, or done.
    """
    current = _ones_own(action, by)
    if current.is_done:
        raise MeetingError(_("This is done already."))
    if let_go == (current.let_go_at is None):
        current.let_go_at = timezone.now() if let_go else None
        current.save(update_fields=["let_go_at"])
        audit.record("action.let-go" if let_go else "action.taken-up", on=current, by=by)
    return current


def _to_tick(action: Action, by: Member) -> Action:
    """An action that ``by`` may tick: their own always, another's while the meeting can be written in."""
    current = _ones_own(action, by) if action.owner_id == by.pk else contents.held(action, by)
    if current.let_go_at:
        raise MeetingError(_("This was let go. Take it up again first."))
    return current


def _ones_own(action: Action, by: Member) -> Action:
    mine = Action.objects.filter(owner=by).select_related("meeting").select_for_update(of=("self",))
    found = mine.filter(pk=action.pk).first()
    if found is None:
        raise gone()
    return found


def _own_action(action: Action, by: Member) -> Action:
    found = contents.held(action, by)
    if by.pk not in (found.owner_id, found.created_by_id):
        raise MeetingError(_("Only the owner of an action, or who wrote it down, can change it."))
    return found


def _invited_owner(meeting: Meeting, owner: Member) -> Member:
    if not Attendance.objects.filter(meeting=meeting, member=owner).exists():
        raise MeetingError(_("Choose someone who is invited to this meeting."))
    return owner
