"""A community's sessions expect its members: who comes in is invited to what is ahead, who leaves is excused."""

from collections.abc import Iterable

from cop.models import Community, Session
from meetings import actions as meetings
from meetings.models import Attendance, Meeting
from organisations import tenancy
from organisations.models import Member


def invite_to_what_is_ahead(community: Community, members: Iterable[Member]) -> None:
    """Invite people to each session that has not begun."""
    people = list(members)
    for meeting in _ahead(community):
        host = _host(meeting)
        with tenancy.inside(meeting.organisation_id, host.pk):
            meetings.invite(by=host, meeting=meeting, people=people)


def excuse_from_what_is_ahead(community: Community, member: Member) -> None:
    """Take somebody off the list of each session that has not begun and that they do not run. Nobody is told of it."""
    for meeting in _ahead(community):
        if meeting.facilitator_id == member.pk:
            continue
        host = _host(meeting)
        with tenancy.inside(meeting.organisation_id, host.pk):
            meetings.excuse(by=host, meeting=meeting, person=member, tell=False)


def pass_on(community: Community, member: Member, *, to: Member | None) -> None:
    """Take somebody off each session that has not begun; those that they still run are run by another. Tells nobody.

    Where there is no other, they stay invited to what they run.
    """
    run = Session.objects.upcoming().filter(community=community, meeting__facilitator=member)
    if to is not None:
        for session in run:
            hand_over(session, to)
    excuse_from_what_is_ahead(community, member)


def hand_over(session: Session, to: Member) -> None:
    """Let whose turn it is now run the session's meeting, when that has not begun; a coordinator is invited by that."""
    meeting = Meeting.objects.select_related("facilitator", "created_by").get(pk=session.meeting_id)
    if meeting.is_ahead:
        host = _host(meeting)
        with tenancy.inside(meeting.organisation_id, host.pk):
            meetings.invite(by=host, meeting=meeting, people=[to])
            meetings.hand_over(by=host, meeting=meeting, to=to)


def expect(session: Session, member: Member) -> None:
    """Note that somebody comes to a session which they said that they facilitate, as they have said themselves."""
    meeting = Meeting.objects.get(pk=session.meeting_id)
    if meeting.is_ahead:
        meetings.respond(by=member, meeting=meeting, response=Attendance.Response.YES)


def _ahead(community: Community) -> list[Meeting]:
    ahead = Meeting.objects.filter(
        session__in=Session.objects.upcoming().filter(community=community).order_by()
    )
    return [meeting for meeting in ahead.select_related("facilitator", "created_by") if meeting.is_ahead]


def _host(meeting: Meeting) -> Member:
    """Who can invite to a meeting: the wall lets nobody in on their own word, so the work is done as this member."""
    host: Member = meeting.facilitator or meeting.created_by
    return host
