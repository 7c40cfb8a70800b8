"""The pieces of a portfolio. Each is its owner's alone until it is shared, piece by piece."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models import COUNTED, OWN_BYTES, FileModel
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel, validate_single_line
from organisations.row_security import OWNER, RowSecurity
from portfolios.models.predicates import OWNER_OF_EVIDENCE, READERS_OF_EVIDENCE, shared_with
from portfolios.models.shares import ItemShare

LONGEST = 8000


class PortfolioItem(OrganisationModel):
    """What can be shared by itself: it has an owner, and ``shares``."""

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class PortfolioItemQuerySet[Kept: PortfolioItem](models.QuerySet[Kept]):
    """Reads of one kind of piece; ``shared_as`` is its name in a share."""

    shared_as: ClassVar[str]

    def owned_by(self, member: Member) -> Self:
        """The member's own."""
        return self.filter(owner=member)

    def visible_to(self, member: Member) -> Self:
        """The member's own, and what others share with them now."""
        return self.filter(Q(owner=member) | self._shared_with(member))

    def lent_to(self, member: Member) -> Self:
        """What others share with the member now."""
        return self.filter(self._shared_with(member)).exclude(owner=member)

    def _shared_with(self, member: Member) -> Exists:
        return Exists(
            ItemShare.objects.standing().filter(reader=member).filter(**{self.shared_as: OuterRef("pk")})
        )


class ProfileQuerySet(PortfolioItemQuerySet["Profile"]):
    shared_as = "profile"


class Profile(PortfolioItem):
    """Who somebody is at work, in their own words; one for each member."""

    personal_attributes = models.TextField(_("personal attributes"), max_length=LONGEST, blank=True)
    job_skills = models.TextField(_("job skills"), max_length=LONGEST, blank=True)
    personal_skills = models.TextField(_("personal skills"), max_length=LONGEST, blank=True)

    SECTIONS: ClassVar[list[str]] = ["personal_attributes", "job_skills", "personal_skills"]

    objects = ProfileQuerySet.as_manager()

    row_security = RowSecurity(
        read=OWNER | shared_with("profile_id"), add=OWNER, change=OWNER, fixed=["owner_id"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "owner"], name="portfolios_profile_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Each section's name and text, in order."""
        return [
            (str(self._meta.get_field(name).verbose_name), getattr(self, name))  # type: ignore[union-attr]
            for name in self.SECTIONS
        ]

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for _name, text in self.sections)


class DiaryQuerySet(PortfolioItemQuerySet["DiaryEntry"]):
    shared_as = "entry"


class DiaryEntry(PortfolioItem):
    """A dated reflection; private until its owner shares it."""

    on = models.DateField(_("day"), default=timezone.localdate)
    text = models.TextField(_("what you want to keep"), max_length=LONGEST)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DiaryQuerySet.as_manager()

    row_security = RowSecurity(
        read=OWNER | shared_with("entry_id"), add=OWNER, change=OWNER, fixed=["owner_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "owner", "-on"], name="portfolios_diary_days")
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="portfolios_diary_text")]

    def __str__(self) -> str:
        return str(self.pk)


class EvidenceKind(models.TextChoices):
    """What sort of evidence there is."""

    ACHIEVEMENT = "achievement", _("Achievement")
    QUALIFICATION = "qualification", _("Qualification")
    CERTIFICATE = "certificate", _("Certificate")
    COURSE = "course", _("Course attended")
    POST = "post", _("Post of responsibility")
    REFLECTION = "reflection", _("Reflection")


class EvidencePurpose(models.TextChoices):
    """What evidence can relate to."""

    PROGRESSION = "progression", _("Career progression")
    COMPETENCIES = "competencies", _("Competencies")
    CAREER_PLAN = "career-plan", _("Career plan")
    TRAINING = "training", _("Training and development")
    REVIEW = "review", _("Performance review")


class EvidenceOrigin(models.TextChoices):
    """What evidence can be made from."""

    ENTRY = "entry", _("the diary")
    TASK = "task", _("a task of a pathway")
    ACTION = "action", _("an action of a plan")
    PLAN = "plan", _("a plan")
    MEETING = "meeting", _("a meeting or a session")


def _one_of(field: str, choices: type[models.TextChoices]) -> Q:
    return Q(**{f"{field}__in": choices.values})


class EvidenceQuerySet(PortfolioItemQuerySet["Evidence"]):
    shared_as = "evidence"


class Evidence(PortfolioItem):
    """Something that shows what its owner can do or has done."""

    kind = models.CharField(_("kind"), max_length=13, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=160, validators=[validate_single_line])
    began_on = models.DateField(_("date, or when it began"))
    ended_on = models.DateField(_("when it ended"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    shows = models.TextField(_("what it shows"), max_length=LONGEST, blank=True)
    relates_to = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    origin_kind = models.CharField(
        max_length=7, choices=EvidenceOrigin, blank=True, default="", db_default="", editable=False
    )
    origin = models.UUIDField(
        null=True, editable=False, help_text="the key of what it was made from, which may be gone by now"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EvidenceQuerySet.as_manager()

    row_security = RowSecurity(
        read=OWNER | shared_with("evidence_id"), add=OWNER, change=OWNER, fixed=["owner_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-began_on", "-id"]
        verbose_name_plural = "evidence"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "owner", "-began_on"], name="portfolios_evidence_days")
        ]
        constraints = [
            models.CheckConstraint(condition=_one_of("kind", EvidenceKind), name="portfolios_evidence_kind"),
            models.CheckConstraint(condition=~Q(title=""), name="portfolios_evidence_title"),
            models.CheckConstraint(
                condition=Q(origin__isnull=True, origin_kind="")
                | Q(origin__isnull=False, origin_kind__in=EvidenceOrigin.values),
                name="portfolios_evidence_origin",
            ),
            models.CheckConstraint(
                condition=Q(relates_to__contained_by=EvidencePurpose.values),
                name="portfolios_evidence_relates",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="portfolios_evidence_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("began_on")),
                name="portfolios_evidence_valid_after",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def purposes(self) -> list[str]:
        """What it relates to, in words."""
        return [str(purpose.label) for purpose in EvidencePurpose if purpose in self.relates_to]

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, member: Member) -> "EvidenceFileQuerySet":
        """Those of evidence the member may see."""
        return self.filter(evidence__in=Evidence.objects.visible_to(member))

    def owned_by(self, member: Member) -> "EvidenceFileQuerySet":
        return self.filter(evidence__owner=member)


class EvidenceFile(FileModel):
    """A file that belongs to evidence: a scan, a photo, a letter."""

    evidence = OrganisationForeignKey(Evidence, models.CASCADE, related_name="files")

    objects: ClassVar[Any] = EvidenceFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=READERS_OF_EVIDENCE,
        add=OWNER_OF_EVIDENCE & OWN_BYTES,
        change=OWNER_OF_EVIDENCE,
        fixed=["evidence_id"],
        triggers=COUNTED,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
