"""What partnerships do when something happens on a floor below."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from organisations.models import Member
from partnerships import actions
from partnerships.models import Partnership
from programmes.models import Proposal
from programmes.signals import proposal_accepted


@receiver(proposal_accepted)
def begin_when_both_said_yes(sender: object, *, proposal: Proposal, by: Member, **others: Any) -> None:
    """Begin the partnership in the transaction of the second yes.

    Raises:
        PartnershipError: they cannot begin; the yes is then taken back with it.
    """
    actions.begin(mentor=proposal.mentor, mentee=proposal.mentee, proposal=proposal, by=by)


def where_a_proposal_led(proposal: Proposal) -> str:
    """Give the address of the partnership that a proposal began; "" where there is none."""
    begun = Partnership.objects.filter(proposal=proposal).values_list("pk", flat=True).first()
    return reverse("partnership", args=[begun]) if begun else ""
