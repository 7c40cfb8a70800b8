"""Messages that wait to be sent, what each person wants to hear, and the pulse of worker and beat."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import PLATFORM, RowSecurity, own


class Message(OrganisationModel):
    """Something one person is to be told, once. ``key`` says what it is, so that it cannot be told twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its time")
        HELD = "held", _("waits until the recipient joins")
        CLAIMED = "claimed", _("is being delivered")
        SENT = "sent", _("was sent")
        DROPPED = "dropped", _("no longer applied, or was not wanted")
        CANCELLED = "cancelled", _("was called off")
        FAILED = "failed", _("could not be delivered")

    # What nobody has been told yet, and can still be called off.
    UNTOLD = (State.WAITING, State.HELD)

    recipient = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(help_text="the row the message is about")
    link = models.CharField(max_length=200, help_text="path inside the organisation")
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted when a worker begins to send
    not_before = models.DateTimeField(null=True)  # the end of the recipient's night, when it fell due in one
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    # What others are told is not for a member to read, and nobody's to change: the outbox works without a member.
    row_security = RowSecurity(
        read=PLATFORM | own("recipient_id", "its recipient"), add=PLATFORM, change=PLATFORM
    )

    class Meta:
        db_table = "notifications_message"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="notifications_message_key"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["waiting", "held", "claimed", "sent", "dropped", "cancelled", "failed"]
                ),
                name="notifications_message_state",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="notifications_due",
            ),
            models.Index(fields=["organisation", "subject_id"], name="notifications_subject"),
        ]

    def __str__(self) -> str:
        return self.key


class Preference(OrganisationModel):
    """That a person does not want (or wants again) one kind of message by one channel. No row: they want it."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by e-mail")

    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    wanted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=PLATFORM | own("member_id", "whose wish it is"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "kind", "channel"], name="notifications_preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.channel}"


class Heartbeat(models.Model):
    """When a worker last received the pulse that beat sends through the broker."""

    name = models.CharField(max_length=20, primary_key=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
