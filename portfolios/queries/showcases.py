"""A member's showcases, and what one shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from organisations.models import Member
from portfolios.models import (
    Profile,
    Showcase,
    ShowcaseItem,
)
from portfolios.queries.confirmations import list_standing_by_evidence


def list_showcases(member: Member) -> list[Showcase]:
    """Return the member's showcases, each with ``pieces``: how much is in it."""
    return list(Showcase.objects.owned_by(member).annotate(pieces=Count("items")))


@dataclass(frozen=True)
class ShowcaseContents:
    """A showcase as its reader sees it."""

    showcase: Showcase
    owner: Member
    profile: Profile | None
    items: Sequence[ShowcaseItem]


def get_showcase_contents(showcase: Showcase) -> ShowcaseContents:
    """Put together what a showcase shows; inside the organisation, as its owner."""
    owner = showcase.owner
    items = showcase.items.select_related("evidence").prefetch_related("evidence__files")
    profile = Profile.objects.owned_by(owner).first() if showcase.with_profile else None
    shown_items = list(items)
    if showcase.with_confirmations:
        stand = list_standing_by_evidence(owner, [item.evidence_id for item in shown_items])
        for item in shown_items:
            item.confirmed = stand.get(item.evidence_id, ())
    return ShowcaseContents(showcase, owner, profile, shown_items)
