"""Competency frameworks of an organisation, in versions, and which evidence shows which competency."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel, validate_single_line
from organisations.row_security import STAYS_AS_MADE, RowSecurity, Trigger
from portfolios.models.items import Evidence
from portfolios.models.predicates import DESIGNERS, OF_A_DRAFT, OWNER_OF_EVIDENCE, READERS_OF_EVIDENCE


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def open(self) -> "FrameworkQuerySet":
        """Those in use: opened, and no later version of them is."""
        return self.filter(opened_at__isnull=False).exclude(followed_by__opened_at__isnull=False)

    def drafts(self) -> "FrameworkQuerySet":
        return self.filter(opened_at=None)


class Framework(OrganisationModel):
    """One version of a set of competencies. A draft until it is opened; from then on it stays as it is."""

    name = models.CharField(_("name"), max_length=120, validators=[validate_single_line])
    about = models.TextField(_("what it is for"), max_length=2000, blank=True)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    follows = OrganisationOneToOneField(
        "self", models.PROTECT, null=True, related_name="followed_by", editable=False
    )
    made_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    objects = FrameworkQuerySet.as_manager()

    # Everybody reads frameworks, their competencies and their scales; only drafts change.
    row_security = RowSecurity(
        add=DESIGNERS,
        change=DESIGNERS,
        fixed=["follows_id", "made_by_id", "version"],
        # A version in use stays as it is: what evidence was related to then reads the same later.
        triggers=[
            Trigger("once_open", "BEFORE UPDATE OR DELETE", STAYS_AS_MADE, "OLD.opened_at IS NOT NULL")
        ],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "-version", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="portfolios_framework_name"),
            models.CheckConstraint(
                condition=Q(version=1, follows__isnull=True) | Q(version__gt=1, follows__isnull=False),
                name="portfolios_framework_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None


class Competency(OrganisationModel):
    """Something people are expected to be able to do. ``line`` is the same through a framework's versions."""

    framework = OrganisationForeignKey(Framework, models.CASCADE, related_name="competencies", editable=False)
    line = models.UUIDField(default=uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    area = models.CharField(_("area"), max_length=120, blank=True, validators=[validate_single_line])
    title = models.CharField(_("competency"), max_length=200, validators=[validate_single_line])
    description = models.TextField(_("what it looks like"), max_length=2000, blank=True)

    row_security = RowSecurity(
        add=DESIGNERS & OF_A_DRAFT, change=DESIGNERS & OF_A_DRAFT, fixed=["framework_id", "line"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "framework", "line"], name="portfolios_competency_line"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="portfolios_competency_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Level(OrganisationModel):
    """A step of a framework's scale, from the lowest: how far a competency is there."""

    framework = OrganisationForeignKey(Framework, models.CASCADE, related_name="levels", editable=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, validators=[validate_single_line])
    means = models.CharField(max_length=300, blank=True, validators=[validate_single_line])

    row_security = RowSecurity(
        add=DESIGNERS & OF_A_DRAFT, change=DESIGNERS & OF_A_DRAFT, fixed=["framework_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "framework", "position"], name="portfolios_level_position"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="portfolios_level_name"),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceCompetency(OrganisationModel):
    """That its owner sees a competency shown by a piece of evidence; by ``line``, so that it outlives a version."""

    evidence = OrganisationForeignKey(Evidence, models.CASCADE, related_name="competency_links")
    line = models.UUIDField()

    row_security = RowSecurity(
        read=READERS_OF_EVIDENCE,
        add=OWNER_OF_EVIDENCE,
        change=OWNER_OF_EVIDENCE,
        fixed=["evidence_id", "line"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "evidence", "line"], name="portfolios_showing_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
