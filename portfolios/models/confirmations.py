"""Confirmations: an owner asks their organisation to confirm one piece of evidence. History is the rows."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models import COUNTED_AS_HELD, OWN_BYTES, HeldFile
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel, validate_single_line
from organisations.row_security import CHANGES, REMOVALS, RowSecurity, Trigger
from portfolios.models.frameworks import Competency
from portfolios.models.items import LONGEST, EvidenceKind
from portfolios.models.predicates import (
    CONFIRMED_FOR_ANOTHER,
    HANDED_IN_TO,
    MAY_CONFIRM,
    MAY_END_REQUEST,
    OWNER_OF_REQUEST,
    OWNER_OF_SUBMISSION,
    READERS_OF_CONFIRMATION,
    READERS_OF_REQUEST,
    READERS_OF_SUBMISSION,
    WHO_ASKED,
    WHO_SAYS_SO,
)
from programmes.models import Cohort, Coordination
from programmes.models.predicates import coordinates_cohort, took_part_in_cohort


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def visible_to(self, member: Member) -> "ConfirmationRequestQuerySet":
        """Those the member asked, and those of cohorts in programmes the member coordinates."""
        return self.filter(Q(owner=member) | Exists(_coordinations(member)))

    def waiting_for(self, member: Member) -> "ConfirmationRequestQuerySet":
        """Those the member, as a coordinator, can answer: open, and not their own."""
        return self.open().filter(Exists(_coordinations(member))).exclude(owner=member)

    def open(self) -> "ConfirmationRequestQuerySet":
        return self.filter(settled_at=None)

    def unread(self) -> "ConfirmationRequestQuerySet":
        """Those of which something came that their owner has not opened yet."""
        return self.filter(settled_at__isnull=False, read_at=None)

    def with_state(self) -> "ConfirmationRequestQuerySet":
        """Each with its people, what was handed in as far as the reader may see it, and what came of it."""
        return self.select_related(
            "owner",
            "cohort__programme",
            "submission",
            "closure",
            "confirmation__by",
            "confirmation__revocation__by",
            "confirmation__credential",
        )


def _coordinations(member: Member) -> Any:
    return Coordination.objects.filter(programme__cohorts=OuterRef("cohort"), member=member)


class ConfirmationRequest(OrganisationModel):
    """That an owner asks the coordinators of a programme to confirm a piece of evidence for the organisation."""

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    cohort = OrganisationForeignKey(
        Cohort, models.PROTECT, related_name="+", help_text="in which the owner is or was enrolled"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(
        null=True,
        help_text="when it was answered or taken back: beside those rows, so that every request can ask for it",
    )
    read_at = models.DateTimeField(null=True, help_text="when its owner first saw what came of it last")

    objects = ConfirmationRequestQuerySet.as_manager()

    row_security = RowSecurity(
        read=WHO_ASKED | coordinates_cohort(),
        add=WHO_ASKED & took_part_in_cohort("cohort_id"),
        fixed=["owner_id", "cohort_id", "asked_at"],
        refused=[REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "owner"], name="portfolios_request_owner"),
            models.Index(fields=["organisation", "cohort"], name="portfolios_request_cohort"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return not self.is_confirmed and not self.is_over

    @property
    def is_confirmed(self) -> bool:
        """Whether the organisation said yes, whatever became of that later."""
        return hasattr(self, "confirmation")

    @property
    def is_over(self) -> bool:
        """Whether it ended without a yes."""
        return hasattr(self, "closure")

    @property
    def is_revoked(self) -> bool:
        return self.is_confirmed and hasattr(self.confirmation, "revocation")

    @property
    def stands(self) -> bool:
        """Whether the organisation confirms it now."""
        return self.is_confirmed and not self.is_revoked

    @property
    def is_shown(self) -> bool:
        """Whether the reader may read what was handed in."""
        return hasattr(self, "submission")

    @property
    def is_unread(self) -> bool:
        return self.settled_at is not None and self.read_at is None


class Submission(OrganisationModel):
    """What was handed in: the piece as it was, and the words in which it is to be confirmed.

    What becomes of the piece itself changes nothing here.
    """

    WORDING: ClassVar[list[str]] = ["achievement", "description", "criteria", "narrative"]

    request = OrganisationOneToOneField(ConfirmationRequest, models.CASCADE, related_name="submission")
    source = models.UUIDField(help_text="the key of the evidence, which may be gone by now")
    kind = models.CharField(max_length=13, choices=EvidenceKind)
    title = models.CharField(max_length=160)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    shows = models.TextField(max_length=LONGEST, blank=True)

    achievement = models.CharField(_("Title"), max_length=120, validators=[validate_single_line])
    description = models.CharField(_("What it stands for"), max_length=300, validators=[validate_single_line])
    competency = OrganisationForeignKey(Competency, models.PROTECT, null=True, related_name="+")
    criteria = models.TextField(_("What somebody has to show for it"), max_length=2000)
    narrative = models.TextField(_("What it says of your evidence"), max_length=2000, blank=True)

    row_security = RowSecurity(read=HANDED_IN_TO, add=OWNER_OF_REQUEST, refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(achievement="") & ~Q(description="") & ~Q(criteria=""),
                name="portfolios_submission_worded",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SubmissionFileQuerySet(models.QuerySet["SubmissionFile"]):
    def visible_to(self, member: Member) -> "SubmissionFileQuerySet":
        """Of the member's own requests; and of those the member can answer or answered with a yes that stands."""
        requests = ConfirmationRequest.objects.visible_to(member)
        stand = Q(
            submission__request__closure=None,
            submission__request__confirmation__revocation=None,
        )
        mine = Q(submission__request__owner=member)
        return self.filter(mine | stand, submission__request__in=requests, entry__isnull=False)


