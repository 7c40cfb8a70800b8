"""Sharing a piece with a partner, and taking it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import outbox
from organisations import audit
from organisations.addresses import path
from organisations.models import Member
from organisations.ordering import ByName
from partnerships.models import Party
from portfolios.errors import PortfolioError
from portfolios.mails import SHARED
from portfolios.models import DiaryEntry, Evidence, ItemShare, Profile
from portfolios.models.items import PortfolioItem

NAMES: dict[type[PortfolioItem], str] = {Evidence: "evidence", DiaryEntry: "entry", Profile: "profile"}


@transaction.atomic
def share(*, item: PortfolioItem, place: Party, by: Member, tell: bool = True) -> ItemShare:
    """Let a partner see a piece, and tell them that something is there; doing it twice changes nothing.

    Args:
        item: one's own evidence, diary entry or profile.
        place: the partner's place in a partnership of both that is under way.
        tell: whether they get a mail of its own about it.

    Raises:
        PortfolioError: the piece is somebody else's, or the two do not work together now.
    """
    if item.owner_id != by.pk:
        raise PortfolioError(_("Only the owner can share this."))
    if place not in partners(by):
        raise PortfolioError(_("You can share this with a partner you work with now."))
    about: dict[str, Any] = {NAMES[type(item)]: item}
    given, made = ItemShare.objects.get_or_create(
        organisation_id=by.organisation_id,
        owner=by,
        reader_id=place.member_id,
        partnership_id=place.partnership_id,
        taken_back_at=None,
        **about,
    )
    if made:
        audit.record("share.given", on=given, by=by, reader=place.member_id)
        if tell:
            outbox.enqueue(place.member, SHARED, about=given, link=path("portfolio_lent"))
    return given


@transaction.atomic
def take_back(*, share: ItemShare, by: Member) -> None:
    """End a share at once. That it was there stays known; doing it twice changes nothing.

    Raises:
        PortfolioError: somebody else gave it.
    """
    if share.owner_id != by.pk:
        raise PortfolioError(_("Only who shared this can end that."))
    ended = ItemShare.objects.filter(pk=share.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    if ended:
        audit.record("share.taken-back", on=share, by=by, reader=share.reader_id)


def partners(member: Member) -> list[Party]:
    """Return the places of those the member works with now, each with its member, in order of their names."""
    mine = Party.objects.filter(member=member).values("partnership")
    found = Party.objects.filter(partnership__in=mine, partnership__conclusion=None).exclude(member=member)
    return list(found.select_related("member").order_by(ByName("member__display_name"), "id"))
