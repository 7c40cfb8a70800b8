"""What else of its owner's a piece of evidence belongs to."""

from django.db import models

from development_plans.models import Plan
from organisations.fields import OrganisationForeignKey
from organisations.models import OrganisationModel
from portfolios.models.pieces import Evidence


class Bearing(OrganisationModel):
    """That its owner relates a piece of evidence to a development plan, and so to its goal."""

    evidence = OrganisationForeignKey(Evidence, models.CASCADE, related_name="bearings")
    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "evidence", "plan"], name="portfolios_bearing_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
