"""Writing messages in the transaction of what they tell."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from notifications.models import Message
from organisations.models import Member, OrganisationModel


def tell(
    recipient: Member,
    kind: str,
    *,
    about: OrganisationModel,
    link: str,
    due_at: datetime | None = None,
    occurrence: str = "",
) -> None:
    """Have a person told about a row, now or when due; telling the same again moves what still waits.

    Args:
        link: the path inside the organisation that the message leads to.
        due_at: when (aware); None is now.
        occurrence: sets apart messages of one kind about one row, such as the second change of a meeting.
    """
    Message.objects.update_or_create(
        organisation_id=about.organisation_id,
        key=":".join([kind, str(about.pk), str(recipient.pk), occurrence]),
        defaults={
            "due_at": due_at or timezone.now(),
            "state": Message.State.WAITING,
            "lease_until": None,
            "attempts": 0,
            "link": link,
        },
        create_defaults={
            "recipient": recipient,
            "kind": kind,
            "subject_id": about.pk,
            "link": link,
            "due_at": due_at or timezone.now(),
        },
    )


def call_off_for(recipient: Member, subject_id: UUID) -> int:
    """Cancel what still waits for one person about a row; give how many."""
    waiting = Message.objects.filter(recipient=recipient, subject_id=subject_id, state=Message.State.WAITING)
    return waiting.update(state=Message.State.CANCELLED, settled_at=timezone.now())


def call_off(subject_id: UUID, *kinds: str) -> int:
    """Cancel what still waits about a row, of the given kinds or of all; give how many."""
    waiting = Message.objects.filter(subject_id=subject_id, state=Message.State.WAITING)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state=Message.State.CANCELLED, settled_at=timezone.now())
