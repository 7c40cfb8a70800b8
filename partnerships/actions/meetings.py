"""Meetings of a partnership: the meetings floor's own, each tied to it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from meetings import actions as meetings
from meetings import meeting_owners
from meetings.models import Meeting
from organisations.models import Member
from partnerships.actions.checks import locked, meetings_of, members_of
from partnerships.actions.reviews import put_on_agenda, unsettled_difference
from partnerships.models import Partnership, PartnershipMeeting


@transaction.atomic
def propose_meeting(
    *,
    partnership: Partnership,
    by: Member,
    starts_at: datetime,
    every: int = 0,
    count: int = 1,
    **arranged: Any,
) -> Meeting:
    """Propose a time to all others of a partnership; what the last meeting left open is taken over. Give the first.

    Args:
        starts_at: aware.
        every, count: for a series, as ``meetings.actions.propose_series`` takes them; 0 weeks is once.
        arranged: as ``meetings.actions.propose`` takes it.

    Raises:
        PartnershipError: it is not theirs, or has ended.
        ValueError: the time will not do, as ``meetings.actions.propose`` says.
    """
    partnership = locked(partnership, by)
    before = meetings_of(partnership, by).order_by("-starts_at", "-id").first()
    wanted: dict[str, Any] = {
        "by": by,
        "attendees": members_of(partnership),
        "starts_at": starts_at,
        "carry_from": before,
    }
    if every:
        planned = meetings.schedule_series(**wanted, every=every, count=count, **arranged)
    else:
        planned = [meetings.schedule(**wanted, **arranged)]
    for each in planned:
        _link(partnership, each)
    meeting = planned[0]
    review = unsettled_difference(partnership)
    if (
        review
        and not meetings_of(partnership, by)
        .filter(ends_at__gt=review.settled_at)
        .exclude(pk__in=[each.pk for each in planned])
        .exists()
    ):
        put_on_agenda(meeting, review, by)
    return meeting


@transaction.atomic
def log_meeting(*, partnership: Partnership, by: Member, starts_at: datetime, **arranged: Any) -> Meeting:
    """Log a meeting of the partnership that already took place.

    Raises:
        PartnershipError: it is not theirs, or has ended.
        ValueError: the time will not do, as ``meetings.actions.log_past`` says.
    """
    partnership = locked(partnership, by)
    meeting_owners.refuse_before(partnership.began_at, starts_at)
    meeting = meetings.log_past_meeting(
        by=by, attendees=members_of(partnership), starts_at=starts_at, **arranged
    )
    _link(partnership, meeting)
    return meeting


def _link(partnership: Partnership, meeting: Meeting) -> None:
    PartnershipMeeting.objects.create(
        organisation_id=partnership.organisation_id, partnership=partnership, meeting=meeting
    )
