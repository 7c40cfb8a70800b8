"""What an owner does with a showcase and the links to it, and what following one leaves behind."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Member
from portfolios.errors import PortfolioError
from portfolios.models import Evidence, Showcase, ShowcaseItem, ShowcaseLink

MOST_LINKS = 20  # standing ones of a showcase


@transaction.atomic
def begin(*, by: Member, **fields: Any) -> Showcase:
    """Make a showcase with nothing in it yet, from the fields of its form."""
    showcase: Showcase = Showcase.objects.create(organisation_id=by.organisation_id, owner=by, **fields)
    audit.record("showcase.begun", on=showcase, by=by)
    return showcase


@transaction.atomic
def change(*, showcase: Showcase, by: Member, **fields: Any) -> None:
    """Change what a showcase says.

    Raises:
        PortfolioError: it is somebody else's.
    """
    showcase = _own(showcase, by)
    for name, value in fields.items():
        setattr(showcase, name, value)
    showcase.changed_at = timezone.now()
    showcase.save()
    audit.record("showcase.changed", on=showcase, by=by)


@transaction.atomic
def choose(*, showcase: Showcase, evidence: Sequence[Evidence], by: Member) -> None:
    """Have exactly this evidence in a showcase: what was in it keeps its order, what is new comes behind.

    Raises:
        PortfolioError: the showcase, or some of the evidence, is somebody else's.
    """
    showcase = _own(showcase, by)
    if any(each.owner_id != by.pk for each in evidence):
        raise PortfolioError(_("You can show what is your own."))
    wanted = {each.pk for each in evidence}
    showcase.items.exclude(evidence__in=wanted).delete()
    kept = {item.evidence_id: item for item in showcase.items.all()}
    for each in evidence:
        if each.pk not in kept:
            ShowcaseItem.objects.create(
                organisation_id=by.organisation_id,
                showcase=showcase,
                evidence=each,
                position=len(kept) + 1000,
            )
    _number(showcase)
    audit.record("showcase.chosen", on=showcase, by=by, pieces=len(wanted))


@transaction.atomic
def move(*, item: ShowcaseItem, up: bool, by: Member) -> None:
    """Move a piece one place up or down; at the end of the list nothing happens.

    Raises:
        PortfolioError: the showcase is somebody else's.
    """
    showcase = _own(item.showcase, by)
    items = list(showcase.items.all())
    place = next((number for number, each in enumerate(items) if each.pk == item.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    _number(showcase, items)


def _number(showcase: Showcase, items: Sequence[ShowcaseItem] | None = None) -> None:
    for position, each in enumerate(showcase.items.all() if items is None else items):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])


@transaction.atomic
def remove(*, showcase: Showcase, by: Member) -> None:
    """Remove a showcase with its links; the evidence stays.

    Raises:
        PortfolioError: it is somebody else's.
    """
    showcase = _own(showcase, by)
    audit.record("showcase.removed", on=showcase, by=by)
    showcase.delete()


@transaction.atomic
def make_link(*, showcase: Showcase, days: int, passphrase: str, by: Member) -> ShowcaseLink:
    """Make a link to a showcase that ends after some days; with a passphrase, unless that is empty.

    Raises:
        PortfolioError: the showcase is somebody else's, shows nothing yet, or has many links already.
    """
    showcase = _own(showcase, by)
    if not showcase.items.exists() and not showcase.with_profile:
        raise PortfolioError(_("Choose what it shows first: there is nothing yet for your reader to see."))
    if showcase.links.standing().count() >= MOST_LINKS:
        raise PortfolioError(_("There are many links to this already. End one first."))
    link: ShowcaseLink = ShowcaseLink.objects.create(
        organisation_id=by.organisation_id,
        showcase=showcase,
        expires_at=timezone.now() + timedelta(days=days),
        passphrase=make_password(passphrase) if passphrase else "",
    )
    audit.record("showcase.linked", on=showcase, by=by, days=days, passphrase=bool(passphrase))
    return link


@transaction.atomic
def revoke(*, link: ShowcaseLink, by: Member) -> None:
    """End a link at once, for the page and the files behind it.

    Raises:
        PortfolioError: the showcase is somebody else's.
    """
    showcase = _own(link.showcase, by)
    if ShowcaseLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record("showcase.link-ended", on=showcase, by=by)


def count_view(link: ShowcaseLink) -> None:
    """Note that somebody looked at a showcase by a link; the database counts, so that no view is lost."""
    ShowcaseLink.objects.filter(pk=link.pk).update(views=F("views") + 1)


def _own(showcase: Showcase, by: Member) -> Showcase:
    """Lock a showcase of the member's own."""
    if showcase.owner_id != by.pk:
        raise PortfolioError(_("Only the owner can change this."))
    return Showcase.objects.select_for_update().get(pk=showcase.pk)
