"""Which items are shared, by whom and with whom."""

from typing import Any

from django.urls import reverse

from organisations.models import Member
from portfolios.models import (
    ItemShare,
)
from portfolios.models.items import PortfolioItem

PAGES = {"evidence": "evidence", "entry": "diary_entry", "profile": "profile"}


def list_all_shares(item: PortfolioItem) -> list[ItemShare]:
    """Return every share there ever was of a piece, newest first, each with its reader."""
    return list(_shares(item).select_related("reader"))


def list_standing_shares(item: PortfolioItem) -> list[ItemShare]:
    """Return the shares of a piece that hold now, each with its reader."""
    return list(_shares(item).standing().select_related("reader"))


def _shares(item: PortfolioItem) -> Any:
    return item.shares  # type: ignore[attr-defined]  # each concrete piece has them


def list_shared_with(member: Member) -> list[ItemShare]:
    """Return the shares that others gave the member and that hold, newest first, each with its piece and owner."""
    held = ItemShare.objects.standing().filter(reader=member)
    return list(held.select_related("owner", *PAGES))


def get_shares_path(share: ItemShare) -> str:
    """Return the address of the page on which a share's piece is shared."""
    name = next(name for name in PAGES if getattr(share, f"{name}_id"))
    return reverse(f"{PAGES[name]}_shares", args=[getattr(share, f"{name}_id")])
