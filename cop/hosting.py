"""How a meeting's page finds back to the community it belongs to."""

from django.urls import reverse

from cop.models import Session
from meetings.hosts import Host
from meetings.models import Meeting
from organisations.middleware import URLCONF
from organisations.models import Member


def host(meeting: Meeting, member: Member) -> Host | None:
    """Give the community whose session a meeting is, in one query; None for any other meeting.

    A coordinator who arranged a session in the founding phase is led to the page on which they look after it.
    """
    session = Session.objects.filter(meeting=meeting).select_related("community__closure").first()
    if session is None:
        return None
    belongs = session.community.memberships.current().filter(member=member).exists()
    page = "community" if belongs else "community_care"
    return Host(
        label=session.community.name,
        url=reverse(page, args=[session.community_id], urlconf=URLCONF),
        is_closed=session.community.is_closed,
    )
