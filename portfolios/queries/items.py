"""What the pages of a portfolio show."""

from typing import Any

from django.db.models import Count, Exists, OuterRef

from development_plans.models import Plan
from organisations.models import Member
from organisations.prepared_queries import prepared
from portfolios.models import (
    DiaryEntry,
    Evidence,
    ItemShare,
    Profile,
)
from portfolios.models.items import PortfolioItem, PortfolioItemQuerySet
from portfolios.queries.shares import list_shared_with

NEWEST = 4


def get_front_page(member: Member) -> dict[str, Any]:
    """Return the front page: the profile, how much there is, the newest, and what partners share."""
    newest = Evidence.objects.owned_by(member).order_by("-began_on", "-id")
    with prepared():
        return {
            "profile": Profile.objects.owned_by(member).first(),
            "evidence": list(with_files(with_readers(newest))[:NEWEST]),
            "evidence_count": Evidence.objects.owned_by(member).count(),
            "entries": list(with_readers(DiaryEntry.objects.owned_by(member))[:NEWEST]),
            "lent": list_shared_with(member)[:NEWEST],
        }


def with_readers[Kept: PortfolioItem](pieces: PortfolioItemQuerySet[Kept]) -> PortfolioItemQuerySet[Kept]:
    """Each with ``is_shared``: whether anybody else can see it now."""
    held = ItemShare.objects.standing().filter(**{pieces.shared_as: OuterRef("pk")})
    return pieces.annotate(is_shared=Exists(held))  # type: ignore[return-value]  # the same with one more


def with_files(evidence: PortfolioItemQuerySet[Evidence]) -> PortfolioItemQuerySet[Evidence]:
    """Each with ``file_count``."""
    return evidence.annotate(file_count=Count("files"))  # type: ignore[return-value]  # the same with one more


def list_plans(evidence: Evidence, reader: Member) -> list[Plan]:
    """Return the plans that a piece of evidence belongs to, as far as the reader may see them."""
    return list(Plan.objects.visible_to(reader).filter(pk__in=evidence.plan_links.values("plan")))
