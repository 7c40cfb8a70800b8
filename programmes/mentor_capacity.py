"""A mentor's places: how many are taken, and how many are asked about.

Whoever gives a place away locks the mentor's enrolment first (:func:`lock_enrolment`). How many mentees a mentor has
at the moment is known by the floor above, which says how to find out (:func:`register`); this floor only asks.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from programmes.models import Enrolment, Proposal

type Counter = Callable[[Collection[UUID]], dict[UUID, int]]


def _accepted_proposals(mentors: Collection[UUID]) -> dict[UUID, int]:
    """What this floor knows by itself: each yes of both has taken a place, for good."""
    accepted = Proposal.objects.filter(mentor__in=mentors, outcome=Proposal.Outcome.ACCEPTED)
    return _counted(accepted)


def _counted(proposals: QuerySet[Proposal]) -> dict[UUID, int]:
    return dict(proposals.values("mentor").annotate(number=Count("pk")).values_list("mentor", "number"))


_counters: dict[str, Counter] = {"places": _accepted_proposals}


def register(counter: Counter) -> None:
    """Let the floor above say how many mentees mentors have now: from enrolments' ids to numbers, noughts left out."""
    _counters["places"] = counter


def lock_enrolment(enrolment: UUID) -> Enrolment:
    """Return an enrolment, locked against everybody else until the transaction ends."""
    return (
        Enrolment.objects.select_for_update(of=["self"]).select_related("member", "cohort").get(pk=enrolment)
    )


def count_mentees(mentor: Enrolment) -> int:
    """Return how many mentees a mentor has now."""
    return _counters["places"]([mentor.pk]).get(mentor.pk, 0)


def has_mentees(mentor: Enrolment) -> bool:
    """Tell whether a mentor, locked before, could take one more mentee now."""
    return count_mentees(mentor) < mentor.capacity


def count_taken_slots(mentors: Iterable[Enrolment]) -> dict[UUID, int]:
    """Return how many of each mentor's places are taken, or asked about in a proposal that is open."""
    keys = [mentor.pk for mentor in mentors]
    asked = _counted(Proposal.objects.open().filter(mentor__in=keys))
    has = _counters["places"](keys)
    return {key: asked.get(key, 0) + has.get(key, 0) for key in keys}
