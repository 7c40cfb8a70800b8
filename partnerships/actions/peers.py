"""Asking somebody to be one's peer, and answering. Who may ask whom, the floor above decides: a community's members."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import outbox
from organisations import audit
from organisations.addresses import path
from organisations.models import Member
from partnerships.actions.partnerships import begin_as_peers
from partnerships.errors import PartnershipError
from partnerships.models import PEER, Partnership, PeerInvitation
from programmes.models import Cohort

MOST_OPEN = 5  # asked and not answered: enough to find a peer, too few to ask everybody at once


@transaction.atomic
def ask_to_be_peers(*, to: Member, cohort: Cohort, words: str, by: Member) -> PeerInvitation:
    """Ask somebody to support each other as peers; they are told that they are asked, not the words.

    Args:
        cohort: one in which the asking member takes part; its programme gives the length of the stages.
        words: what one has in mind, may be empty; only the two can read it.

    Raises:
        PartnershipError: they are peers already, one of the two has asked the other and waits, the other said no
            before, or too many of one's own wait for an answer.
    """
    # One after the other, whoever of the two asks first.
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, to.pk]).order_by("pk"))
    _refuse_to_ask(by, to)
    invitation = PeerInvitation.objects.create(
        organisation_id=by.organisation_id, cohort=cohort, by=by, to=to, words=words
    )
    audit.record("peer.asked", on=invitation, by=by)
    outbox.enqueue(to, "peer-asked", about=invitation, link=path("peer_invitation", invitation.pk))
    return invitation


def _refuse_to_ask(by: Member, to: Member) -> None:
    if by.pk == to.pk:
        raise PartnershipError(_("Choose somebody else: a peer is another person."))
    if are_peers(by, to):
        raise PartnershipError(_("You two are peers already."))
    between = PeerInvitation.objects.between(by, to)
    if between.open().exists():
        raise PartnershipError(_("One of you has asked already, and the answer is still to come."))
    if between.filter(by=by, outcome=PeerInvitation.Outcome.DECLINED).exists():
        raise PartnershipError(
            _("%(name)s said no when you asked. If they change their mind, they can ask you.")
            % {"name": to.display_name}
        )
    if PeerInvitation.objects.open().filter(by=by).count() >= MOST_OPEN:
        raise PartnershipError(
            _("%(count)d people you asked have not answered yet. Wait, or withdraw one of those.")
            % {"count": MOST_OPEN}
        )


def are_peers(one: Member, other: Member) -> bool:
    """Say whether two people are peers in a partnership that goes on."""
    of_one = Partnership.objects.under_way().filter(parties__member=one, parties__role=PEER)
    return of_one.filter(pk__in=Partnership.objects.visible_to(other).values("pk")).exists()


@transaction.atomic
def accept_peer(*, invitation: PeerInvitation, by: Member) -> Partnership:
    """Say yes: the partnership begins, and both are told.

    Raises:
        PartnershipError: it was answered or taken back, or is not for this member to answer.
    """
    found = _open_and_locked(invitation, to=by)
    partnership = begin_as_peers(found, by=by)
    audit.record("peer.accepted", on=found, by=by)
    outbox.cancel(found.pk)  # nobody needs to hear any more that an answer is awaited
    return partnership


@transaction.atomic
def decline_peer(*, invitation: PeerInvitation, by: Member) -> None:
    """Say no, without a reason; the one who asked is told, nobody else.

    Raises:
        PartnershipError: as ``accept_peer``.
    """
    found = _open_and_locked(invitation, to=by)
    _settle(found, PeerInvitation.Outcome.DECLINED)
    audit.record("peer.declined", on=found, by=by)
    outbox.enqueue(found.by, "peer-declined", about=found, link=path("peer_invitation", found.pk))


@transaction.atomic
def take_peer_invitation_back(*, invitation: PeerInvitation, by: Member) -> None:
    """Take back what one asked, while it waits for an answer.

    Raises:
        PartnershipError: it was answered already, or somebody else asked it.
    """
    found = _open_and_locked(invitation, by=by)
    _settle(found, PeerInvitation.Outcome.WITHDRAWN)
    audit.record("peer.withdrawn", on=found, by=by)


def _open_and_locked(invitation: PeerInvitation, **whose: Member) -> PeerInvitation:
    locked = PeerInvitation.objects.select_for_update(of=("self",), no_key=True).open()
    found = locked.select_related("by", "to", "cohort").filter(pk=invitation.pk, **whose).first()
    if found is None:
        raise PartnershipError(_("This does not wait for an answer any more."))
    return found


def _settle(invitation: PeerInvitation, outcome: PeerInvitation.Outcome) -> None:
    invitation.outcome, invitation.answered_at = outcome, timezone.now()
    invitation.save(update_fields=["outcome", "answered_at"])
    outbox.cancel(invitation.pk)
