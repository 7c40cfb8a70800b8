"""What the pages of a portfolio show, put together from few questions."""

from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from organisations.models import Member
from portfolios.models import DiaryEntry, Evidence, Profile, Share
from portfolios.models.pieces import Piece, PieceQuerySet

NEWEST = 4
PAGES = {"evidence": "evidence", "entry": "diary_entry", "profile": "profile"}


def front(member: Member) -> dict[str, Any]:
    """Give the front page: the profile, how much there is, the newest, and what partners share."""
    return {
        "profile": Profile.objects.owned_by(member).first(),
        "evidence": list(with_files(with_readers(Evidence.objects.owned_by(member)))[:NEWEST]),
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
    """Give every share there ever was of a piece, newest first, each with its reader."""
    return list(_shares(piece).select_related("reader"))


def standing_shares(piece: Piece) -> list[Share]:
    """Give the shares of a piece that hold now, each with its reader."""
    return list(_shares(piece).standing().select_related("reader"))


def _shares(piece: Piece) -> Any:
    return piece.shares  # type: ignore[attr-defined]  # each concrete piece has them


def lent_to(member: Member) -> list[Share]:
    """Give the shares that others gave the member and that hold, newest first, each with its piece and owner."""
    held = Share.objects.standing().filter(reader=member)
    return list(held.select_related("owner", *PAGES))


def address_of_shares(share: Share) -> str:
    """Give the address of the page on which a share's piece is shared."""
    name = next(name for name in PAGES if getattr(share, f"{name}_id"))
    return reverse(f"{PAGES[name]}_shares", args=[getattr(share, f"{name}_id")])
