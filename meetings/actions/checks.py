"""What several actions ask first: is it still there, may it still be changed, who is invited."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from meetings import meeting_owners
from meetings.errors import MeetingError
from meetings.models import Attendance, Cancellation, Meeting
from organisations.models import Member
from organisations.prepared_queries import prepared_query


def locked(meeting: Meeting, by: Member) -> Meeting:
    """Return the meeting as it is now, held until the transaction ends.

    What hangs on it is asked for afterwards: in the statement that waits for the lock it would be read too early.

    Raises:
        MeetingError: ``by`` is not invited, or what the meeting belongs to has ended.
    """
    current = locked_even_if_closed(meeting, by)
    refuse_if_closed(current, by)
    return current


def locked_even_if_closed(meeting: Meeting, by: Member) -> Meeting:
    """Return the meeting as :func:`locked` does, also once what it belongs to has ended.

    Raises:
        MeetingError: ``by`` is not invited.
    """
    if not (found := _held(meeting, by)):
        raise gone()
    return found[0]


@prepared_query
def _held(meeting: Meeting, by: Member) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(by).filter(pk=meeting.pk).select_for_update(of=("self",))


def refuse_if_closed(meeting: Meeting, by: Member) -> None:
    """Raise MeetingError once what the meeting belongs to has ended: all of it is then there to be read."""
    if meeting_owners.is_closed(meeting, by):
        raise MeetingError(_("This has ended. All of it stays here for you to read."))


def run_by(meeting: Meeting, by: Member) -> Meeting:
    """Return the meeting as :func:`locked` does, to who runs it.

    Raises:
        MeetingError: ``by`` is not invited, or somebody else runs it.
    """
    current = locked(meeting, by)
    if not current.is_run_by(by):
        raise MeetingError(_("Only who runs this meeting can do that. Ask them, or write it on the agenda."))
    return current


def arranged_by(meeting: Meeting, by: Member) -> Meeting:
    """Return the meeting as :func:`locked` does, to who runs it or made it.

    Raises:
        MeetingError: ``by`` is not invited, or neither runs nor made it.
    """
    current = locked(meeting, by)
    if not current.is_arranged_by(by):
        raise MeetingError(
            _("Only who runs this meeting or arranged it can do that. Ask them, or write it on the agenda.")
        )
    return current


def gone() -> MeetingError:
    """Return the error for what is not there, or not for this member to see."""
    return MeetingError(_("This is not here any more, or it is somebody else's."))


def people(*meetings: Meeting) -> list[Member]:
    """Return who is invited to any of some meetings, in the order they were."""
    invited = Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
    found = invited.select_related("member__organisation").order_by("id")
    return list({attendance.member_id: attendance.member for attendance in found}.values())


def count_object(*meetings: Meeting) -> None:
    """Count that calendars are sent something new of these meetings, each series being one object."""
    for row in {meeting.calendar_row for meeting in meetings}:
        type(row).objects.filter(pk=row.pk).update(sequence=F("sequence") + 1)


def refuse_if_cancelled(meeting: Meeting) -> None:
    """Raise MeetingError once the meeting was called off."""
    if _cancellations(meeting):
        raise MeetingError(_("This meeting was cancelled."))


@prepared_query
def _cancellations(meeting: Meeting) -> QuerySet[Cancellation]:
    return Cancellation.objects.filter(meeting=meeting)


def refuse_unless_ahead(meeting: Meeting) -> None:
    """Raise MeetingError once the meeting began or was called off."""
    refuse_if_cancelled(meeting)
    if meeting.has_begun:
        raise MeetingError(_("This meeting has begun already."))


def refuse_if_outdated(meeting: Meeting, revision: int | None) -> None:
    """Raise MeetingError when ``revision``, which the person saw, is not the latest; None passes."""
    if revision is not None and revision != meeting.revision:
        raise MeetingError(_("The meeting was changed meanwhile. Look at the new time and place first."))
