"""Assessments: a mentor looks at evidence against a competency and says how they see it. History is the rows."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models import COUNTED_AS_HELD, OWN_BYTES, HeldFile
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import CHANGES, REMOVALS, RowSecurity, Trigger, own
from partnerships.models import Conclusion, Partnership
from portfolios.models.frameworks import Competency, Level
from portfolios.models.items import LONGEST, EvidenceKind
from portfolios.models.predicates import (
    ASKS_MENTOR,
    ASSESSOR,
    MAY_DECLARE,
    MAY_END,
    MAY_JUDGE,
    OWNER_OF_ASSESSED,
    OWNER_OF_ASSESSMENT,
    READERS_OF_ASSESSED,
    READERS_OF_ASSESSMENT,
    SHOWN_TO,
    WHO_ASKED,
    WHO_SAYS_SO,
)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, member: Member) -> "AssessmentQuerySet":
        """Those the member asked for, or was asked for."""
        return self.filter(Q(owner=member) | Q(assessor=member))

    def waiting_for(self, member: Member) -> "AssessmentQuerySet":
        """Those the member was asked for and has neither given nor declined, while the two work together."""
        return self.under_way().filter(assessor=member)

    def under_way(self) -> "AssessmentQuerySet":
        """Those without a judgement or an end, of people who work together."""
        over = [Conclusion.Kind.ENDED, Conclusion.Kind.EARLY]
        return self.filter(settled_at=None).exclude(partnership__conclusion__kind__in=over)

    def unread(self) -> "AssessmentQuerySet":
        """Those of which something came that their owner has not opened yet."""
        return self.filter(settled_at__isnull=False, read_at=None)

    def with_state(self) -> "AssessmentQuerySet":
        """Each with its people, its competency, what came of it, and ``has_begun``."""
        begun = Declaration.objects.filter(assessment=OuterRef("pk"), by=OuterRef("assessor"), manages=False)
        return self.select_related(
            "owner", "assessor", "competency__framework", "result__level", "closure"
        ).annotate(has_begun=Exists(begun))


class Assessment(OrganisationModel):
    """That an owner asks a mentor to look at evidence against one competency."""

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    assessor = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    partnership = OrganisationForeignKey(Partnership, models.PROTECT, related_name="+")
    competency = OrganisationForeignKey(Competency, models.PROTECT, related_name="+")
    first = OrganisationForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="second_looks",
        help_text="what it is a second look at",
    )
    words = models.TextField(_("What you would like them to look at"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(
        null=True,
        help_text="when it was judged or ended: beside those rows, so that every request can ask for it",
    )
    read_at = models.DateTimeField(null=True, help_text="when its owner first saw what came of it")

    objects = AssessmentQuerySet.as_manager()

    # That a second look is at the owner's own first one, and at the same competency, is held by a reference: the table
    # cannot ask itself.
    row_security = RowSecurity(
        read=WHO_ASKED | ASSESSOR,
        add=WHO_ASKED & ASKS_MENTOR,
        fixed=[
            "owner_id",
            "assessor_id",
            "partnership_id",
            "competency_id",
            "first_id",
            "words",
            "asked_at",
        ],
        refused=[REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=F("assessor")), name="portfolios_assessment_by_another"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "owner"], name="portfolios_assessment_owner"),
            models.Index(fields=["organisation", "assessor"], name="portfolios_assessment_assessor"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_judged(self) -> bool:
        return hasattr(self, "result")

    @property
    def is_over(self) -> bool:
        """Whether it ended without a judgement."""
        return hasattr(self, "closure")

    @property
    def is_open(self) -> bool:
        return not self.is_judged and not self.is_over

    @property
    def is_unread(self) -> bool:
        """Whether something came of it that its owner has not opened yet."""
        return self.settled_at is not None and self.read_at is None


class Declaration(OrganisationModel):
    """What somebody says about themselves and another: whether one of them is the other's line manager."""

    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    about = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    assessment = OrganisationForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        related_name="declarations",
        help_text="none when the word kept the assessment from being asked for",
    )
    manages = models.BooleanField(help_text="whether one of the two is in the other's line of management")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=WHO_SAYS_SO | own("about_id", "of whom they say it"),
        add=MAY_DECLARE,
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "by"], name="portfolios_declaration_once"
            ),
            models.CheckConstraint(
                condition=Q(manages=True) | Q(assessment__isnull=False),
                name="portfolios_declaration_of_what",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AssessedEvidenceQuerySet(models.QuerySet["AssessedEvidence"]):
    def visible_to(self, member: Member) -> "AssessedEvidenceQuerySet":
        """Those the member showed; and those they were shown, while it is open to them or once they have judged."""
        over = [Conclusion.Kind.ENDED, Conclusion.Kind.EARLY]
        together = ~Q(assessment__partnership__conclusion__kind__in=over)
        still = Q(assessment__closure=None) & (Q(assessment__result__isnull=False) | together)
        return self.filter(Q(assessment__owner=member) | (Q(assessment__assessor=member) & still))


class AssessedEvidence(OrganisationModel):
    """A piece of evidence as it was when its owner asked. What becomes of the piece itself changes nothing here."""

    assessment = OrganisationForeignKey(Assessment, models.CASCADE, related_name="assessed_evidence")
    position = models.PositiveSmallIntegerField()
    source = models.UUIDField(help_text="the key of the evidence, which may be gone by now")
    share = models.UUIDField(
        null=True, help_text="the key of the share that asking gave; none if it was there"
    )
    kind = models.CharField(max_length=13, choices=EvidenceKind)
    title = models.CharField(max_length=160)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    shows = models.TextField(max_length=LONGEST, blank=True)

    objects = AssessedEvidenceQuerySet.as_manager()

    row_security = RowSecurity(read=SHOWN_TO, add=OWNER_OF_ASSESSMENT, refused=[CHANGES, REMOVALS])

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "source"], name="portfolios_assessed_piece_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AssessedFileQuerySet(models.QuerySet["AssessedFile"]):
    def visible_to(self, member: Member) -> "AssessedFileQuerySet":
        """Those of pieces the member may read, while their bytes are held."""
        return self.filter(
            assessed_evidence__in=AssessedEvidence.objects.visible_to(member), entry__isnull=False
        )


