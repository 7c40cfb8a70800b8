"""What is to be known of partnerships that ended early: by their coordinators, and by those who are free again."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships.models import PEER, Conclusion, Party
from programmes.models import Enrolment, Proposal

NEWS_FOR = timedelta(days=14)  # so long the first page tells that a partnership has ended early


def endings_to_know(member: Member | OuterRef, since: Any) -> "QuerySet[Conclusion]":
    """Return the early endings since a moment in programmes that a member coordinates, peers' left out."""
    peers = Party.objects.filter(partnership=OuterRef("partnership"), role=PEER)
    return Conclusion.objects.filter(
        ~Exists(peers),
        kind=Conclusion.Kind.EARLY,
        at__gt=since,
        partnership__cohort__programme__coordinations__member=member,
    ).exclude(by=member)


def list_early_endings(member: Member) -> list[Conclusion]:
    """Return them with their parties and the reason that was given, the latest first, in two queries."""
    return _early_endings(member, timezone.now() - NEWS_FOR)


@prepared_query
def _early_endings(member: Member, since: datetime) -> "QuerySet[Conclusion]":
    parties = Prefetch(
        "partnership__parties", Party.objects.select_related("member", "enrolment").order_by("role", "pk")
    )
    found = endings_to_know(member, since).select_related("partnership__cohort", "reason")
    return found.prefetch_related(parties).order_by("-at", "-pk")


def those_free_again(member: Member | OuterRef) -> "QuerySet[Party]":
    """Return a member's places in partnerships that ended early, while they wait for another match.

    A mentee until somebody is proposed to them; a mentor, who may have other mentees, for a fortnight. Not in a cohort
    that is closed.
    """
    asked = Proposal.objects.open().filter(mentee=OuterRef("enrolment"))
    state = Enrolment.State
    mentee = Q(~Exists(asked), role="mentee", enrolment__state=state.ACCEPTED)
    mentor = Q(
        role="mentor",
        enrolment__state__in=[state.ACCEPTED, state.ACTIVE],
        partnership__conclusion__at__gt=timezone.now() - NEWS_FOR,
    )
    later = Party.objects.filter(
        enrolment=OuterRef("enrolment"), partnership__began_at__gt=OuterRef("partnership__conclusion__at")
    )
    return Party.objects.filter(
        mentee | mentor,
        ~Exists(later),
        member=member,
        partnership__conclusion__kind=Conclusion.Kind.EARLY,
        partnership__cohort__closed_at=None,
    )


def waits_for_a_match(party: Party) -> bool:
    """Whether whoever has this place in a partnership that ended early waits for another match now."""
    return those_free_again(party.member).filter(pk=party.pk).exists()
