"""Partnerships. That they exist, meet and move on is the coordinator's to see; what they write is theirs alone."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Meeting, MeetingQuerySet
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import (
    CHANGES,
    PLATFORM,
    REMOVALS,
    Condition,
    Guard,
    RowSecurity,
    of,
    own,
    readers_of,
)
from partnerships.models.predicates import coordinates_partnership, parties_of
from programmes.models import Cohort, Enrolment, Practice, Proposal
from programmes.models.enrolments import ROLE_CHOICES
from programmes.models.predicates import coordinates_cohort
from programmes.models.programmes import STAGE_CHOICES

PEER = "peer"

BY_THEMSELVES = own("by_id", "who does it") & (parties_of() | coordinates_partnership())

# How a mentor and a mentee come in, of the partnership: by a coordinator, or by one of the two who both said yes; and
# both at once, so that nobody comes in later, a coordinator who has a place in the cohort included.
OWN_PLACE = Condition(
    """EXISTS (SELECT 1 FROM public.programmes_enrolment place
        LEFT JOIN public.programmes_proposal o ON o.id = {row}.proposal_id
        WHERE place.id = partnerships_party.enrolment_id AND place.member_id = partnerships_party.member_id
        AND place.cohort_id = {row}.cohort_id AND (o.id IS NULL OR place.id IN (o.mentor_id, o.mentee_id)))""",
    "the place in its cohort is the member's, and of its proposal where there was one",
)
NOBODY_IN_IT = Condition("NOT public.partnerships_has_parties({row}.id)", "nobody is in it yet")
BOTH_SAID_YES = Condition(
    """(SELECT count(*) = 2 AND bool_or(e.member_id = {member}) FROM public.programmes_proposal o
        JOIN public.programmes_enrolment e ON e.id IN (o.mentor_id, o.mentee_id)
        JOIN public.programmes_proposalanswer y ON y.proposal_id = o.id AND y.member_id = e.member_id AND y.accepts
        WHERE o.id = {row}.proposal_id)""",
    "one of the two who both said yes",
)
BEGINS_IT = of(
    "partnership_id",
    "partnerships_partnership",
    (PLATFORM | (NOBODY_IN_IT & (coordinates_cohort() | BOTH_SAID_YES))) & OWN_PLACE,
)
AS_PEER = Condition(f"{{row}}.role = '{PEER}'", "as a peer")
# Two peers come in by the yes of the one who was asked, and nobody else by it.
SAID_YES_TO_A_PEER = Condition(
    """EXISTS (SELECT 1 FROM public.partnerships_peerinvitation i
        WHERE i.partnership_id = {row}.partnership_id AND i.outcome = 'accepted' AND i.to_id = {member}
        AND {row}.member_id IN (i.by_id, i.to_id))""",
    "who said yes to a peer, for the two of them",
)

# Of a review.
OPEN = Condition("{row}.outcome = ''", "the review is open")
ALL_ANSWERED = Condition(
    """NOT EXISTS (SELECT 1 FROM public.partnerships_party q WHERE q.partnership_id = {row}.partnership_id
        AND NOT EXISTS (SELECT 1 FROM public.partnerships_reviewanswered d
            WHERE d.review_id = {row}.id AND d.member_id = q.member_id))""",
    "all have answered",
)
# Of an answer to it: one's own can be taken back until all answers are there, and never changed.
OWN_ANSWER = own("member_id", "who answers")
OWN_WHILE_OPEN = OWN_ANSWER & of("review_id", "partnerships_stagereview", OPEN)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, member: Member) -> "PartnershipQuerySet":
        """Those the member is part of."""
        return self.filter(parties__member=member)

    def coordinated_by(self, member: Member) -> "PartnershipQuerySet":
        """Those in programmes the member coordinates: that they are there, never what is in them."""
        return self.filter(cohort__programme__coordinations__member=member)

    def under_way(self) -> "PartnershipQuerySet":
        return self.filter(conclusion=None)

    def with_stage_since(self) -> "PartnershipQuerySet":
        """Each with ``stage_since``: when its present stage was entered."""
        entered = (
            Transition.objects.filter(partnership=OuterRef("pk")).order_by("-at", "-id").values("at")[:1]
        )
        return self.annotate(stage_since=Coalesce(Subquery(entered), F("began_at")))

    def with_next_meeting(self, now: datetime) -> "PartnershipQuerySet":
        """Each with ``next_meeting_at``: the start of the next standing meeting, None without one."""
        upcoming = _meetings().upcoming(now).values("starts_at")[:1]
        return self.annotate(next_meeting_at=Subquery(upcoming))

    def with_signs_of_life(self, now: datetime) -> "PartnershipQuerySet":
        """Each with what a coordinator may know, and no column of anything written.

        ``stage_since``, ``next_meeting_at``, ``last_met_at``, ``meetings_held`` (those that took place),
        ``signed_at`` (the latest signature under the newest agreement) and ``review_opened_at`` (of an open review).
        """
        met = _meetings().filter(took_place(), ends_at__lte=now).order_by()
        by_partnership = met.values("partnership_link__partnership")
        signed = Signature.objects.filter(partnership=OuterRef("pk"), version=OuterRef("agreement_version"))
        by_version = signed.order_by().values("partnership")
        waiting = StageReview.objects.filter(partnership=OuterRef("pk"), outcome=StageReview.Outcome.OPEN)
        return (
            self.with_stage_since()
            .with_next_meeting(now)
            .annotate(
                last_met_at=Subquery(by_partnership.annotate(last=Max("starts_at")).values("last")),
                meetings_held=Coalesce(
                    Subquery(by_partnership.annotate(count=Count("pk")).values("count")), 0
                ),
                signed_at=Subquery(by_version.annotate(last=Max("at")).values("last")),
                review_opened_at=Subquery(waiting.values("opened_at")[:1]),
            )
        )


def _meetings() -> MeetingQuerySet:
    """The standing meetings of the partnership of an outer query."""
    return Meeting.objects.standing().filter(partnership_link__partnership=OuterRef("pk"))


def took_place() -> Combinable:
    """The condition under which a meeting that is over took place: nobody is noted as missing.

    Two people of whom one did not come have not met, whatever the calendar says.
    """
    return ~Exists(Attendance.objects.filter(meeting=OuterRef("pk"), presence=Attendance.Presence.MISSED))


class Partnership(OrganisationModel):
    """One mentor and one mentee of a cohort, or two peers of a programme.

    Begins in initiation; ends with a conclusion, which is a row. The cohort of peers is that of the one who asked.
    """

    cohort = OrganisationForeignKey(Cohort, models.CASCADE, related_name="partnerships")
    proposal = OrganisationOneToOneField(Proposal, models.SET_NULL, null=True, related_name="partnership")
    stage = models.CharField(max_length=13, choices=STAGE_CHOICES, default="initiation")
    agreement_version = models.PositiveSmallIntegerField(
        default=0,
        help_text="the newest version of the agreement, so that who cannot read it knows which was signed",
    )
    began_at = models.DateTimeField(default=timezone.now)

    objects = PartnershipQuerySet.as_manager()

    row_security = RowSecurity(
        remove=PLATFORM,
        fixed=["cohort_id", "proposal_id"],
        guards=[
            Guard(
                "led",
                ["stage", "agreement_version", "began_at"],
                PLATFORM | parties_of("id") | coordinates_cohort(),
            )
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["initiation", "consolidation", "construction", "redefinition"]),
                name="partnerships_partnership_stage",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_concluded(self) -> bool:
        return hasattr(self, "conclusion")

    @property
    def is_of_peers(self) -> bool:
        return any(party.role == PEER for party in self.parties.all())


class Party(OrganisationModel):
    """A member's place in a partnership. A peer's takes no place in the cohort, so it has no enrolment."""

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="parties")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="partnership_places")
    enrolment = OrganisationForeignKey(
        Enrolment, models.PROTECT, null=True, related_name="partnership_places"
    )
    role = models.CharField(max_length=6, choices=[*ROLE_CHOICES, (PEER, _("Peer"))])

    row_security = RowSecurity(
        add=(~AS_PEER & BEGINS_IT) | (AS_PEER & SAID_YES_TO_A_PEER),
        change=PLATFORM,
        fixed=["partnership_id", "member_id", "enrolment_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership", "member"], name="partnerships_party_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["mentor", "mentee"]) | Q(role="peer", enrolment__isnull=True),
                name="partnerships_party_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.member_id}"


class PartnershipMeeting(OrganisationModel):
    """That a meeting belongs to a partnership."""

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="meeting_links")
    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="partnership_link")

    row_security = RowSecurity(add=PLATFORM | parties_of(), refused=[CHANGES, REMOVALS])

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.meeting_id}"


class Agreement(OrganisationModel):
    """One version of what the two agreed. An edit makes the next version; every version is kept."""

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    focus = models.TextField(_("focus and goals"), max_length=4000, blank=True)
    rhythm = models.TextField(_("how often, how and where"), max_length=4000, blank=True)
    care = models.TextField(_("check-ins, follow-ups and reflection"), max_length=4000, blank=True)
    boundaries = models.TextField(_("boundaries"), max_length=4000, blank=True)
    confidentiality = models.TextField(_("confidentiality"), max_length=4000, blank=True)
    trouble = models.TextField(_("what we do if it is not working"), max_length=4000, blank=True)
    written_by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=parties_of(), refused=[CHANGES, REMOVALS])

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership", "version"], name="partnerships_agreement_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.version}"

    SECTIONS: ClassVar[list[str]] = ["focus", "rhythm", "care", "boundaries", "confidentiality", "trouble"]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is agreed on yet."""
        return not any(getattr(self, name).strip() for name in self.SECTIONS)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Each section's name and text, in order."""
        fields = [field for field in self._meta.fields if field.name in self.SECTIONS]
        return [(str(field.verbose_name), getattr(self, field.name)) for field in fields]


