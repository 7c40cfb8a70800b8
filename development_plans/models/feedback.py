"""Feedback asked of people by e-mail, who need no account for it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from development_plans.models.plans import Plan
from development_plans.models.predicates import OWNER_OF_PLAN, OWNER_OF_REQUEST
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import OrganisationModel
from organisations.row_security import CHANGES, REMOVALS, RowSecurity

SHOWN_FROM = 3  # answers without names, all at once, so that nobody can be told by theirs


class FeedbackRequestQuerySet(models.QuerySet["FeedbackRequest"]):
    def with_counts(self) -> "FeedbackRequestQuerySet":
        """Each with ``asked`` and ``answered``: how many people."""
        return self.annotate(
            asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__spent=True))
        )


class FeedbackRequest(OrganisationModel):
    """That an owner asks some people for feedback, with the words they will read: all they see of the plan."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="feedback_requests")
    words = models.TextField(
        _("What do you want to know?"),
        max_length=1500,
        help_text=_(
            "This is all they see of your plan. Say what they saw you do, and ask about that, in one or two questions."
        ),
    )
    named = models.BooleanField(help_text="whether people answer with their name")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackRequestQuerySet.as_manager()

    row_security = RowSecurity(
        read=OWNER_OF_PLAN, fixed=["plan_id", "words", "named", "asked_at", "expires_at"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered still."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether no answer can come any more, of one with counts."""
        return not self.is_open or self.answered == self.asked  # type: ignore[attr-defined]  # annotated

    def readable(self) -> "list[FeedbackAnswer]":
        """Return the answers that its owner may read now, of one with counts.

        Without names these are none until no other can come: one that came by itself would be told by when it came.
        """
        there = list(self.answers.all())
        if self.named:
            return there
        return there if self.is_over and len(there) >= SHOWN_FROM else []


class FeedbackInvitation(OrganisationModel):
    """One person who is asked. That they answered is kept, and when is not."""

    feedback_request = OrganisationForeignKey(FeedbackRequest, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    key = models.UUIDField(default=uuid4, editable=False)
    spent = models.BooleanField(default=False)

    row_security = RowSecurity(read=OWNER_OF_REQUEST, fixed=["feedback_request_id", "email", "key"])

    class Meta:
        ordering: ClassVar[list[str]] = ["email", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "feedback_request", "email"], name="development_plans_asked_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class FeedbackAnswer(OrganisationModel):
    """What somebody answered. Of one without a name nothing tells whose it is: no invitation, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    feedback_request = OrganisationForeignKey(FeedbackRequest, models.CASCADE, related_name="answers")
    invitation = OrganisationOneToOneField(
        FeedbackInvitation, models.CASCADE, null=True, related_name="answer"
    )
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    saw = models.TextField(_("What did you see that worked?"), max_length=3000)
    change = models.TextField(_("What could be done differently?"), max_length=3000, blank=True)

    row_security = RowSecurity(read=OWNER_OF_REQUEST, refused=[CHANGES, REMOVALS])

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
