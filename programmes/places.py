"""A mentor's places: how many there are, are taken and are asked about. Whoever gives one away locks the mentor first."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from programmes.models import Enrolment, Proposal


def lock(enrolment: UUID) -> Enrolment:
    """Give an enrolment, kept from everybody else until the transaction ends."""
    return (
        Enrolment.objects.select_for_update(of=["self"]).select_related("member", "cohort").get(pk=enrolment)
    )


def held(enrolment: Enrolment) -> int:
    """Give in how many pairs of this cohort a person works at the moment."""
    return Proposal.objects.holding_a_place().about(enrolment).count()


def has_one(mentor: Enrolment) -> bool:
    """Tell whether a mentor, locked before, could take one more mentee now."""
    return held(mentor) < mentor.capacity


def taken(mentors: Iterable[Enrolment]) -> dict[UUID, int]:
    """Give how many of each mentor's places are taken, or asked about in a proposal that is open."""
    counted = (
        Proposal.objects.filter(mentor__in=[mentor.pk for mentor in mentors])
        .filter(Q(outcome=Proposal.Outcome.OPEN) | Q(outcome=Proposal.Outcome.ACCEPTED, ended_at=None))
        .values("mentor")
        .annotate(number=Count("pk"))
        .values_list("mentor", "number")
    )
    return dict(counted)