class Signature(OrganisationModel):
    """That a member signed a version. The coordinator sees this; the text they do not."""

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="signatures")
    version = models.PositiveSmallIntegerField()
    member = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=PLATFORM | parties_of() | coordinates_partnership(),
        add=own("member_id", "who signs") & parties_of(),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership", "version", "member"],
                name="partnerships_signature_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.version} {self.member_id}"


class Transition(OrganisationModel):
    """A step from one stage to another: from, to, when, and how it was decided."""

    class Reason(models.TextChoices):
        BEGAN = "began", _("The partnership began")
        AGREED = "agreed", _("Both reviewed the stage and agreed")

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="transitions")
    from_stage = models.CharField(max_length=13, choices=STAGE_CHOICES, blank=True)
    to_stage = models.CharField(max_length=13, choices=STAGE_CHOICES)
    reason = models.CharField(max_length=10, choices=Reason)
    review = OrganisationOneToOneField("StageReview", models.PROTECT, null=True, related_name="transition")
    by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=PLATFORM | parties_of() | coordinates_partnership(),
        add=PLATFORM | BY_THEMSELVES,
        change=PLATFORM,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_stage=F("to_stage")), name="partnerships_transition_moves"
            ),
            models.CheckConstraint(
                condition=Q(reason="began", from_stage="", review__isnull=True)
                | Q(reason="agreed", review__isnull=False),
                name="partnerships_transition_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} {self.to_stage}"


class StageReview(OrganisationModel):
    """Both look back on a stage. Open until both have answered; agreeing settles it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Waits for both")
        MOVED = "moved", _("Moved on")
        STAYED = "stayed", _("Stays in this stage")
        RETURNED = "returned", _("Went back")
        DIFFERED = "differed", _("Saw it differently")

    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="reviews")
    stage = models.CharField(max_length=13, choices=STAGE_CHOICES)
    opened_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)
    settled_at = models.DateTimeField(null=True)

    # That a review waits is a coordinator's to know too; whether the two saw it alike is their own.
    row_security = RowSecurity(
        read=parties_of() | (OPEN & coordinates_partnership()),
        add=own("opened_by_id", "who opens it"),
        change=parties_of(),
        fixed=["partnership_id", "stage"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership"],
                condition=Q(outcome=""),
                name="partnerships_review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(outcome__in=["moved", "stayed", "returned", "differed"], settled_at__isnull=False),
                name="partnerships_review_settled_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.stage}"


class ReviewAnswered(OrganisationModel):
    """That a member has answered a review; the answers themselves stand behind the member wall."""

    review = OrganisationForeignKey(StageReview, models.CASCADE, related_name="answered")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=PLATFORM | of("review_id", "partnerships_stagereview", parties_of() | coordinates_partnership()),
        add=OWN_ANSWER,
        remove=OWN_WHILE_OPEN,
        refused=[CHANGES],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "review", "member"], name="partnerships_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.member_id}"


def _pulse(name: Any) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(name, validators=[MinValueValidator(1), MaxValueValidator(5)])


class ReviewAnswer(OrganisationModel):
    """One side's view of a stage: the author's, and the partner's once both have answered."""

    class Proposes(models.TextChoices):
        MOVE_ON = "move-on", _("Move on to the next stage")
        STAY = "stay", _("Stay in this stage")
        RETURN = "return", _("Go back to the stage before")

    review = OrganisationForeignKey(StageReview, models.CASCADE, related_name="answers")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    noticed = models.TextField(_("what you notice, looking back"), max_length=4000, blank=True)
    trust = _pulse(_("trust"))
    openness = _pulse(_("openness"))
    enthusiasm = _pulse(_("enthusiasm"))
    proposes = models.CharField(_("what you propose"), max_length=8, choices=Proposes)
    at = models.DateTimeField(default=timezone.now)

    # One's own view at once; the partner's when nobody in the partnership has yet to answer.
    row_security = RowSecurity(
        read=OWN_ANSWER | of("review_id", "partnerships_stagereview", parties_of() & ALL_ANSWERED),
        add=OWN_ANSWER,
        remove=OWN_WHILE_OPEN,
        refused=[CHANGES],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "review", "member"], name="partnerships_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(trust__range=(1, 5), openness__range=(1, 5), enthusiasm__range=(1, 5)),
                name="partnerships_answer_pulse",
            ),
            models.CheckConstraint(
                condition=Q(proposes__in=["move-on", "stay", "return"]), name="partnerships_answer_proposes"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PracticeRating(OrganisationModel):
    """How far one side sees one practice of the stage present, from 0 (not yet) to 3 (fully)."""

    answer = OrganisationForeignKey(ReviewAnswer, models.CASCADE, related_name="ratings")
    practice = OrganisationForeignKey(Practice, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(validators=[MaxValueValidator(3)])

    row_security = RowSecurity(
        read=readers_of("answer_id", "partnerships_reviewanswer", "who reads the answer"),
        add=of("answer_id", "partnerships_reviewanswer", OWN_ANSWER),
        remove=of("answer_id", "partnerships_reviewanswer", OWN_WHILE_OPEN),
        refused=[CHANGES],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "answer", "practice"], name="partnerships_rating_once"
            ),
            models.CheckConstraint(condition=Q(rating__range=(0, 3)), name="partnerships_rating_range"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Conclusion(OrganisationModel):
    """How a partnership ended: fulfilled, continued informally, or early and without blame. Never a cancellation."""

    class Kind(models.TextChoices):
        ENDED = "ended", _("Ended, its goals reached")
        CONTINUED = "continued", _("Continues informally")
        EARLY = "early", _("Ended early")

    partnership = OrganisationOneToOneField(Partnership, models.CASCADE, related_name="conclusion")
    kind = models.CharField(_("how"), max_length=10, choices=Kind)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(add=PLATFORM | BY_THEMSELVES, change=PLATFORM)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ended", "continued", "early"]), name="partnerships_conclusion_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.kind}"


class ConclusionReason(OrganisationModel):
    """Why a partnership ended early, as one of a few kinds: for who says so and for the programme's coordinators."""

    class Kind(models.TextChoices):
        LEAVING = "leaving", _("Somebody leaves the programme")
        TIME = "time", _("There is not enough time for it at the moment")
        DIRECTION = "direction", _("What is needed now is something else")
        FIT = "fit", _("It did not turn out to be the right pair")

    conclusion = OrganisationOneToOneField(Conclusion, models.CASCADE, related_name="reason")
    kind = models.CharField(_("why"), max_length=10, choices=Kind)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")

    row_security = RowSecurity(
        read=own("by_id", "who gives it")
        | of("conclusion_id", "partnerships_conclusion", coordinates_partnership()),
        add=own("by_id", "who gives it"),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["leaving", "time", "direction", "fit"]),
                name="partnerships_reason_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.conclusion_id} {self.kind}"
