"""Who is matched with whom: the criteria, a run with its reasons, and the proposals people answer."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import CHANGES, PLATFORM, Condition, RowSecurity, of, own, readers_of
from programmes.models.enrolments import Enrolment
from programmes.models.predicates import coordinates_cohort
from programmes.models.programmes import BY_COORDINATORS, Cohort, Programme

THE_TWO = Condition(
    """EXISTS (SELECT 1 FROM public.programmes_enrolment e
    WHERE e.id IN ({row}.mentor_id, {row}.mentee_id) AND e.member_id = {member})""",
    "one of the two it asks",
)
OPEN = Condition("{row}.outcome = ''", "it is open")


class MatchingCriterion(OrganisationModel):
    """One rule of a programme's matching: required, or weighted from 1 to 10."""

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("rule"), max_length=20)
    label = models.CharField(_("name"), max_length=80)
    settings: Any = models.JSONField(
        default=dict, help_text="question keys and bounds, as programmes.matching has them"
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    row_security = RowSecurity(add=BY_COORDINATORS, change=BY_COORDINATORS)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__range=(1, 10)),
                name="programmes_criterion_weight",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_required(self) -> bool:
        return self.weight is None


class MatchingRun(OrganisationModel):
    """One answer of the matching: with which criteria, who was left out and why. Its pairs are rows of their own."""

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="runs")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    criteria: Any = models.JSONField()
    left_out: Any = models.JSONField(
        default=list, help_text="mentees without a mentor, and which rules stood in the way"
    )
    spare: Any = models.JSONField(default=list, help_text="mentors with places left")
    basis: Any = models.JSONField(
        default=dict,
        help_text="what the run rests on, as ``input_fingerprint`` sums it up; empty for the earliest runs",
    )
    confirmed_at = models.DateTimeField(null=True)

    row_security = RowSecurity(read=coordinates_cohort())

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def is_latest(self) -> bool:
        """Whether nobody has matched the cohort again since; asks the database."""
        latest = MatchingRun.objects.filter(cohort=self.cohort_id).values_list("pk", flat=True).first()
        return latest == self.pk


class RunPair(OrganisationModel):
    """A pair in a run, with what each criterion gave. Pinned pairs stay when the matching runs again."""

    run = OrganisationForeignKey(MatchingRun, models.CASCADE, related_name="pairs")
    mentor = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    mentee = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    score = models.IntegerField()
    out_of = models.IntegerField()
    reasons: Any = models.JSONField()
    pinned = models.BooleanField(default=False)

    row_security = RowSecurity(read=readers_of("run_id", "programmes_matchingrun", "who reads its run"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "run", "mentor", "mentee"], name="programmes_runpair_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "run", "mentee"], name="programmes_runpair_one_mentor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.mentee_id}"


class PairDecision(OrganisationModel):
    """That the coordinator pins or forbids a pair, whatever the criteria say. Every later run keeps to it."""

    class Decision(models.TextChoices):
        PINNED = "pinned", _("Pinned")
        FORBIDDEN = "forbidden", _("Forbidden")

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="pair_decisions")
    mentor = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    mentee = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    decision = models.CharField(max_length=9, choices=Decision)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=coordinates_cohort())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mentor", "mentee"], name="programmes_pairdecision_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "mentee"],
                condition=Q(decision="pinned"),
                name="programmes_pairdecision_one_pin",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["pinned", "forbidden"]), name="programmes_pairdecision_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.mentor_id} {self.mentee_id}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(settled_at=None)

    def coordinated_by(self, member: Member) -> "ProposalQuerySet":
        return self.filter(cohort__programme__coordinations__member=member)

    def visible_to(self, member: Member) -> "ProposalQuerySet":
        """Those in which the member is one of the two."""
        return self.filter(Q(mentor__member=member) | Q(mentee__member=member))

    def about(self, enrolment: Enrolment) -> "ProposalQuerySet":
        """Those in which an enrolment is one of the two."""
        return self.filter(Q(mentor=enrolment) | Q(mentee=enrolment))

    def waiting_for(self, member: Member) -> "ProposalQuerySet":
        """Open ones that the member is asked about and has not answered, oldest first."""
        return (
            self.open()
            .visible_to(member)
            .exclude(Exists(ProposalAnswer.objects.filter(proposal=OuterRef("pk"), member=member)))
            .order_by("at", "id")
        )


class Proposal(OrganisationModel):
    """Two people are asked whether they want to work together. Settled when both said yes or one said no."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Waits for answers")
        ACCEPTED = "accepted", _("Both said yes")
        DECLINED = "declined", _("One said no")
        FULL = "full", _("The mentor had no place left")
        WITHDRAWN = "withdrawn", _("Withdrawn by the coordinator")
        RELEASED = "released", _("Not answered in time")

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="proposals")
    mentor = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    mentee = OrganisationForeignKey(Enrolment, models.CASCADE, related_name="+")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField(null=True, help_text="when it is released unless both have answered")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    row_security = RowSecurity(
        read=PLATFORM | coordinates_cohort() | THE_TWO,
        add=PLATFORM | (own("by_id", "who proposes it") & coordinates_cohort()),
        change=PLATFORM | coordinates_cohort() | THE_TWO,
        fixed=["cohort_id", "mentor_id", "mentee_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mentee"],
                condition=Q(outcome=""),
                name="programmes_proposal_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(
                    outcome__in=["accepted", "declined", "full", "withdrawn", "released"],
                    settled_at__isnull=False,
                ),
                name="programmes_proposal_settled_is_dated",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["answer_by"], condition=Q(outcome=""), name="programmes_proposal_waiting")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ProposalAnswer(OrganisationModel):
    """What one of the two said to a proposal."""

    proposal = OrganisationForeignKey(Proposal, models.CASCADE, related_name="answers")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    accepts = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    # One answers for oneself, what one was asked. Whoever said yes can take it back as long as the proposal is open; a
    # no stays.
    row_security = RowSecurity(
        read=readers_of("proposal_id", "programmes_proposal", "whoever may read its proposal"),
        add=own("member_id", "who answers") & of("proposal_id", "programmes_proposal", THE_TWO),
        remove=own("member_id", "who answered")
        & Condition("{row}.accepts", "they said yes")
        & of("proposal_id", "programmes_proposal", OPEN),
        refused=[CHANGES],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "proposal", "member"], name="programmes_proposalanswer_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Refusal(OrganisationModel):
    """Why someone said no to a proposal: theirs and the coordinator's to read, not the other person's."""

    answer = OrganisationOneToOneField(ProposalAnswer, models.CASCADE, related_name="refusal")
    reason = models.CharField(_("why not"), max_length=500)

    row_security = RowSecurity(
        read=of(
            "answer_id",
            "programmes_proposalanswer",
            own("member_id", "who said no") | of("proposal_id", "programmes_proposal", coordinates_cohort()),
        )
    )

    def __str__(self) -> str:
        return str(self.pk)
