"""A mentoring scheme, its intakes, who runs it, what it asks people and what each stage is about."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey
from organisations.models import ADMINS, APPOINTED, Member, OrganisationModel
from organisations.row_security import PLATFORM, Condition, RowSecurity, own
from programmes.models.predicates import coordinates_programme
from web.labels import STAGES

# A function, since the wall of coordinations itself asks it: a condition on its own table would ask itself without end.
FELLOW_COORDINATORS = Condition(
    "public.programmes_coordinates({row}.programme_id, {member})", "a coordinator of the programme"
)
# Whoever makes a programme is its first coordinator, before there is anybody in it. After that its coordinators say who
# else is, or an admin; what somebody gave up is for them to give back.
ITS_MAKER = Condition(
    """NOT public.programmes_is_coordinated({row}.programme_id)
    AND EXISTS (SELECT 1 FROM public.programmes_programme p
        WHERE p.id = {row}.programme_id AND p.created_by_id = {member})
    AND NOT EXISTS (SELECT 1 FROM public.programmes_cohort c WHERE c.programme_id = {row}.programme_id)""",
    "who made the programme, while nobody coordinates it and it has no cohort",
)
# What a programme asks, weighs and plans.
BY_COORDINATORS = PLATFORM | coordinates_programme()

STAGE_CHOICES = [(stage.value, stage.label) for stage in STAGES]


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def coordinated_by(self, member: Member) -> "ProgrammeQuerySet":
        return self.filter(coordinations__member=member)


class Programme(OrganisationModel):
    """A mentoring scheme with a purpose, a pace and rules."""

    class Template(models.TextChoices):
        BLANK = "blank", _("Blank")
        INDUCTION = "induction", _("Induction of new staff")
        EDUCATION = "education", _("Beside an educational programme")
        POTENTIAL = "potential", _("High potential")
        CAREER = "career", _("Change of career or of responsibilities")
        TEACHING = "teaching", _("Teaching practice")

    class Format(models.TextChoices):
        ONE_TO_ONE = "one-to-one", _("One mentor, one mentee")
        GROUP = "group", _("One mentor, a few mentees")
        PEER = "peer", _("Two peers")

    name = models.CharField(_("name"), max_length=120)
    template = models.CharField(_("begin with"), max_length=20, choices=Template, default=Template.BLANK)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.ONE_TO_ONE)
    weeks_initiation = models.PositiveSmallIntegerField(
        _("weeks of initiation"), default=6, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    weeks_consolidation = models.PositiveSmallIntegerField(
        _("weeks of consolidation"), default=14, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    weeks_construction = models.PositiveSmallIntegerField(
        _("weeks of construction"), default=14, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    weeks_redefinition = models.PositiveSmallIntegerField(
        _("weeks of redefinition"), default=6, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    weeks_between_meetings = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=2, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    community_meetings_per_half_year = models.PositiveSmallIntegerField(
        _("community meetings in each half-year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )
    agreement_focus = models.TextField(_("focus and goals"), max_length=2000, blank=True)
    agreement_rhythm = models.TextField(_("how often, how and where"), max_length=2000, blank=True)
    agreement_care = models.TextField(_("check-ins, follow-ups and reflection"), max_length=2000, blank=True)
    agreement_boundaries = models.TextField(_("boundaries"), max_length=2000, blank=True)
    agreement_confidentiality = models.TextField(_("confidentiality"), max_length=2000, blank=True)
    agreement_trouble = models.TextField(_("what we do if it is not working"), max_length=2000, blank=True)
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ProgrammeQuerySet.as_manager()

    row_security = RowSecurity(
        add=PLATFORM | (own("created_by_id", "who makes it") & APPOINTED),
        change=PLATFORM | coordinates_programme("id"),
        fixed=["created_by_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="programmes_programme_name"),
            models.CheckConstraint(
                condition=Q(format__in=["one-to-one", "group", "peer"]), name="programmes_programme_format"
            ),
            models.CheckConstraint(
                condition=Q(community_meetings_per_half_year__gte=1),
                name="programmes_programme_communities_meet",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def weeks(self) -> tuple[int, int, int, int]:
        """The expected length of each stage, in weeks, in the order of the stages."""
        return (
            self.weeks_initiation,
            self.weeks_consolidation,
            self.weeks_construction,
            self.weeks_redefinition,
        )


class Coordination(OrganisationModel):
    """That a member coordinates a programme."""

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="coordinations")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="coordinations")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        add=PLATFORM | FELLOW_COORDINATORS | ADMINS | ITS_MAKER,
        change=PLATFORM | FELLOW_COORDINATORS | ADMINS | own("member_id", "the coordinator themself"),
        fixed=["programme_id", "member_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "member"], name="programmes_coordination_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.member_id}"


class Practice(OrganisationModel):
    """Something that good mentoring does in a stage: what a stage review looks back on."""

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="practices")
    stage = models.CharField(max_length=13, choices=STAGE_CHOICES)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("practice"), max_length=200)
    question = models.CharField(_("a question to ask"), max_length=300, blank=True)

    row_security = RowSecurity(add=BY_COORDINATORS, change=BY_COORDINATORS)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "stage", "position"], name="programmes_practice_position"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Question(OrganisationModel):
    """Something a programme asks the people who enrol; the answers feed the matching."""

    class Kind(models.TextChoices):
        SHORT = "short", _("Short text")
        LONG = "long", _("Long text")
        ONE = "one", _("One choice")
        SEVERAL = "several", _("Several choices")
        SCALE = "scale", _("Ordered scale, such as a grade")
        YES_NO = "yes_no", _("Yes or no")

    WITH_CHOICES = (Kind.ONE, Kind.SEVERAL, Kind.SCALE)

    class Asked(models.TextChoices):
        BOTH = "both", _("Mentors and mentees")
        MENTORS = "mentors", _("Mentors")
        MENTEES = "mentees", _("Mentees")

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.SHORT)
    asked = models.CharField(_("asked of"), max_length=10, choices=Asked, default=Asked.BOTH)
    choices = models.JSONField(_("choices, in order"), default=list, blank=True)
    ordered: Any = models.JSONField(
        default=list,
        blank=True,
        help_text="the choices of a scale in the order that a coordinator has confirmed",
    )
    required = models.BooleanField(_("needs an answer"), default=False)
    shown_to_match = models.BooleanField(_("shown to the person proposed"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    row_security = RowSecurity(add=BY_COORDINATORS, change=BY_COORDINATORS)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "key"], name="programmes_question_key"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_without_choices(self) -> bool:
        """Whether it is answered by choosing, and nobody has said yet what there is to choose from."""
        return self.kind in self.WITH_CHOICES and not self.choices

    @property
    def is_in_order(self) -> bool:
        """Whether a coordinator has said that this is the order of the choices; some may have gone since."""
        return bool([choice for choice in self.ordered if choice in self.choices] == self.choices)

    @property
    def without_place(self) -> list[str]:
        """The choices that came after the coordinator confirmed the order; they stand where the list put them."""
        return [choice for choice in self.choices if choice not in self.ordered]


class CohortQuerySet(models.QuerySet["Cohort"]):
    def coordinated_by(self, member: Member) -> "CohortQuerySet":
        return self.filter(programme__coordinations__member=member)


class Cohort(OrganisationModel):
    """One intake of a programme, with dates."""

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_by = OrganisationForeignKey(Member, models.PROTECT, null=True, editable=False, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = CohortQuerySet.as_manager()

    row_security = RowSecurity(add=BY_COORDINATORS, change=BY_COORDINATORS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "name"], name="programmes_cohort_name"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="programmes_cohort_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="programmes_cohort_closed_by_somebody",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "starts_on"], name="programmes_cohort_on")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Whether nobody new is taken in or matched; partnerships under way go on."""
        return self.closed_at is not None

    @property
    def length_in_weeks(self) -> int:
        return max(1, round((self.ends_on - self.starts_on).days / 7))

    @property
    def week(self) -> int:
        """Which week of the cohort today is, from 1; 0 before it starts, at most its length."""
        days = (timezone.localdate() - self.starts_on).days
        return 0 if days < 0 else min(days // 7 + 1, self.length_in_weeks)
