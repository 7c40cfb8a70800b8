"""A partnership as one of its parties stands in it, and the questions that find it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from meetings.models import Meeting
from meetings.wording import names_of
from organisations.models import Member
from organisations.names import sort_key
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query
from partnerships import guide, lifecycle
from partnerships.models import PEER, Partnership, Party, ReviewAnswered, Signature, StageReview, Transition
from web.charts import along
from web.labels import STAGES, Stage, Words, stage_index


@dataclass(frozen=True)
class MemberPartnership:
    """A partnership as one of its parties stands in it."""

    partnership: Partnership
    me: Any  # a Party with the columns that `places` adds
    others: list[Party]

    @property
    def names(self) -> str:
        """The names of the others, as one would say them in a title."""
        return names_of([party.member for party in self.others])

    @property
    def short_names(self) -> str:
        """What to call the others."""
        return ", ".join(party.member.address_name for party in self.others)

    @property
    def is_mentor(self) -> bool:
        return bool(self.me.role == "mentor")

    @property
    def is_peer(self) -> bool:
        return bool(self.me.role == PEER)

    @cached_property
    def visits(self) -> list[lifecycle.Visit]:
        """The stages it went through; one that nobody noted began with the partnership."""
        steps = list(zip(self.me.stages, self.me.entered, strict=True))
        return lifecycle.visits(steps or [(self.partnership.stage, self.partnership.began_at)])

    @property
    def stage(self) -> Stage:
        return STAGES[stage_index(self.partnership.stage)]

    @property
    def weeks(self) -> dict[str, int]:
        """The expected length of each stage."""
        return dict(zip(lifecycle.ORDER, self.partnership.cohort.programme.weeks, strict=True))

    @property
    def progress(self) -> float:
        """How far the present stage has come, from 0 to 1; it stands still once concluded."""
        until = self.partnership.conclusion.at if self.partnership.is_concluded else timezone.now()
        return lifecycle.progress(self.visits[-1].since, self.weeks[self.partnership.stage], until)

    @property
    def week(self) -> int:
        """The week of the present stage, from 1."""
        return (timezone.now() - self.visits[-1].since).days // 7 + 1

    @property
    def weeks_expected(self) -> int:
        """How many weeks the present stage is expected to take."""
        return self.weeks[self.partnership.stage]

    @property
    def went_all_the_way(self) -> bool:
        """Whether it concluded as it was meant to, with all stages behind it."""
        return self.partnership.is_concluded and self.partnership.conclusion.kind != lifecycle.EARLY

    @property
    def ended_early(self) -> bool:
        return self.partnership.is_concluded and self.partnership.conclusion.kind == lifecycle.EARLY

    @property
    def waits(self) -> str:
        """What waits for this member in it: ``signature``, ``review`` or nothing."""
        if self.partnership.is_concluded:
            return ""
        if not self.me.has_signed:
            return "signature"
        return "review" if self.me.review_waits else ""

    @property
    def how_it_concluded(self) -> Words:
        return guide.CONCLUDED[self.partnership.conclusion.kind]

    @property
    def conclusion_by_me(self) -> bool:
        return bool(self.partnership.conclusion.by_id == self.me.member_id)

    def marks(self, moments: Iterable[datetime]) -> list[float]:
        """Where meetings stand on the picture of the path, from 0 to 1."""
        return [along(stage, share) for stage, share in lifecycle.marks(self.visits, self.weeks, moments)]


def _parties() -> "QuerySet[Party]":
    """Parties with what each page of a partnership needs."""
    steps = Transition.objects.filter(partnership=OuterRef("partnership")).order_by("at", "id")
    return (
        Party.objects.select_related(
            "member__organisation", "partnership__cohort__programme", "partnership__conclusion__by"
        )
        .annotate(stages=ArraySubquery(steps.values("to_stage")), entered=ArraySubquery(steps.values("at")))
        .order_by("partnership", ByName("member__display_name"), "pk")
    )


def _parties_with_news() -> "QuerySet[Party]":
    """The same with what a list says of each party: whether they signed, and whether their view is awaited."""
    signed = Signature.objects.filter(
        partnership=OuterRef("partnership"),
        version=OuterRef("partnership__agreement_version"),
        member=OuterRef("member"),
    )
    answered = ReviewAnswered.objects.filter(
        review__partnership=OuterRef("partnership"), review__outcome=StageReview.Outcome.OPEN
    )
    return _parties().annotate(
        has_signed=Exists(signed),
        review_waits=Exists(answered) & ~Exists(answered.filter(member=OuterRef("member"))),
    )


@prepared_query
def _parties_of(member: Member, now: datetime) -> "QuerySet[Party]":
    mine = Partnership.objects.visible_to(member)
    upcoming = (
        Meeting.objects.standing().upcoming(now).filter(partnership_link__partnership=OuterRef("partnership"))
    )
    rows = _parties_with_news().annotate(next_meeting_at=Subquery(upcoming.values("starts_at")[:1]))
    return rows.filter(partnership__in=mine)


@prepared_query
def _parties_of_one(member: Member, pk: UUID) -> "QuerySet[Party]":
    return _parties().filter(partnership__in=Partnership.objects.visible_to(member).filter(pk=pk))


def list_partnerships(member: Member) -> list[MemberPartnership]:
    """Return the member's partnerships, with the next meeting and what waits in each, in one query.

    Those under way first, by the partners' names.
    """
    return _as_places(_parties_of(member, timezone.now()), member)


def get_partnership(member: Member, pk: UUID) -> MemberPartnership | None:
    """Return one partnership of the member, in one query; None when there is none of that key."""
    found = _as_places(_parties_of_one(member, pk), member)
    return found[0] if found else None


def _as_places(rows: list[Party], member: Member) -> list[MemberPartnership]:
    found = []  # in each the member has a place, whatever else was asked for
    for _key, group in groupby(rows, key=lambda party: party.partnership_id):
        parties = list(group)
        me = next((party for party in parties if party.member_id == member.pk), None)
        if me:
            found.append(
                MemberPartnership(me.partnership, me, [party for party in parties if party is not me])
            )
    return sorted(
        found,
        key=lambda each: (
            each.partnership.is_concluded,
            sort_key(each.names),
        ),
    )
