"""What several actions ask first: is it still there, may it still be changed, who is invited."""

from typing import Any

from django.utils.translation import gettext as _

from meetings import hosts
from meetings.errors import MeetingError
from meetings.models import Attendance, Meeting
from organisations.models import Member, OrganisationModel


def locked(meeting: Meeting, by: Member) -> Meeting:
    """Give the meeting as it is now, held until the transaction ends.

    What hangs on it is asked for afterwards: in the statement that waits for the lock it would be read too early.

    Raises:
        MeetingError: ``by`` is not invited, or what the meeting belongs to has ended.
    """
    current = one(Meeting.objects.visible_to(by).select_for_update(of=("self",)), meeting)
    refuse_if_closed(current, by)
    return current


def refuse_if_closed(meeting: Meeting, by: Member) -> None:
    """Raise MeetingError once what the meeting belongs to has ended: all of it is then there to be read."""
    host = hosts.host_of(meeting, by)
    if host and host.is_closed:
        raise MeetingError(_("This has ended. All of it stays here for you to read."))


def run_by(meeting: Meeting, by: Member) -> Meeting:
    """Give the meeting as :func:`locked` does, to who runs it.

    Raises:
        MeetingError: ``by`` is not invited, or somebody else runs it.
    """
    current = locked(meeting, by)
    if not current.is_run_by(by):
        raise MeetingError(_("Only who runs this meeting can do that. Ask them, or write it on the agenda."))
    return current


def one[Row: OrganisationModel](visible: Any, row: Row) -> Row:
    """Give one row as it is now.

    Raises:
        MeetingError: it is not, or no longer, among those that may be acted on.
    """
    found: Row | None = visible.filter(pk=row.pk).first()
    if found is None:
        raise MeetingError(_("This is not here any more, or it is somebody else's."))
    return found


def people(meeting: Meeting) -> list[Member]:
    """Give who is invited, in the order they were."""
    invited = Attendance.objects.filter(meeting=meeting).select_related("member__organisation").order_by("id")
    return [attendance.member for attendance in invited]


def refuse_if_cancelled(meeting: Meeting) -> None:
    """Raise MeetingError once the meeting was called off."""
    if meeting.is_cancelled:
        raise MeetingError(_("This meeting was cancelled."))


def refuse_unless_ahead(meeting: Meeting) -> None:
    """Raise MeetingError once the meeting began or was called off."""
    refuse_if_cancelled(meeting)
    if meeting.has_begun:
        raise MeetingError(_("This meeting has begun already."))


def refuse_if_outdated(meeting: Meeting, revision: int | None) -> None:
    """Raise MeetingError when ``revision``, which the person saw, is not the latest; None passes."""
    if revision is not None and revision != meeting.revision:
        raise MeetingError(_("The meeting was changed meanwhile. Look at the new time and place first."))
