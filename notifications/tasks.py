"""What beat starts and workers do. The broker carries ids only; the database knows what is to be done."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from notifications import delivery
from notifications.models import Heartbeat


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def deliver_due() -> int:
    """Claim what is due and hand each message to a worker; return how many. Two beats at once share the work.

    All is claimed as of one moment: a round that takes longer than a lease does not meet its own claims again.
    """
    handed, now = 0, timezone.now()
    while claimed := delivery.claim_due(at=now):
        for organisation, message, attempts in claimed:
            deliver.delay(str(organisation), str(message), attempts)
        handed += len(claimed)
    return handed


@shared_task  # type: ignore[untyped-decorator]
def deliver(organisation: str, message: str, attempts: int) -> bool:
    """Send one claimed message, with so many attempts behind it."""
    return delivery.deliver(UUID(organisation), UUID(message), attempts)


@shared_task(expires=60)  # type: ignore[untyped-decorator]
def heartbeat() -> None:
    """Note that a pulse came through: beat, the broker and a worker are alive."""
    Heartbeat.objects.update_or_create(name="pulse", defaults={"received_at": timezone.now()})
