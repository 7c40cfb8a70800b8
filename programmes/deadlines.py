"""Proposals that were not answered in time are released, so that nobody waits for good."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from organisations import tenancy
from programmes import actions
from programmes.models import Proposal


def overdue() -> list[tuple[UUID, UUID]]:
    """Return (organisation, proposal) of every open one whose time to answer is over, across organisations."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, proposal FROM programmes_proposals_overdue(%s)", [timezone.now()]
        )
        return list(cursor.fetchall())


def release(organisation: UUID, key: UUID) -> bool:
    """Release one proposal; return whether it was still due. Each in a transaction of its own, each once."""
    with tenancy.inside(organisation):
        proposal = Proposal.objects.filter(pk=key).first()
        return proposal is not None and actions.release_proposal(proposal=proposal)
