"""Writing messages in the transaction of what they tell."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from notifications.models import Message
from organisations.models import Member, OrganisationModel

BATCH = 2_000


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
    tell_all([recipient], kind, about=about, link=link, due_at=due_at, occurrence=occurrence)


def tell_all(
    recipients: Iterable[Member],
    kind: str,
    *,
    about: OrganisationModel,
    link: str,
    due_at: datetime | None = None,
    occurrence: str = "",
) -> None:
    """Have people told the same, as :func:`tell` does; in as few statements for thousands as for one."""
    due_at = due_at or timezone.now()
    Message.objects.bulk_create(
        (
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
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "key"],
        update_fields=["due_at", "state", "not_before", "lease_until", "attempts", "link"],
    )


def call_off_for(recipient: Member, subject_id: UUID) -> int:
    """Cancel what still waits for one person about a row; return how many."""
    waiting = Message.objects.filter(recipient=recipient, subject_id=subject_id, state__in=Message.UNTOLD)
    return waiting.update(state=Message.State.CANCELLED, settled_at=timezone.now())


def call_off(subject_id: UUID, *kinds: str) -> int:
    """Cancel what still waits about a row, of the given kinds or of all; return how many."""
    waiting = Message.objects.filter(subject_id=subject_id, state__in=Message.UNTOLD)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state=Message.State.CANCELLED, settled_at=timezone.now())


def release_held(sender: Any, member: Member, **_: Any) -> None:
    """Let what was held for a member who has just joined be told; each kind drops what no longer applies."""
    Message.objects.filter(recipient=member, state=Message.State.HELD).update(
        state=Message.State.WAITING, settled_at=None
    )
