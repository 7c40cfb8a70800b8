"""How a meeting's page finds back to the community it belongs to."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.models import CommunityClosure, Session, Turn
from meetings.meeting_owners import Host
from meetings.models import Attendance, Meeting
from organisations.middleware import URLCONF
from organisations.models import Member
from organisations.prepared_queries import prepared_query


def host(meeting: Meeting, member: Member) -> Host | None:
    """Return the community whose session a meeting is, in one query; None for any other meeting.

    A coordinator who arranged a session in the founding phase is led to the page on which they look after it.
    """
    if not (found := _sessions(meeting)):
        return None
    (session,) = found
    belongs = session.community.memberships.current().filter(member=member).exists()
    page = "community" if belongs else "community_care"
    url = reverse(page, args=[session.community_id], urlconf=URLCONF)
    is_closed = session.community.is_closed
    note, note_url, note_action = (
        ("", "", "") if is_closed else _note(session, meeting, member, belongs=belongs)
    )
    return Host(
        label=session.community.name,
        url=url,
        is_closed=is_closed,
        note=note,
        note_url=note_url,
        note_action=note_action,
    )


def _note(session: Session, meeting: Meeting, reader: Member, *, belongs: bool) -> tuple[str, str, str]:
    """Return what is to be known when whoever facilitates a session cannot come: where the reader does what about it.

    All empty where there is nothing to know.
    """
    facilitates = next(
        (each for each in meeting.attendances.all() if each.member_id == meeting.facilitator_id), None
    )
    if facilitates is None or facilitates.response != Attendance.Response.NO:
        return "", "", ""
    turn: Turn | None = getattr(session, "turn", None)
    if turn and turn.member_id != facilitates.member_id:
        turn = None
    if facilitates.member_id == reader.pk:
        if turn is None:
            return "", "", ""
        return (
            _("You facilitate this session and cannot come. Until somebody takes it, it stays your turn."),
            reverse("community_swaps", args=[session.community_id, turn.pk], urlconf=URLCONF),
            _("Ask somebody to swap"),
        )
    name = {"name": facilitates.member.display_name}
    if turn is None or not belongs:
        return _("%(name)s facilitates this session and cannot come.") % name, "", ""
    return (
        _("%(name)s facilitates this session and cannot come. Any member can take the turn.") % name,
        reverse("community", args=[session.community_id], urlconf=URLCONF),
        _("See it in the community"),
    )


def has_ended(meeting: Meeting, member: Member) -> bool:
    """Say whether a meeting is a session of a community that has closed."""
    return bool(_closures(meeting))


@prepared_query
def _closures(meeting: Meeting) -> QuerySet[CommunityClosure]:
    return CommunityClosure.objects.filter(community__sessions__meeting=meeting)


@prepared_query
def _sessions(meeting: Meeting) -> QuerySet[Session]:
    return Session.objects.filter(meeting=meeting).select_related("community__closure", "turn")
