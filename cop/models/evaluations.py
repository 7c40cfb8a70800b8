"""A session’s evaluation: what each keeps for themself, and what the group is told without names."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community, Membership
from cop.models.predicates import (
    DOER,
    belongs_or_coordinates,
    belongs_to_community,
    of_evaluation,
    of_session,
    since,
)
from cop.models.sessions import Session
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import (
    ADDITIONS,
    AUTHOR,
    CHANGES,
    REMOVALS,
    Condition,
    RowSecurity,
    Trigger,
    of,
    own,
    readers_of,
)

LASTS = timedelta(days=7)
SHORT = 300  # characters: as long as an item on an agenda
BEST = 5

# Rows of these the database alone makes, as a session is closed and an evaluation published.
BY_DATABASE = [ADDITIONS, CHANGES, REMOVALS]


class QuestionQuerySet(models.QuerySet["CommunityQuestion"]):
    def current(self) -> "QuestionQuerySet":
        """Those that the next evaluation asks, in order."""
        return self.filter(retired_at=None).order_by("position", "id")


class CommunityQuestion(OrganisationModel):
    """A question of a community's evaluations. Other words are another question, so that old answers keep theirs."""

    class Kind(models.TextChoices):
        RATING = "rating", _("From 1 to 5")
        WORDS = "words", _("A few words")
        CHANGE = "change", _("A few words that come onto the next agenda")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=140)
    kind = models.CharField(_("how it is answered"), max_length=6, choices=Kind, default=Kind.WORDS)
    position = models.PositiveSmallIntegerField()
    made_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    row_security = RowSecurity(
        read=belongs_or_coordinates(),
        add=own("made_by_id", "who made it"),
        fixed=["community_id", "text", "kind", "made_by_id", "made_at"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["rating", "words", "change"]), name="cop_question_kind"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="cop_question_asks"),
        ]

    def __str__(self) -> str:
        return self.text


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, member: Member) -> "EvaluationQuerySet":
        """Evaluations of communities the member belongs to now."""
        return self.filter(session__in=Session.objects.visible_to(member))

    def open(self, now: datetime | None = None) -> "EvaluationQuerySet":
        return self.filter(closes_at__gt=now or timezone.now())

    def waiting_for(self, member: Member, now: datetime | None = None) -> "EvaluationQuerySet":
        """Open ones on a session the member was present at and has not looked back on, the first to close first."""
        asked = Respondent.objects.filter(evaluation=OuterRef("pk"), member=member)
        answered = Reflection.objects.filter(evaluation=OuterRef("pk"), author=member)
        belongs = Membership.objects.current().filter(community=OuterRef("session__community"), member=member)
        return self.open(now).filter(Exists(asked), ~Exists(answered), Exists(belongs)).order_by("closes_at")


# A session is closed by who facilitated it, once it has begun; or once it is over by any member who was there.
_FACILITATED = own("facilitator_id", "who facilitates the session") & Condition(
    "{row}.starts_at <= clock_timestamp()", "it has begun"
)
_WAS_THERE = (
    belongs_to_community("cop_session.community_id")
    & Condition("{row}.ends_at <= clock_timestamp()", "it is over")
    & Condition(
        "EXISTS (SELECT 1 FROM public.meetings_attendance a "
        "WHERE a.meeting_id = {row}.id AND a.member_id = {member} AND a.presence = 'came')",
        "they were there",
    )
)
_TOOK_PLACE = Condition(
    "NOT EXISTS (SELECT 1 FROM public.meetings_cancellation x WHERE x.meeting_id = {row}.id)",
    "it was not cancelled",
)


class Evaluation(OrganisationModel):
    """That a session was closed by who facilitated it, and that those present may look back on it for a week.

    The database itself notes who was present (``Respondent``) and what is asked (``EvaluationQuestion``), at this
    moment and once.
    """

    session = OrganisationOneToOneField(Session, models.CASCADE, related_name="evaluation")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()

    objects = EvaluationQuerySet.as_manager()

    row_security = RowSecurity(
        add=DOER
        & Condition("{row}.opened_at <= clock_timestamp() + interval '1 minute'", "it opens now")
        & of_session(of("meeting_id", "meetings_meeting", (_FACILITATED | _WAS_THERE) & _TOOK_PLACE)),
        refused=[CHANGES, REMOVALS],
        triggers=[Trigger("opened", "AFTER INSERT", "cop_evaluation_opened")],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=F("opened_at") + LASTS), name="cop_evaluation_lasts_a_week"
            )
        ]

    def __str__(self) -> str:
        return str(self.session_id)

    @property
    def is_open(self) -> bool:
        return self.closes_at > timezone.now()


