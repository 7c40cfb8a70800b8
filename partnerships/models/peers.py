"""Asking somebody to be one's peer. Only the two know of it, and of an answer that is no."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import REMOVALS, Condition, RowSecurity, own
from partnerships.models.partnerships import Partnership
from programmes.models import Cohort

ASKS, IS_ASKED = own("by_id", "who asks"), own("to_id", "who is asked")
OPEN = Condition("{row}.outcome = ''", "it is open")
ANSWERED = Condition("{row}.outcome IN ('', 'accepted', 'declined')", "to say yes or no")
WITHDRAWN = Condition("{row}.outcome IN ('', 'withdrawn')", "to withdraw it")


class PeerInvitationQuerySet(models.QuerySet["PeerInvitation"]):
    def visible_to(self, member: Member) -> "PeerInvitationQuerySet":
        """Those in which the member asks or is asked."""
        return self.filter(Q(by=member) | Q(to=member))

    def open(self) -> "PeerInvitationQuerySet":
        return self.filter(outcome=PeerInvitation.Outcome.OPEN)

    def between(self, one: Member, other: Member) -> "PeerInvitationQuerySet":
        return self.filter(Q(by=one, to=other) | Q(by=other, to=one))


class PeerInvitation(OrganisationModel):
    """One member asks another to support each other as peers. A yes begins their partnership."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Waits for an answer")
        ACCEPTED = "accepted", _("Said yes")
        DECLINED = "declined", _("Said no")
        WITHDRAWN = "withdrawn", _("Taken back")

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="peer_invitations")
    by = OrganisationForeignKey(Member, models.CASCADE, related_name="peer_invitations_sent")
    to = OrganisationForeignKey(Member, models.CASCADE, related_name="peer_invitations_received")
    words = models.TextField(_("what you have in mind"), max_length=600, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN, blank=True)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    partnership = OrganisationOneToOneField(
        Partnership, models.SET_NULL, null=True, related_name="peer_invitation"
    )

    objects = PeerInvitationQuerySet.as_manager()

    row_security = RowSecurity(
        read=ASKS | IS_ASKED,
        add=ASKS & OPEN,
        change=(IS_ASKED & ANSWERED) | (ASKS & WITHDRAWN),
        fixed=["by_id", "to_id", "cohort_id", "words", "at"],
        refused=[REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation", "by", "to"],
                condition=Q(outcome=""),
                name="partnerships_peer_open_once",
            ),
            models.CheckConstraint(condition=~Q(by=F("to")), name="partnerships_peer_of_another"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(outcome__in=["accepted", "declined", "withdrawn"], answered_at__isnull=False),
                name="partnerships_peer_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
