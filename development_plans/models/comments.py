"""What is said beside the steps of a plan."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from development_plans.models.plans import Plan
from development_plans.models.predicates import READERS_OF_PLAN
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, RowSecurity


class PlanComment(OrganisationModel):
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
