"""People in a cohort, what they answered, and lists of people on their way in."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.ordering import ByName
from organisations.row_security import PLATFORM, Condition, Guard, RowSecurity, of, own
from programmes.models.predicates import (
    ENROLLED,
    coordinates_cohort,
    is_enrolled_or_coordinates,
    may_work_with,
)
from programmes.models.programmes import Cohort, Coordination, Question

SHOWN_TO_MATCH = of(
    "question_id", "programmes_question", Condition("{row}.shown_to_match", "a match is shown the question")
)

ROLE_CHOICES = [("mentor", _("Mentor")), ("mentee", _("Mentee"))]


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def coordinated_by(self, member: Member) -> "EnrolmentQuerySet":
        return self.filter(cohort__programme__coordinations__member=member)

    def of(self, member: Member) -> "EnrolmentQuerySet":
        """One's own, the latest cohort first."""
        return self.filter(member=member).order_by("-cohort__starts_on", ByName("cohort__name"), "role")

    def visible_to(self, member: Member) -> "EnrolmentQuerySet":
        """One's own, and those in programmes one coordinates."""
        coordinated = Coordination.objects.filter(programme=OuterRef("cohort__programme"), member=member)
        return self.filter(Q(member=member) | Exists(coordinated))

    def mentors(self) -> "EnrolmentQuerySet":
        return self.filter(role="mentor")

    def mentees(self) -> "EnrolmentQuerySet":
        return self.filter(role="mentee")

    def taking_part(self) -> "EnrolmentQuerySet":
        """Those who are in: waiting for a match, in one, or paused."""
        return self.filter(
            state__in=[Enrolment.State.ACCEPTED, Enrolment.State.ACTIVE, Enrolment.State.PAUSED]
        )

    def accepted(self) -> "EnrolmentQuerySet":
        """Those who take part: can be matched, or are."""
        return self.filter(state__in=[Enrolment.State.ACCEPTED, Enrolment.State.ACTIVE])


