"""How a meeting's page finds back to the community it belongs to."""

from django.db.models import QuerySet
from django.urls import reverse

from cop.models import Closure, Session
from meetings.hosts import Host
from meetings.models import Meeting
from organisations.middleware import URLCONF
from organisations.models import Member
from organisations.questions import asked_often


def host(meeting: Meeting, member: Member) -> Host | None:
    """Give the community whose session a meeting is, in one query; None for any other meeting.

    A coordinator who arranged a session in the founding phase is led to the page on which they look after it.
    """
    if not (found := _sessions(meeting)):
        return None
    (session,) = found
    belongs = session.community.memberships.current().filter(member=member).exists()
    page = "community" if belongs else "community_care"
    return Host(
        label=session.community.name,
        url=reverse(page, args=[session.community_id], urlconf=URLCONF),
        is_closed=session.community.is_closed,
    )


def has_ended(meeting: Meeting, member: Member) -> bool:
    """Say whether a meeting is a session of a community that has closed."""
    return bool(_closures(meeting))


@asked_often
def _closures(meeting: Meeting) -> QuerySet[Closure]:
    return Closure.objects.filter(community__sessions__meeting=meeting)


@asked_often
def _sessions(meeting: Meeting) -> QuerySet[Session]:
    return Session.objects.filter(meeting=meeting).select_related("community__closure")
