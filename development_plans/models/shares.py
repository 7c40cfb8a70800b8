"""Who else may read a plan, and when they last did."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from development_plans.models.plans import Plan
from development_plans.models.predicates import READERS_OF_PLAN, WITH_MENTOR
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import OWNER, RowSecurity, own
from partnerships.models import Party

VIEWER = own("member_id", "who looked")


class PlanShareQuerySet(models.QuerySet["PlanShare"]):
    def standing(self) -> "PlanShareQuerySet":
        """Those that were not taken back, while the two work together."""
        mentors = Party.objects.filter(
            member=OuterRef("member"),
            role="mentor",
            partnership__conclusion=None,
            partnership__parties__member=OuterRef("owner"),
            partnership__parties__role="mentee",
        )
        return self.filter(Exists(mentors), taken_back_at=None)


class PlanShare(OrganisationModel):
    """That an owner shows a plan to their mentor: who, when, and when it was taken back. Sharing again is a new row."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="shares")
    owner = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="plans_shared")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = PlanShareQuerySet.as_manager()

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


class LastViewed(OrganisationModel):
    """When somebody who may read a plan last looked at it whole, so that they can be told what came since.

    It is theirs alone: whose plan it is does not learn when their mentor looks.
    """

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="+")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=VIEWER, add=VIEWER & READERS_OF_PLAN, change=VIEWER, fixed=["plan_id", "member_id"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "member"], name="development_plans_look_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.member_id}"
