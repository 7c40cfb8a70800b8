"""What partnerships do when something happens on a floor below."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse

from meetings.wording import names_of
from organisations.models import Member
from organisations.ordering import ByName
from partnerships import actions
from partnerships.models import Partnership, Party
from programmes.models import Enrolment, Proposal
from programmes.onward import UnderWay
from programmes.signals import proposal_accepted


@receiver(proposal_accepted)
def begin_when_both_said_yes(sender: object, *, proposal: Proposal, by: Member, **others: Any) -> None:
    """Begin the partnership in the transaction of the second yes.

    Raises:
        PartnershipError: they cannot begin; the yes is then taken back with it.
    """
    actions.begin(mentor=proposal.mentor, mentee=proposal.mentee, proposal=proposal, by=by)


def where_a_proposal_led(proposal: Proposal) -> str:
    """Return the address of the partnership that a proposal began; "" where there is none."""
    begun = Partnership.objects.filter(proposal=proposal).values_list("pk", flat=True).first()
    return reverse("partnership", args=[begun]) if begun else ""


def partnerships_under_way(enrolment: Enrolment) -> list[UnderWay]:
    """Return the partnerships that an enrolled person is in now, as their coordinator may know them."""
    own = Party.objects.filter(enrolment=enrolment, partnership__conclusion=None).values("partnership")
    others = Party.objects.filter(partnership__in=own).exclude(enrolment=enrolment).select_related("member")
    names: dict[UUID, list[Member]] = {}
    for party in others.order_by(ByName("member__display_name"), "pk"):
        names.setdefault(party.partnership_id, []).append(party.member)
    return [
        UnderWay(names_of(people), reverse("partnership_ending", args=[key])) for key, people in names.items()
    ]
