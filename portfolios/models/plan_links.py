"""What else of its owner's a piece of evidence belongs to."""

from django.db import models

from development_plans.models import Plan
from development_plans.models.predicates import OWNER_OF_PLAN
from organisations.fields import OrganisationForeignKey
from organisations.models import OrganisationModel
from organisations.row_security import RowSecurity
from portfolios.models.items import Evidence
from portfolios.models.predicates import OWNER_OF_EVIDENCE, READERS_OF_EVIDENCE


class EvidencePlanLink(OrganisationModel):
    """That its owner relates a piece of evidence to a development plan, and so to its goal."""

    evidence = OrganisationForeignKey(Evidence, models.CASCADE, related_name="plan_links")
    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="+")

    row_security = RowSecurity(
        read=READERS_OF_EVIDENCE,
        add=OWNER_OF_EVIDENCE & OWNER_OF_PLAN,
        change=OWNER_OF_EVIDENCE,
        fixed=["evidence_id", "plan_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "evidence", "plan"], name="portfolios_bearing_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
