"""How a proposal comes to its end; shared by the actions that bring it there."""

from django.utils import timezone

from notifications.outbox import call_off
from programmes.models import Proposal


def settle(proposal: Proposal, outcome: str) -> None:
    """Close a proposal, locked before, and take back what still waits to be mailed about it."""
    proposal.outcome = outcome
    proposal.settled_at = timezone.now()
    proposal.save(update_fields=["outcome", "settled_at"])
    call_off(proposal.pk, "proposal")
