"""What a coordinator sees of a programme's communities at a glance: that they meet, nothing that was said."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from cop.models import Community
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query


def list_communities(programme: UUID) -> list[Community]:
    """Return a programme's standing communities by name, in one question.

    Each with ``last_met_at`` and ``next_meeting_at`` (aware, or None).
    """
    return _of_programme(programme, timezone.now())


@prepared_query
def _of_programme(programme: UUID, now: datetime) -> QuerySet[Community]:
    standing = Q(sessions__meeting__cancellation=None)
    held = standing & Q(sessions__meeting__ends_at__lte=now)
    ahead = standing & Q(sessions__meeting__ends_at__gt=now)
    return (
        Community.objects.standing()
        .filter(programme=programme)
        .annotate(
            last_met_at=Max("sessions__meeting__starts_at", filter=held),
            next_meeting_at=Min("sessions__meeting__starts_at", filter=ahead),
        )
        .order_by(ByName("name"), "id")
    )
