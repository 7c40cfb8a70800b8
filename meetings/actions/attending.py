"""Whether people will come, and whether they did."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails
from meetings.actions.checks import (
    locked,
    people,
    refuse_if_cancelled,
    refuse_if_outdated,
    refuse_unless_ahead,
)
from meetings.errors import MeetingError
from meetings.models import Attendance, Meeting
from organisations import audit
from organisations.models import Member


@transaction.atomic
def respond(*, by: Member, meeting: Meeting, response: str, revision: int | None = None) -> Attendance:
    """Answer an invitation with ``"yes"`` or ``"no"``; an answer can be changed until the meeting begins.

    A no is told to who proposed the meeting; is it theirs, then to everyone else.

    Raises:
        MeetingError: it began or was cancelled, or its time changed since the person looked.
    """
    if response not in (Attendance.Response.YES, Attendance.Response.NO):
        raise MeetingError(_("Say whether you will come."))
    current = locked(meeting, by)
    refuse_unless_ahead(current)
    refuse_if_outdated(current, revision)
    attendance = Attendance.objects.get(meeting=current, member=by)
    if attendance.response == response:
        return attendance
    attendance.response, attendance.responded_at = response, timezone.now()
    attendance.save(update_fields=["response", "responded_at"])
    audit.record("meeting.answered", on=current, by=by, response=response)
    if response == Attendance.Response.NO:
        others = [person for person in people(current) if person != by]
        proposer = [person for person in others if person.pk == current.created_by_id]
        mails.tell_refusal(current, proposer or others, by=by)
    return attendance


@transaction.atomic
def record_attendance(*, by: Member, meeting: Meeting, presence: Mapping[UUID, str]) -> None:
    """Note who came.

    Args:
        presence: ``"came"``, ``"missed"`` or ``""`` (not noted) by the id of an invited member; who is left out
            keeps what is noted.

    Raises:
        MeetingError: the meeting has not begun or was cancelled, or someone is named who is not invited.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    if not current.has_begun:
        raise MeetingError(_("The meeting has not begun. Note who came once it has."))
    invited = {attendance.member_id: attendance for attendance in Attendance.objects.filter(meeting=current)}
    if not presence.keys() <= invited.keys() or not set(presence.values()) <= set(Attendance.Presence.values):
        raise MeetingError(_("Say of each person invited whether they came."))
    noted = [invited[key] for key, value in presence.items() if invited[key].presence != value]
    for attendance in noted:
        attendance.presence = presence[attendance.member_id]
        attendance.presence_by, attendance.presence_at = by, timezone.now()
    Attendance.objects.bulk_update(noted, ["presence", "presence_by", "presence_at"])
    if noted:
        audit.record("meeting.attendance", on=current, by=by, noted=len(noted))
