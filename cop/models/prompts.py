"""That somebody was prompted because a community was short of its meetings."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop import half_years
from cop.models.communities import Community
from organisations.fields import OrganisationForeignKey
from organisations.models import OrganisationModel
from organisations.row_security import CHANGES, REMOVALS, RowSecurity


class Prompt(OrganisationModel):
    """One prompt of a half-year, sent once: to who facilitates at its start and middle, then to the coordinators."""

    class Moment(models.TextChoices):
        START = half_years.START, _("at the start")
        MIDDLE = half_years.MIDDLE, _("at mid-term")
        END = half_years.END, _("three weeks before the end")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="prompts")
    half_on = models.DateField(help_text="the first day of the half-year")
    moment = models.CharField(max_length=6, choices=Moment)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "half_on", "moment"], name="cop_prompt_once"
            ),
            models.CheckConstraint(
                condition=models.Q(moment__in=half_years.MOMENTS), name="cop_prompt_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.half_on} {self.moment}"
