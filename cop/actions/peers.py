"""Looking for a peer in a community, and asking somebody who belongs to it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.actions.checks import locked, refuse_if_closed, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, Membership, PeerWish
from organisations import audit
from organisations.models import Member
from partnerships import actions as partnerships
from partnerships.models import PeerInvitation
from programmes.models import Enrolment


@transaction.atomic
def wish(
    *,
    community: Community,
    seeks: Sequence[str],
    topics: Sequence[str],
    times: Sequence[str],
    words: str,
    by: Member,
) -> PeerWish:
    """Say that one looks for a peer, and for what; saying it again replaces what one said before.

    Args:
        seeks: one or more of ``PeerWish.Seeks``.
        times: any of ``PeerWish.Time``.

    Raises:
        CommunityError: ``by`` does not belong to the community, it has closed, or nothing is looked for.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    if not seeks:
        raise CommunityError(_("Choose at least one thing you look for."))
    said = {
        "seeks": list(seeks),
        "topics": list(topics),
        "times": list(times),
        "words": words,
        "at": timezone.now(),
    }
    found, made = PeerWish.objects.update_or_create(
        organisation_id=current.organisation_id, community=current, member=by, defaults=said
    )
    if made:
        audit.record("peer.wished", on=found, by=by)
    return found


@transaction.atomic
def take_wish_back(*, community: Community, by: Member) -> None:
    """Say that one looks for a peer no longer. Nothing happens where there is no wish."""
    removed = PeerWish.objects.filter(community=community, member=by).first()
    if removed:
        audit.record("peer.wish-taken-back", on=removed, by=by)
        removed.delete()


@transaction.atomic
def ask(*, community: Community, to: Member, words: str, by: Member) -> PeerInvitation:
    """Ask another member of the community to be one's peer.

    Raises:
        CommunityError: one of the two does not belong to the community, or it has closed.
        PartnershipError: as ``partnerships.actions.ask_to_be_peers`` says.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    if not Membership.objects.current().filter(community=current, member=to).exists():
        raise CommunityError(_("They do not belong to the community any more."))
    places = Enrolment.objects.taking_part().filter(cohort__programme=current.programme_id, member=by)
    place = places.select_related("cohort").order_by("-pk").first()
    if place is None:
        raise CommunityError(_("Only who takes part in the programme can begin a partnership in it."))
    return partnerships.ask_to_be_peers(to=to, cohort=place.cohort, words=words, by=by)
