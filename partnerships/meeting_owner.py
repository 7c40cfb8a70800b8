"""How a meeting's page finds back to the partnership it belongs to."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.meeting_owners import Host
from meetings.models import Meeting
from meetings.wording import names_of
from organisations.middleware import URLCONF
from organisations.models import Member
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query
from partnerships.models import Conclusion, Party


def host(meeting: Meeting, member: Member) -> Host | None:
    """Return the member's partnership that a meeting belongs to, in one query; None for any other meeting."""
    parties: list[Any] = list(_parties(meeting, timezone.now()))
    if member.pk not in {party.member_id for party in parties}:
        return None
    partnership = parties[0].partnership
    others = [party.member for party in parties if party.member_id != member.pk]
    propose = reverse("partnership_meeting_new", args=[partnership.pk], urlconf=URLCONF)
    return Host(
        label=_("You and %(names)s") % {"names": names_of(others)},
        url=reverse("partnership", args=[partnership.pk], urlconf=URLCONF),
        next_url="" if partnership.is_concluded else propose,
        is_next_planned=parties[0].is_next_planned,
        began_at=partnership.began_at,
        is_mentor=any(party.member_id == member.pk and party.role == "mentor" for party in parties),
        is_closed=partnership.is_concluded,
    )


def has_ended(meeting: Meeting, member: Member) -> bool:
    """Say whether a meeting belongs to a partnership of the member that has ended."""
    return bool(_conclusions(meeting, member))


@prepared_query
def _conclusions(meeting: Meeting, member: Member) -> QuerySet[Conclusion]:
    found = Conclusion.objects.filter(partnership__meeting_links__meeting=meeting)
    return found.filter(partnership__parties__member=member)


@prepared_query
def _parties(meeting: Meeting, now: datetime) -> QuerySet[Party]:
    """Everyone in its partnership, with ``is_next_planned``: whether another meeting is to come in it."""
    others = Meeting.objects.standing().upcoming(now).exclude(pk=meeting.pk)
    planned = others.filter(partnership_link__partnership=OuterRef("partnership"))
    found = Party.objects.filter(partnership__meeting_links__meeting=meeting)
    return (
        found.annotate(is_next_planned=Exists(planned))
        .select_related("member", "partnership__conclusion")
        .order_by(ByName("member__display_name"), "pk")
    )
