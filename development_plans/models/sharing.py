"""Who else may read a plan, and what they say to it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from development_plans.models.plans import Plan
from development_plans.models.predicates import READERS_OF_PLAN, WITH_MENTOR
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, OWNER, RowSecurity, own
from partnerships.models import Party

WHO_LOOKED = own("member_id", "who looked")


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

    # That the plan is the owner's own is held by a reference to both: the row security of two tables cannot ask each
    # the other.
    row_security = RowSecurity(
        read=OWNER | own("member_id", "with whom it is shared"),
        add=OWNER & WITH_MENTOR,
        change=OWNER,
        fixed=["plan_id", "owner_id", "member_id", "at"],
    )

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

    row_security = RowSecurity(
        read=WHO_LOOKED, add=WHO_LOOKED & READERS_OF_PLAN, change=WHO_LOOKED, fixed=["plan_id", "member_id"]
    )

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

    row_security = RowSecurity(
        read=READERS_OF_PLAN, add=AUTHOR, change=AUTHOR, fixed=["plan_id", "author_id", "step"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__range=(1, 6)), name="development_plans_comment_step")
        ]

    def __str__(self) -> str:
        return str(self.pk)
