"""What a coordinator may know of the partnerships of a cohort: that they meet, move on and have signed.

Nothing here reads a column that anyone wrote in: no agenda, note, action, agreement text, rating or answer.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from organisations.models import Member
from organisations.names import sort_key
from organisations.prepared_queries import prepared_query
from partnerships.models import PEER, Conclusion, Partnership, Party, Signature
from partnerships.models.partnerships import PartnershipQuerySet
from programmes.models import Cohort


@dataclass(frozen=True)
class PartyLine:
    """One of the people of a partnership."""

    member_id: UUID
    enrolment_id: UUID | None
    name: str
    email: str
    role: str
    has_signed: bool


@dataclass(frozen=True)
class Overview:
    """One partnership as its coordinator sees it. Times are aware."""

    partnership_id: UUID
    cohort_id: UUID
    parties: list[PartyLine]
    stage: str
    stage_since: datetime
    began_at: datetime
    meetings_held: int
    last_met_at: datetime | None
    next_meeting_at: datetime | None
    signed_at: datetime | None
    review_waits_since: datetime | None
    concluded: str
    ended_because: str
    concluded_at: datetime | None

    @property
    def is_signed(self) -> bool:
        """Whether everyone has signed the newest version of the agreement."""
        return self.signed_at is not None

    @property
    def missing_signatures(self) -> list[str]:
        """The names of those who have yet to sign the newest version."""
        return [party.name for party in self.parties if not party.has_signed]

    @property
    def concluded_in_words(self) -> str:
        return str(Conclusion.Kind(self.concluded).label) if self.concluded else ""

    @property
    def is_of_peers(self) -> bool:
        return any(party.role == PEER for party in self.parties)

    @property
    def under_way(self) -> bool:
        return not self.concluded


def overview(cohort: Cohort) -> list[Overview]:
    """Return the partnerships of a cohort in two queries, by the mentors' names.

    The caller has made sure that whoever sees this coordinates the cohort's programme.
    """
    return _lines(_of_cohort(cohort, timezone.now()), _parties_of_cohort(cohort))


def overview_under_way(coordinator: Member) -> list[Overview]:
    """Return the partnerships under way in all programmes that somebody coordinates, in two queries."""
    return _lines(_coordinated(coordinator, timezone.now()), _parties_coordinated(coordinator))


def _lines(partnerships: list[Partnership], parties: list[Party]) -> list[Overview]:
    by_key = {key: list(each) for key, each in groupby(parties, key=attrgetter("partnership_id"))}
    lines = [_line(partnership, by_key.get(partnership.pk, [])) for partnership in partnerships]
    return sorted(lines, key=lambda line: [sort_key(party.name) for party in line.parties])


@prepared_query
def _of_cohort(cohort: Cohort, now: datetime) -> "QuerySet[Partnership]":
    return _seen(Partnership.objects.filter(cohort=cohort), now)


@prepared_query
def _coordinated(member: Member, now: datetime) -> "QuerySet[Partnership]":
    mine = Partnership.objects.filter(cohort__programme__coordinations__member=member)
    return _seen(mine.under_way(), now)


def _seen(partnerships: PartnershipQuerySet, now: datetime) -> "QuerySet[Partnership]":
    return partnerships.with_signs_of_life(now).select_related("conclusion__reason")


@prepared_query
def _parties_of_cohort(cohort: Cohort) -> "QuerySet[Party]":
    return _signing(Party.objects.filter(partnership__cohort=cohort))


@prepared_query
def _parties_coordinated(member: Member) -> "QuerySet[Party]":
    under_way = Partnership.objects.under_way().filter(cohort__programme__coordinations__member=member)
    return _signing(Party.objects.filter(partnership__in=under_way))


def _signing(parties: "QuerySet[Party]") -> "QuerySet[Party]":
    """Return everyone with ``has_signed``: whether they signed the newest version of the agreement."""
    signed = Signature.objects.filter(
        partnership=OuterRef("partnership"),
        version=OuterRef("partnership__agreement_version"),
        member=OuterRef("member"),
    )
    found = parties.annotate(has_signed=Exists(signed))
    return found.select_related("member").order_by("partnership")


def _line(partnership: Any, parties: list[Any]) -> Overview:
    lines = [
        PartyLine(
            party.member_id,
            party.enrolment_id,
            party.member.display_name,
            party.member.mail_address,
            party.role,
            party.has_signed,
        )
        for party in sorted(parties, key=lambda party: (party.role != "mentor", str(party.member)))
    ]
    all_signed = all(party.has_signed for party in lines)
    concluded: Any = partnership.conclusion if partnership.is_concluded else None
    return Overview(
        partnership_id=partnership.pk,
        cohort_id=partnership.cohort_id,
        parties=lines,
        stage=partnership.stage,
        stage_since=partnership.stage_since,
        began_at=partnership.began_at,
        meetings_held=partnership.meetings_held,
        last_met_at=partnership.last_met_at,
        next_meeting_at=partnership.next_meeting_at,
        signed_at=partnership.signed_at if all_signed else None,
        review_waits_since=None if concluded else partnership.review_opened_at,
        concluded=concluded.kind if concluded else "",
        ended_because=concluded.reason.get_kind_display() if hasattr(concluded, "reason") else "",
        concluded_at=concluded.at if concluded else None,
    )
