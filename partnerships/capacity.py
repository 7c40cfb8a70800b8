"""How many mentees mentors have now: what the programmes' floor asks before it gives a place away."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from partnerships.models import Party


def mentees_now(mentors: Collection[UUID]) -> dict[UUID, int]:
    """Return the number of partnerships under way by the mentor's enrolment, noughts left out."""
    places = Party.objects.filter(enrolment__in=mentors, role="mentor", partnership__conclusion=None)
    counted = places.values("enrolment").annotate(number=Count("pk"))
    return dict(counted.values_list("enrolment", "number"))
