"""Who else may read a plan, and what they say to it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from development_plans.models.plans import Plan
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from partnerships.models import Party


class ShareQuerySet(models.QuerySet["Share"]):
    def standing(self) -> "ShareQuerySet":
        """Those that were not taken back, while the two work together."""
        mentors = Party.objects.filter(
            member=OuterRef("member"),
            role="mentor",
            partnership__conclusion=None,
            partnership__parties__member=OuterRef("owner"),
            partnership__parties__role="mentee",
        )
        return self.filter(Exists(mentors), taken_back_at=None)


class Share(OrganisationModel):
    """That an owner shows a plan to their mentor: who, when, and when it was taken back. Sharing again is a new row."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="shares")
    owner = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="plans_shared")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "member"],
                condition=Q(taken_back_at=None),
                name="development_plans_share_once",
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("member")), name="development_plans_share_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.member_id}"


class Look(OrganisationModel):
    """When somebody who may read a plan last looked at it whole, so that they can be told what came since.

    It is theirs alone: whose plan it is does not learn when their mentor looks.
    """

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="+")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "member"], name="development_plans_look_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.member_id}"


class Comment(OrganisationModel):
    """What somebody says beside a step of a plan they may read. Nobody's words in the plan change by it."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="comments")
    step = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(6)])
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("Comment"), max_length=2000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__range=(1, 6)), name="development_plans_comment_step")
        ]

    def __str__(self) -> str:
        return str(self.pk)
