"""What a cohort's assessment requires: which competencies, how much evidence for each, how far, and by when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import RowSecurity
from partnerships.models import Conclusion, Party
from portfolios.models.frameworks import Framework, Level
from portfolios.models.predicates import COORDINATOR_OF_REQUIREMENT
from programmes.models import Cohort, Enrolment
from programmes.models.predicates import coordinates_cohort

MOST_PIECES = 9


class Requirement(OrganisationModel):
    """What a cohort requires of its mentees, in the terms of one version of a framework."""

    cohort = OrganisationOneToOneField(Cohort, models.CASCADE, related_name="requirement", editable=False)
    framework = OrganisationForeignKey(
        Framework, models.PROTECT, related_name="+", verbose_name=_("Framework")
    )
    level = OrganisationForeignKey(
        Level, models.PROTECT, null=True, related_name="+", help_text="the lowest that is enough; none: any"
    )
    about = models.TextField(
        _("What everybody should know"),
        max_length=4000,
        blank=True,
        help_text=_("What the assessment is for, and what happens with it."),
    )
    evidence_by = models.DateField(_("Evidence is there by"), null=True, blank=True)
    assessed_by = models.DateField(_("Everything is assessed by"), null=True, blank=True)
    written_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    # Everybody in the organisation may know what a cohort requires.
    row_security = RowSecurity(add=coordinates_cohort(), change=coordinates_cohort(), fixed=["cohort_id"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence_by=None) | Q(assessed_by=None) | Q(evidence_by__lte=F("assessed_by")),
                name="portfolios_requirement_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RequirementCriterion(OrganisationModel):
    """A competency that is required, by its line, with how many pieces of evidence."""

    requirement = OrganisationForeignKey(Requirement, models.CASCADE, related_name="criteria")
    line = models.UUIDField()
    pieces = models.PositiveSmallIntegerField()

    row_security = RowSecurity(
        add=COORDINATOR_OF_REQUIREMENT, change=COORDINATOR_OF_REQUIREMENT, fixed=["requirement_id", "line"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "requirement", "line"], name="portfolios_criterion_once"
            ),
            models.CheckConstraint(
                condition=Q(pieces__range=(1, MOST_PIECES)), name="portfolios_criterion_pieces"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def candidates(member: Member) -> models.QuerySet[Enrolment]:
    """Return the enrolments for which something is required: the member's own, and their mentees' of now."""
    over = [Conclusion.Kind.ENDED, Conclusion.Kind.EARLY]
    mentored = Party.objects.filter(
        enrolment=OuterRef("pk"), partnership__parties__member=member, partnership__parties__role="mentor"
    ).exclude(partnership__conclusion__kind__in=over)
    required = Exists(RequirementCriterion.objects.filter(requirement__cohort=OuterRef("cohort")))
    found = Enrolment.objects.mentees().taking_part().filter(required)
    return found.filter(Q(member=member) | Exists(mentored)).select_related(
        "member", "cohort__programme", "cohort__requirement__framework", "cohort__requirement__level"
    )