class Respondent(OrganisationModel):
    """That a member was present when the session was closed, and so is asked."""

    evaluation = OrganisationForeignKey(Evaluation, models.CASCADE, related_name="respondents")
    member = OrganisationForeignKey(Member, models.PROTECT, related_name="+")

    row_security = RowSecurity(
        read=of(
            "evaluation_id",
            "cop_evaluation",
            of_session(belongs_to_community()) | own("by_id", "who closed it"),
        ),
        refused=BY_DATABASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "evaluation", "member"], name="cop_respondent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.member_id}"


class EvaluationQuestion(OrganisationModel):
    """One of the questions of an evaluation."""

    evaluation = OrganisationForeignKey(Evaluation, models.CASCADE, related_name="asked")
    question = OrganisationForeignKey(CommunityQuestion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    row_security = RowSecurity(read=of_evaluation(belongs_to_community()), refused=BY_DATABASE)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "evaluation", "question"], name="cop_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.question_id}"


class EvaluationAnswer(OrganisationModel):
    """What somebody answers for the group. Its author alone can read it; it is gone once the results stand."""

    asked = OrganisationForeignKey(EvaluationQuestion, models.CASCADE, related_name="answers")
    author = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=SHORT, blank=True)

    row_security = RowSecurity(
        read=AUTHOR,
        change=of(
            "asked_id",
            "cop_evaluationquestion",
            of(
                "evaluation_id",
                "cop_evaluation",
                Condition("{row}.closes_at > clock_timestamp()", "its author, until the evaluation closes"),
            ),
        ),
        fixed=["asked_id", "author_id"],
        triggers=[Trigger("given", "BEFORE INSERT OR UPDATE", "cop_answer_given")],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asked", "author"], name="cop_answer_once"),
            models.CheckConstraint(
                condition=(Q(rating__gte=1, rating__lte=BEST, words="") | (Q(rating=None) & ~Q(words=""))),
                name="cop_answer_is_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reflection(OrganisationModel):
    """That somebody looked back, and what they keep for themself. Nobody else ever reads either."""

    evaluation = OrganisationForeignKey(Evaluation, models.CASCADE, related_name="reflections")
    author = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    took = models.TextField(_("what I took with me"), max_length=2000, blank=True)
    tries = models.TextField(_("what I will try"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=AUTHOR,
        add=Condition(
            "EXISTS (SELECT 1 FROM public.cop_respondent v "
            "WHERE v.evaluation_id = {row}.evaluation_id AND v.member_id = {row}.author_id)",
            "who is asked",
        ),
        fixed=["evaluation_id", "author_id", "at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "evaluation", "author"], name="cop_reflection_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EvaluationOutcome(OrganisationModel):
    """What came of an evaluation, written by the database once it was over: never again changed, and without names."""

    evaluation = OrganisationOneToOneField(Evaluation, models.CASCADE, related_name="outcome")
    at = models.DateTimeField(default=timezone.now)
    answered = models.PositiveSmallIntegerField(
        null=True, help_text="how many answered; nothing where it was fewer than three"
    )

    row_security = RowSecurity(
        read=of_evaluation(belongs_to_community() & since("cop_evaluation.opened_at")), refused=BY_DATABASE
    )

    def __str__(self) -> str:
        return str(self.evaluation_id)


class EvaluationFinding(OrganisationModel):
    """What was answered to one question, where at least three answered it."""

    outcome = OrganisationForeignKey(EvaluationOutcome, models.CASCADE, related_name="findings")
    asked = OrganisationForeignKey(EvaluationQuestion, models.CASCADE, related_name="+")
    answered = models.PositiveSmallIntegerField()
    counts = ArrayField(models.PositiveSmallIntegerField(), help_text="how many gave 1, 2, 3, 4 and 5")
    texts = ArrayField(models.CharField(max_length=SHORT), help_text="in an order that says nothing")

    row_security = RowSecurity(
        read=readers_of("outcome_id", "cop_evaluationoutcome", "who reads the outcome"), refused=BY_DATABASE
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["asked__position", "asked_id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asked"], name="cop_finding_once"),
            models.CheckConstraint(condition=Q(answered__gte=3), name="cop_finding_of_three"),
        ]

    def __str__(self) -> str:
        return str(self.asked_id)

    @property
    def average(self) -> float:
        """Return the mean of the ratings to one decimal; 0 for a question that is answered in words."""
        return average(self.counts)


def average(counts: Sequence[int]) -> float:
    """Return the mean, to one decimal, of ratings of which so many are 1, 2, 3, 4 and 5; 0 without any."""
    total = sum(rating * count for rating, count in enumerate(counts, 1))
    return round(total / (sum(counts) or 1), 1)


class AgendaCarryover(OrganisationModel):
    """That what should change was put on a session's agenda."""

    finding = OrganisationForeignKey(EvaluationFinding, models.CASCADE, related_name="raised")
    session = OrganisationForeignKey(Session, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=of_session(belongs_to_community()), refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "finding", "session"], name="cop_raised_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.session_id}"
