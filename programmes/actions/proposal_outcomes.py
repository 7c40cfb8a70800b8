"""How a proposal comes to its end, and what a closed cohort forbids; shared by the actions that need it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.outbox import cancel
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Proposal


def settle(proposal: Proposal, outcome: str) -> None:
    """Close a proposal, locked before, and take back what still waits to be mailed about it."""
    proposal.outcome = outcome
    proposal.settled_at = timezone.now()
    proposal.save(update_fields=["outcome", "settled_at"])
    cancel(proposal.pk, "proposal")


def refuse_when_closed(cohort: Cohort) -> None:
    """Raise ProgrammeError for a cohort that is closed."""
    if cohort.is_closed:
        raise ProgrammeError(_("This cohort is closed. Open it again first."))
