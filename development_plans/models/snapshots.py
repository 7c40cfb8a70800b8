"""How many mentees of a cohort stand at which step, counted so that nobody's own step can be told from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import NOBODY, RowSecurity
from programmes.models import Cohort
from programmes.models.predicates import coordinates_cohort


class StepSnapshot(OrganisationModel):
    """The latest weekly count of a cohort. The database alone writes it, and replaces it once a week."""

    cohort = OrganisationOneToOneField(Cohort, models.CASCADE, related_name="step_snapshot")
    week = models.DateField(help_text="the Monday that the week begins with, in UTC")
    taken_at = models.DateTimeField()
    figures = ArrayField(
        models.PositiveIntegerField(null=True),
        default=list,
        help_text="for each step and for finished, how many people; nothing where that is not told",
    )
    others = models.PositiveIntegerField(
        null=True,
        help_text="how many people are at the steps that are not told; nothing where that is nobody",
    )

    row_security = RowSecurity(read=coordinates_cohort(), add=NOBODY, change=NOBODY)

    def __str__(self) -> str:
        return str(self.pk)


class CountedMentee(OrganisationModel):
    """Who is counted in a cohort's snapshots, and at which step they were last. Nobody reads it.

    People come in and go out by five and more at once; whoever is no longer in the cohort counts as they last stood
    until then. So no two snapshots differ by the coming or going of fewer than five.
    """

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="+")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField(null=True)

    row_security = RowSecurity(read=NOBODY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cohort", "member"], name="development_plans_counted_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