class SubmissionFile(HeldFile):
    """A file that the piece had then. It stays, also when its owner removes it from the evidence.

    A request that ends without a yes lets the bytes go; the name stays.
    """

    submission = OrganisationForeignKey(Submission, models.CASCADE, related_name="files")
    source = models.UUIDField(help_text="the key of the file, which may be gone by now")

    objects: ClassVar[Any] = SubmissionFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=READERS_OF_SUBMISSION,
        add=OWNER_OF_SUBMISSION & OWN_BYTES,
        refused=[CHANGES, REMOVALS],
        triggers=COUNTED_AS_HELD,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Confirmation(OrganisationModel):
    """That the organisation confirms what was handed in; a coordinator says so for it."""

    request = OrganisationOneToOneField(ConfirmationRequest, models.PROTECT, related_name="confirmation")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READERS_OF_REQUEST, add=WHO_SAYS_SO & MAY_CONFIRM, refused=[CHANGES, REMOVALS]
    )

    def __str__(self) -> str:
        return str(self.pk)


class RequestClosure(OrganisationModel):
    """That a request ended without a yes."""

    class Kind(models.TextChoices):
        TAKEN_BACK = "taken-back", _("taken back")
        DECLINED = "declined", _("declined")

    request = OrganisationOneToOneField(ConfirmationRequest, models.PROTECT, related_name="closure")
    kind = models.CharField(max_length=10, choices=Kind)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    why = models.CharField(_("Your reason"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READERS_OF_REQUEST,
        add=WHO_SAYS_SO & MAY_END_REQUEST,
        refused=[CHANGES, REMOVALS],
        triggers=[Trigger("lets_go", "AFTER INSERT", "portfolios_let_submission_go")],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="taken-back", why="") | (Q(kind="declined") & ~Q(why="")),
                name="portfolios_requestending_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Revocation(OrganisationModel):
    """That the organisation no longer stands by a confirmation, and why."""

    confirmation = OrganisationOneToOneField(Confirmation, models.PROTECT, related_name="revocation")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    why = models.CharField(_("Your reason"), max_length=500)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READERS_OF_CONFIRMATION, add=WHO_SAYS_SO & CONFIRMED_FOR_ANOTHER, refused=[CHANGES, REMOVALS]
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="portfolios_revocation_why")]

    def __str__(self) -> str:
        return str(self.pk)
