"""Writing messages in the transaction of what they tell.

A member reads only what they themself are told: whatever their act makes others hear is written, read and called off
as the organisation itself.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from notifications.models import Message
from organisations import tenancy
from organisations.models import Member, OrganisationModel

BATCH = 2_000


def enqueue(
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
    enqueue_all([recipient], kind, about=about, link=link, due_at=due_at, occurrence=occurrence)


def enqueue_all(
    recipients: Iterable[Member],
    kind: str,
    *,
    about: OrganisationModel,
    link: str,
    due_at: datetime | None = None,
    occurrence: str = "",
) -> None:
    """Have people told the same, as :func:`enqueue` does; in as few statements for thousands as for one."""
    due_at = due_at or timezone.now()
    messages = [
        Message(
            organisation_id=about.organisation_id,
            key=":".join([kind, str(about.pk), str(recipient.pk), occurrence]),
            recipient=recipient,
            kind=kind,
            subject_id=about.pk,
            link=link,
            due_at=due_at,
        )
        for recipient in {each.pk: each for each in recipients}.values()
    ]
    if not messages:
        return
    with tenancy.without_member():
        Message.objects.bulk_create(
            messages,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["organisation", "key"],
            update_fields=["due_at", "state", "not_before", "lease_until", "attempts", "link"],
        )


def list_messages(**filters: Any) -> list[Message]:
    """Return the messages to whomever that fit, to find out what people were told or will be; no page shows it.

    Args:
        filters: as a queryset takes them.
    """
    with tenancy.without_member():
        return list(Message.objects.filter(**filters))


def cancel_for(recipient: Member, subject_id: UUID) -> int:
    """Cancel what still waits for one person about a row; return how many."""
    return cancel_all(recipient=recipient, subject_id=subject_id)


def cancel(subject_id: UUID, *kinds: str) -> int:
    """Cancel what still waits about a row, of the given kinds or of all; return how many."""
    return cancel_all(subject_id=subject_id, **({"kind__in": kinds} if kinds else {}))


def cancel_all(**filters: Any) -> int:
    """Cancel what still waits and fits, as for :func:`list_messages`; return how many."""
    with tenancy.without_member():
        waiting = Message.objects.filter(state__in=Message.UNTOLD, **filters)
        return waiting.update(state=Message.State.CANCELLED, settled_at=timezone.now())


def release_held(sender: Any, member: Member, **_: Any) -> None:
    """Let what was held for a member who has just joined be told; each kind drops what no longer applies."""
    with tenancy.without_member():
        held = Message.objects.filter(recipient=member, state=Message.State.HELD)
        held.update(state=Message.State.WAITING, settled_at=None)
