"""Whether people will come, and whether they did."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails, meeting_owners
from meetings.actions.checks import (
    count_object,
    locked,
    locked_even_if_closed,
    refuse_if_cancelled,
    refuse_if_closed,
    refuse_if_outdated,
    refuse_unless_ahead,
    run_by,
)
from meetings.errors import MeetingError
from meetings.models import Attendance, Meeting, RolesTaken, Usefulness
from organisations import audit
from organisations.models import Member
from web.labels import ROLES


@transaction.atomic
def respond(
    *,
    by: Member,
    meeting: Meeting,
    response: str,
    revision: int | None = None,
    following: bool = False,
    all_following: bool = False,
) -> Attendance:
    """Answer an invitation with ``"yes"``, ``"maybe"`` or ``"no"``; an answer can be changed until the meeting begins.

    Args:
        following: answer those that follow in its series alike, as far as they have no answer yet, or the one
            that is changed now.
        all_following: answer those alike whatever was answered before.

    A no is told, once, to who runs the meeting, or else proposed it; is it theirs, then to everyone else who has not
    said of a meeting of more than two that they cannot come either.

    Raises:
        MeetingError: it began or was cancelled, or its time changed since the person looked.
    """
    if response not in ("yes", "maybe", "no"):
        raise MeetingError(_("Say whether you will come."))
    current = locked(meeting, by)
    refuse_unless_ahead(current)
    refuse_if_outdated(current, revision)
    attendance = Attendance.objects.get(meeting=current, member=by)
    before = attendance.response
    is_new = _note_answer(attendance, response, by)
    if following or all_following:
        alike = Attendance.Response.values if all_following else ["", before]
        for later in Meeting.objects.following(current).answered_by(by, *alike):
            locked(later, by)
            is_new |= _note_answer(Attendance.objects.get(meeting=later, member=by), response, by)
    if is_new and response == Attendance.Response.NO:
        invited = Attendance.objects.filter(meeting=current).exclude(member=by).order_by("id")
        invited = invited.select_related("member__organisation")
        host = current.facilitator_id or current.created_by_id
        others = [each for each in invited if each.member_id == host] or [
            each for each in invited if len(invited) == 1 or each.response != Attendance.Response.NO
        ]
        mails.tell_refusal(current, [each.member for each in others], by=by)
    return attendance


def _note_answer(attendance: Attendance, response: str, by: Member) -> bool:
    """Note what somebody answers; return whether that is new."""
    if attendance.response == response:
        return False
    attendance.response, attendance.responded_at = response, timezone.now()
    attendance.save(update_fields=["response", "responded_at"])
    audit.record("meeting.answered", on=attendance.meeting, by=by, response=response)
    return True


@transaction.atomic
def record_attendance(*, by: Member, meeting: Meeting, presence: Mapping[UUID, str]) -> None:
    """Note who came: as who runs the meeting, or, once it is over, as anybody who was invited.

    Args:
        presence: ``"came"``, ``"missed"`` or ``""`` (not noted) by the id of an invited member; who is left out
            keeps what is noted. Whoever does not run the meeting changes what is noted of nobody but themself.

    What somebody says of themself stands beside what another noted of them, and neither takes the other's place. In a
    meeting of two, who is noted as absent is told, and so is who noted it when the other says otherwise. That can be
    said for a while also once what the meeting belongs to has ended (``Attendance.is_answerable_by``).

    Raises:
        MeetingError: the meeting has not begun or was cancelled, it is under way and somebody else runs it, what it
            belongs to has ended and there is no absence to answer, or someone is named who is not invited.
    """
    current = locked_even_if_closed(meeting, by)
    if not current.is_over:
        current = run_by(meeting, by)
    refuse_if_cancelled(current)
    if not current.has_begun:
        raise MeetingError(_("The meeting has not begun. Note who came once it has."))
    attendances = Attendance.objects.filter(meeting=current).select_related("member", "presence_by")
    invited = {attendance.member_id: attendance for attendance in attendances}
    if not presence.keys() <= invited.keys() or not set(presence.values()) <= set(Attendance.Presence.values):
        raise MeetingError(_("Say of each person invited whether they came."))
    runs_it = current.is_run_by(by)
    noted = [
        invited[key]
        for key, value in presence.items()
        if (
            invited[key].own_presence
            if key == by.pk
            else invited[key].noted_presence or invited[key].presence
        )
        != value
        and (runs_it or key == by.pk or not invited[key].is_noted)
    ]
    if not (noted and all(attendance.is_answerable_by(by) for attendance in noted)):
        refuse_if_closed(current, by)
    for attendance in noted:
        attendance.note(presence[attendance.member_id], by)
    written = ["presence", "own_presence", "noted_presence", "presence_by", "presence_at"]
    Attendance.objects.bulk_update(noted, written)
    if noted:
        audit.record("meeting.attendance", on=current, by=by, noted=len(noted))
    if len(invited) == 2:
        _tell_of_absence(current, noted, by)


def _tell_of_absence(meeting: Meeting, noted: Iterable[Attendance], by: Member) -> None:
    for attendance in noted:
        if attendance.member_id == by.pk and attendance.is_disputed:
            mails.tell_otherwise(meeting, attendance.presence_by, by=by)
        elif attendance.member_id != by.pk and attendance.noted_presence == Attendance.Presence.MISSED:
            mails.tell_absent(meeting, attendance.member, by=by)


@transaction.atomic
def say_how_useful(*, by: Member, meeting: Meeting, value: int) -> Usefulness:
    """Note how useful one found a meeting that is over, from 1 to 3; nobody else reads it. It can be said anew.

    Raises:
        MeetingError: it is not over or was cancelled, or there is no such value.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    if not current.is_over or value not in Usefulness.Value:
        raise MeetingError(_("Say how useful it was once it is over."))
    said, _made = Usefulness.objects.update_or_create(
        organisation_id=current.organisation_id,
        meeting=current,
        member=by,
        defaults={"value": value, "at": timezone.now()},
    )
    return said