class Enrolment(OrganisationModel):
    """A member in a cohort, as mentor or as mentee (or, in two rows, as both)."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        APPLIED = "applied", _("Applied")
        ACCEPTED = "accepted", _("Accepted")
        WAITLISTED = "waitlisted", _("On the waiting list")
        DECLINED = "declined", _("Declined")
        PAUSED = "paused", _("Paused")
        ACTIVE = "active", _("Active")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # The states into which something brings an enrolment today. Only these are offered to filter by.
    REACHED = (State.ACCEPTED, State.ACTIVE, State.COMPLETED, State.WITHDRAWN)

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="enrolments")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="enrolments")
    role = models.CharField(_("role"), max_length=6, choices=ROLE_CHOICES)
    capacity = models.PositiveSmallIntegerField(
        _("how many mentees"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACCEPTED)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EnrolmentQuerySet.as_manager()

    # Who may give, give up and take back a place in a cohort is said by ``partnerships``: see its ``apps.py``.
    row_security = RowSecurity(
        add=PLATFORM | coordinates_cohort(),
        remove=PLATFORM,
        fixed=["cohort_id", "member_id"],
        guards=[
            Guard("part", ["role", "created_at"], PLATFORM),
            Guard("capacity", ["capacity"], PLATFORM | ENROLLED | coordinates_cohort()),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cohort", "member", "role"], name="programmes_enrolment_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["mentor", "mentee"]), name="programmes_enrolment_role"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 20)), name="programmes_enrolment_capacity"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "invited",
                        "applied",
                        "accepted",
                        "waitlisted",
                        "declined",
                        "paused",
                        "active",
                        "completed",
                        "withdrawn",
                    ]
                ),
                name="programmes_enrolment_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role}"


class EnrolmentChange(OrganisationModel):
    """A step in an enrolment: from, to, who, when."""

    enrolment = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="changes")
    was = models.CharField(max_length=10, blank=True)
    became = models.CharField(max_length=10, choices=Enrolment.State)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    # Whose enrolments somebody takes a step in is said by ``partnerships``: see its ``apps.py``.
    row_security = RowSecurity(add=PLATFORM | own("by_id", "who takes the step"), change=PLATFORM)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.was} {self.became}"


class EnrolmentAnswer(OrganisationModel):
    """What a person answered to a question of the enrolment form: theirs, and the programme's coordinators'."""

    enrolment = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="answers")
    question = OrganisationForeignKey(Question, models.CASCADE, related_name="+")
    value = models.JSONField()

    # Who was proposed may read what the question shows to a match; writing stays with who answers and who coordinates.
    row_security = RowSecurity(
        read=is_enrolled_or_coordinates() | (SHOWN_TO_MATCH & may_work_with("enrolment_id")),
        add=is_enrolled_or_coordinates(),
        change=is_enrolled_or_coordinates(),
        fixed=["enrolment_id", "question_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "enrolment", "question"], name="programmes_answer_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ImportQuerySet(models.QuerySet["Import"]):
    def coordinated_by(self, member: Member) -> "ImportQuerySet":
        """One's own, of programmes one still coordinates: a list on its way in is its uploader's alone."""
        return self.filter(by=member, cohort__programme__coordinations__member=member)

    def unapplied(self) -> "ImportQuerySet":
        return self.filter(applied_at=None)

    def at_rest(self) -> "ImportQuerySet":
        """Those that wait for their uploader: not applied, and not being taken at the moment."""
        under_way = ImportJob.objects.open().filter(list=OuterRef("pk"))
        return self.unapplied().filter(~Exists(under_way))


class Import(OrganisationModel):
    """A list of people on its way in: read, being mapped and checked; nothing is enrolled before it is applied."""

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="imports")
    role = models.CharField(_("who is in the list"), max_length=6, choices=ROLE_CHOICES)
    file_name = models.CharField(max_length=200)
    source = models.BinaryField(
        null=True, help_text="the file, to be read in another way; emptied once applied"
    )
    reading: Any = models.JSONField(
        default=dict,
        help_text="asked: how to read the file; found: how it was read; alternatives: how else it could be",
    )
    table: Any = models.JSONField(help_text="headers and rows as read; emptied once applied")
    mapping: Any = models.JSONField(
        default=dict, help_text="columns: column number to field key; choices: question key to its choices"
    )
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    applied_rows = models.PositiveIntegerField(default=0)

    objects = ImportQuerySet.as_manager()

    row_security = RowSecurity(read=own("by_id", "who uploaded it"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["mentor", "mentee"]), name="programmes_import_role")
        ]

    def __str__(self) -> str:
        return self.file_name


class TakingQuerySet(models.QuerySet["ImportJob"]):
    def open(self) -> "TakingQuerySet":
        """Those that wait for a worker, or are in its hands."""
        return self.filter(outcome=ImportJob.Outcome.OPEN)


class ImportJob(OrganisationModel):
    """That somebody said to import a list, and what became of it. A list is imported by one worker at a time, once."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Under way")
        TAKEN = "taken", _("Taken")
        REFUSED = "refused", _("Refused")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    list = OrganisationForeignKey(Import, models.CASCADE, related_name="jobs")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.OPEN, blank=True)
    settled_at = models.DateTimeField(null=True)
    refusal = models.CharField(
        max_length=500, blank=True, help_text="why nothing was taken, for whoever asked"
    )
    rows = models.PositiveIntegerField(default=0)
    enrolled = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    objects = TakingQuerySet.as_manager()

    row_security = RowSecurity(read=own("by_id", "who asked for it"), fixed=["list_id", "by_id"])

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "list"],
                condition=Q(outcome=""),
                name="programmes_taking_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(outcome__in=["taken", "refused", "stopped", "failed"], settled_at__isnull=False),
                name="programmes_taking_settled_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_begun(self) -> bool:
        """Whether a worker has had it in hand."""
        return self.attempts > 0
