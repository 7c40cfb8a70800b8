"""What the pages of a portfolio show, put together from few questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from development_plans.models import Plan
from organisations.models import Member
from organisations.questions import prepared
from portfolios import confirming
from portfolios.coverage import Grid, grid
from portfolios.models import (
    Assessment,
    Competency,
    DiaryEntry,
    Evidence,
    Framework,
    Profile,
    Share,
    Showcase,
    ShowcaseItem,
    Showing,
)
from portfolios.models.pieces import Piece, PieceQuerySet

NEWEST = 4
PAGES = {"evidence": "evidence", "entry": "diary_entry", "profile": "profile"}


def front(member: Member) -> dict[str, Any]:
    """Return the front page: the profile, how much there is, the newest, and what partners share."""
    newest = Evidence.objects.owned_by(member).order_by("-began_on", "-id")
    with prepared():
        return {
            "profile": Profile.objects.owned_by(member).first(),
            "evidence": list(with_files(with_readers(newest))[:NEWEST]),
            "evidence_count": Evidence.objects.owned_by(member).count(),
            "entries": list(with_readers(DiaryEntry.objects.owned_by(member))[:NEWEST]),
            "lent": lent_to(member)[:NEWEST],
        }


def with_readers[Kept: Piece](pieces: PieceQuerySet[Kept]) -> PieceQuerySet[Kept]:
    """Each with ``is_shared``: whether anybody else can see it now."""
    held = Share.objects.standing().filter(**{pieces.shared_as: OuterRef("pk")})
    return pieces.annotate(is_shared=Exists(held))  # type: ignore[return-value]  # the same with one more


def with_files(evidence: PieceQuerySet[Evidence]) -> PieceQuerySet[Evidence]:
    """Each with ``file_count``."""
    return evidence.annotate(file_count=Count("files"))  # type: ignore[return-value]  # the same with one more


def all_shares(piece: Piece) -> list[Share]:
    """Return every share there ever was of a piece, newest first, each with its reader."""
    return list(_shares(piece).select_related("reader"))


def standing_shares(piece: Piece) -> list[Share]:
    """Return the shares of a piece that hold now, each with its reader."""
    return list(_shares(piece).standing().select_related("reader"))


def _shares(piece: Piece) -> Any:
    return piece.shares  # type: ignore[attr-defined]  # each concrete piece has them


def lent_to(member: Member) -> list[Share]:
    """Return the shares that others gave the member and that hold, newest first, each with its piece and owner."""
    held = Share.objects.standing().filter(reader=member)
    return list(held.select_related("owner", *PAGES))


def address_of_shares(share: Share) -> str:
    """Return the address of the page on which a share's piece is shared."""
    name = next(name for name in PAGES if getattr(share, f"{name}_id"))
    return reverse(f"{PAGES[name]}_shares", args=[getattr(share, f"{name}_id")])


def open_frameworks() -> list[Framework]:
    """Return the frameworks in use, each with its competencies."""
    return list(Framework.objects.open().prefetch_related("competencies"))


def _own_showings(member: Member) -> dict[UUID, list[Evidence]]:
    """Return the member's evidence by the line of the competency that it shows."""
    found: dict[UUID, list[Evidence]] = {}
    own = Showing.objects.filter(evidence__owner=member).select_related("evidence")
    for showing in own.order_by("-evidence__began_on", "id"):
        found.setdefault(showing.line, []).append(showing.evidence)
    return found


def grid_of(member: Member, framework: Framework) -> Grid:
    """Return what the member has evidence for in a framework."""
    return grid(framework.competencies.all(), _own_showings(member), _own_assessments(member))


def _own_assessments(member: Member) -> dict[UUID, list[Assessment]]:
    """Return the assessments that the member asked for, the latest first, by the line of the competency."""
    found: dict[UUID, list[Assessment]] = {}
    for each in Assessment.objects.filter(owner=member).with_state():
        found.setdefault(each.competency.line, []).append(each)
    return found


def frameworks_with_coverage(member: Member) -> list[tuple[Framework, Grid]]:
    """Return the frameworks in use, each with what the member has evidence for."""
    by_line = _own_showings(member)
    return [(each, grid(each.competencies.all(), by_line)) for each in open_frameworks()]


def competencies_of(evidence: Evidence) -> list[Competency]:
    """Return the competencies, of frameworks in use, that a piece of evidence is said to show."""
    lines = evidence.showings.values("line")
    return list(Competency.objects.filter(line__in=lines, framework__in=Framework.objects.open()))


def plans_of(evidence: Evidence, reader: Member) -> list[Plan]:
    """Return the plans that a piece of evidence belongs to, as far as the reader may see them."""
    return list(Plan.objects.visible_to(reader).filter(pk__in=evidence.bearings.values("plan")))


def showcases_of(member: Member) -> list[Showcase]:
    """Return the member's showcases, each with ``pieces``: how much is in it."""
    return list(Showcase.objects.owned_by(member).annotate(pieces=Count("items")))


@dataclass(frozen=True)
class Shown:
    """A showcase as its reader sees it."""

    showcase: Showcase
    owner: Member
    profile: Profile | None
    items: Sequence[ShowcaseItem]


def shown(showcase: Showcase) -> Shown:
    """Put together what a showcase shows; inside the organisation, as its owner."""
    owner = showcase.owner
    items = showcase.items.select_related("evidence").prefetch_related("evidence__files")
    profile = Profile.objects.owned_by(owner).first() if showcase.with_profile else None
    shown_items = list(items)
    if showcase.with_confirmations:
        stand = confirming.standing_by_evidence(owner, [item.evidence_id for item in shown_items])
        for item in shown_items:
            item.confirmed = stand.get(item.evidence_id, ())
    return Shown(showcase, owner, profile, shown_items)
