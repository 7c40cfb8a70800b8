"""Arranging a community's sessions. The meeting itself, with invitations, notes and all, is the meetings floor's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cop.actions import attendances, evaluations, turns
from cop.actions.checks import locked, refuse_if_closed
from cop.errors import CommunityError
from cop.models import Community, Session, Turn
from cop.queries.communities import can_arrange
from meetings import actions as meetings
from meetings.models import Meeting
from organisations import audit
from organisations.models import Member


@transaction.atomic
def arrange(
    *,
    community: Community,
    by: Member,
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str = "",
    place: str = "",
    link: str = "",
    every: int = 0,
    count: int = 1,
) -> Session:
    """Arrange a session, or several that repeat, and invite everybody who belongs to the community. Return the first.

    The coming turns become theirs, in order; ``by`` runs those that nobody has a turn for yet. The first session of
    a community is the familiarisation workshop.

    Args:
        starts_at: aware; ``minutes`` and ``zone`` as for a meeting.
        place, link: a room, an address to join online, or both for a blended session.
        every, count: for a series, as ``meetings.actions.propose_series`` takes them; 0 weeks is once.

    Raises:
        CommunityError: it is not for ``by`` to arrange one in this phase, the community has closed, or nobody else
            belongs to it.
        MeetingError: the time does not do.
    """
    current = locked(community)
    refuse_if_closed(current)
    if not can_arrange(current, by):
        raise CommunityError(_("It is for whoever facilitates to arrange the next session."))
    members = Member.objects.filter(communities__community=current, communities__left_at=None)
    turn = Turn.objects.coming().unbound().filter(community=current).select_related("member").first()
    facilitator = turn.member if turn else by
    wanted: dict[str, Any] = {
        "by": by,
        "attendees": members,
        "starts_at": starts_at,
        "minutes": minutes,
        "zone": zone,
        "focus": focus,
        "place": place,
        "link": link,
        "name": current.name,
    }
    is_first = not Session.objects.standing().filter(community=current).exists()
    if every:
        planned = meetings.schedule_series(**wanted, facilitator=by, every=every, count=count)
    else:
        planned = [meetings.schedule(**wanted, facilitator=facilitator)]
    session, *later = _record(current, planned, is_first=is_first)
    turns.bind(session)
    if later:
        attendances.hand_over(session, facilitator)
    turns.fill(current)
    audit.record("session.arranged", on=session, by=by, kind=session.kind, sessions=len(planned))
    evaluations.raise_changes(session)
    return session


def _record(community: Community, planned: Iterable[Meeting], *, is_first: bool) -> list[Session]:
    """Make meetings sessions of a community; ``is_first``: it has none that stands."""
    return [
        Session.objects.create(
            organisation_id=community.organisation_id,
            community=community,
            meeting=meeting,
            kind=Session.Kind.FAMILIARISATION if is_first and not place else Session.Kind.REGULAR,
        )
        for place, meeting in enumerate(planned)
    ]