@transaction.atomic
def note_roles(*, by: Member, meeting: Meeting, roles: Collection[str]) -> None:
    """Note which of the seven roles one took as a mentor in a meeting that is over; nobody else reads it.

    Args:
        roles: words of ``web.labels.ROLES``; none takes back what was noted.

    Raises:
        MeetingError: it is not over or was cancelled, ``by`` does not mentor there, or there is no such role.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    host = meeting_owners.host_of(current, by)
    if not (current.is_over and host and host.is_mentor and set(roles) <= ROLES.keys()):
        raise MeetingError(_("After a meeting, its mentor can note which roles they took."))
    noted = RolesTaken.objects.filter(meeting=current, member=by)
    if not roles:
        noted.delete()
    else:
        RolesTaken.objects.update_or_create(
            organisation_id=current.organisation_id,
            meeting=current,
            member=by,
            defaults={"roles": [role for role in ROLES if role in roles], "at": timezone.now()},
        )
    audit.record("meeting.roles", on=current, by=by, noted=len(roles))


@transaction.atomic
def invite(*, by: Member, meeting: Meeting, people: Iterable[Member]) -> list[Member]:
    """Invite more people to a meeting that is ahead; return those who were not invited before, who are told.

    They can then read what stands on its page.

    Raises:
        MeetingError: it began or was cancelled, or ``by`` neither runs nor made it.
    """
    current = locked(meeting, by)
    _refuse_unless_host(current, by)
    refuse_unless_ahead(current)
    there = set(Attendance.objects.filter(meeting=current).values_list("member", flat=True))
    added = [person for person in dict.fromkeys(people) if person.pk not in there]
    Attendance.objects.bulk_create(
        Attendance(organisation_id=current.organisation_id, meeting=current, member=person)
        for person in added
    )
    if added:
        audit.record("meeting.invited", on=current, by=by, people=len(added))
        mails.invite(current, added)
        mails.remind(current, added)
    return added


@transaction.atomic
def excuse(*, by: Member, meeting: Meeting, person: Member, tell: bool = True) -> None:
    """Take somebody off a meeting that is ahead, as when they leave the circle.

    They hear nothing more of it, but that it comes off their calendar where that has it. What they wrote stays. Who
    is not invited is no error; a facilitator hands the meeting over first.

    Args:
        tell: whether they hear of it now; else the floor above tells them, with ``meetings.mails.withdrawals``.

    Raises:
        MeetingError: it began or was cancelled, ``by`` neither runs nor made it, or ``person`` runs it.
    """
    current = locked(meeting, by)
    _refuse_unless_host(current, by)
    refuse_unless_ahead(current)
    if current.facilitator_id == person.pk:
        raise MeetingError(_("They run this meeting. Let somebody else run it first."))
    if Attendance.objects.filter(meeting=current, member=person).delete()[0]:
        count_object(current)
        mails.tell_excused(current, person, tell=tell)
        audit.record("meeting.excused", on=current, by=by, member=person)


@transaction.atomic
def hand_over(*, by: Member, meeting: Meeting, to: Member) -> Meeting:
    """Let somebody else who is invited run the meeting; return it as it is now.

    Raises:
        MeetingError: ``by`` neither runs nor made it, ``to`` is not invited, or it was cancelled.
    """
    current = locked(meeting, by)
    _refuse_unless_host(current, by)
    refuse_if_cancelled(current)
    if not Attendance.objects.filter(meeting=current, member=to).exists():
        raise MeetingError(_("Who runs the meeting has to be invited to it."))
    if current.facilitator_id != to.pk:
        current.facilitator = to
        current.save(update_fields=["facilitator"])
        audit.record("meeting.handed-over", on=current, by=by, to=to)
    return current


def _refuse_unless_host(meeting: Meeting, by: Member) -> None:
    if by.pk not in (meeting.facilitator_id, meeting.created_by_id):
        raise MeetingError(_("Only who runs this meeting can do that. Ask them, or write it on the agenda."))