class AssessedFile(HeldFile):
    """A file that a piece had then. It stays, also when its owner removes it from the evidence.

    An assessment that ends without a judgement lets the bytes go; the name stays.
    """

    assessed_evidence = OrganisationForeignKey(AssessedEvidence, models.CASCADE, related_name="files")
    source = models.UUIDField(help_text="the key of the file, which may be gone by now")

    objects: ClassVar[Any] = AssessedFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=READERS_OF_ASSESSED,
        add=OWNER_OF_ASSESSED & OWN_BYTES,
        refused=[CHANGES, REMOVALS],
        triggers=COUNTED_AS_HELD,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class AssessmentResult(OrganisationModel):
    """What the assessor saw, on the scale of the framework, and what they say to it."""

    class How(models.TextChoices):
        READ = "read", _("I read the evidence")
        OBSERVED = "observed", _("I watched it being done")
        BOTH = "both", _("Both")

    assessment = OrganisationOneToOneField(Assessment, models.PROTECT, related_name="result")
    how = models.CharField(_("What does it rest on?"), max_length=8, choices=How)
    level = OrganisationForeignKey(
        Level, models.PROTECT, related_name="+", verbose_name=_("How far is it there?")
    )
    feedback = models.TextField(_("Feedback"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=READERS_OF_ASSESSMENT, add=MAY_JUDGE, refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["read", "observed", "both"]), name="portfolios_judgement_how"
            ),
            models.CheckConstraint(condition=~Q(feedback=""), name="portfolios_judgement_feedback"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AssessmentClosure(OrganisationModel):
    """That an assessment ended without a judgement."""

    class Kind(models.TextChoices):
        TAKEN_BACK = "taken-back", _("taken back")
        DECLINED = "declined", _("declined")
        CONFLICT = "conflict", _("not possible: line of management")
        PARTED = "parted", _("ended with the partnership")

    assessment = OrganisationOneToOneField(Assessment, models.PROTECT, related_name="closure")
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(_("A word to them"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READERS_OF_ASSESSMENT,
        add=MAY_END,
        refused=[CHANGES, REMOVALS],
        triggers=[Trigger("lets_go", "AFTER INSERT", "portfolios_let_go")],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["taken-back", "declined", "conflict", "parted"]),
                name="portfolios_ending_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
