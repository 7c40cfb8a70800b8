"""What a facilitator prepares, runs and hands over: ideas for a session, rounds of speaking, the hand-over."""

from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community
from cop.models.predicates import (
    DOER,
    NEXT_FACILITATOR,
    THEMSELVES,
    belongs_to_community,
    facilitates_session,
    of_session,
    since,
)
from cop.models.sessions import Session
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, CHANGES, REMOVALS, RowSecurity, of, readers_of

READS_IDEA = readers_of("idea_id", "cop_idea", "who reads the idea")


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, member: Member) -> "IdeaQuerySet":
        """Ideas of communities the member belongs to now."""
        return self.filter(community__in=Community.objects.visible_to(member))

    def waiting(self) -> "IdeaQuerySet":
        """Neither taken up by a session nor taken back."""
        return self.filter(taking=None, withdrawn_at=None)

    def by_hands(self, member: Member) -> "IdeaQuerySet":
        """Each with how many ``hands`` are up and whether the member's is (``mine``), the most wanted first."""
        raised = IdeaVote.objects.filter(idea=OuterRef("pk"), member=member)
        counted = self.annotate(hands=Count("raised", distinct=True), mine=Exists(raised))
        return counted.select_related("author").order_by("-hands", "at", "id")


class Idea(OrganisationModel):
    """Something a member would like a coming session to be about; others raise a hand for it."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="ideas")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(_("what a session could be about"), max_length=140)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = IdeaQuerySet.as_manager()

    row_security = RowSecurity(
        read=belongs_to_community() & since("at"),
        add=AUTHOR,
        change=AUTHOR,
        fixed=["community_id", "author_id"],
    )

    def __str__(self) -> str:
        return str(self.pk)


class IdeaVote(OrganisationModel):
    """That a member would like an idea to be taken up."""

    idea = OrganisationForeignKey(Idea, models.CASCADE, related_name="raised")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READS_IDEA, add=THEMSELVES, change=THEMSELVES, fixed=["idea_id", "member_id"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "idea", "member"], name="cop_hand_once")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.member_id}"


class IdeaAdoption(OrganisationModel):
    """That a session took an idea up, as its focus or as one thing on its agenda."""

    class Use(models.TextChoices):
        FOCUS = "focus", _("became the focus")
        AGENDA = "agenda", _("went on the agenda")

    idea = OrganisationOneToOneField(Idea, models.CASCADE, related_name="taking")
    session = OrganisationForeignKey(Session, models.CASCADE, related_name="takings")
    use = models.CharField(max_length=6, choices=Use)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=READS_IDEA, add=DOER & facilitates_session(), refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(use__in=["focus", "agenda"]), name="cop_taking_use")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.use}"


class Round(OrganisationModel):
    """One time around the circle in a session."""

    session = OrganisationForeignKey(Session, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=of_session(belongs_to_community()),
        add=DOER & facilitates_session(),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "session", "number"], name="cop_round_number")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"


_READS_ROUND = readers_of("round_id", "cop_round", "who reads the round")
_FACILITATES_ROUND = of("round_id", "cop_round", facilitates_session())


class SpeakerMark(OrganisationModel):
    """That somebody spoke in a round, or shared something of their own: for the facilitator, and themselves."""

    class Kind(models.TextChoices):
        SPOKE = "spoke", _("spoke")
        SHARED = "shared", _("shared something")

    round = OrganisationForeignKey(Round, models.CASCADE, related_name="voices")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=_READS_ROUND
        & (THEMSELVES | _FACILITATES_ROUND | of("round_id", "cop_round", of_session(NEXT_FACILITATOR))),
        add=DOER & (THEMSELVES | _FACILITATES_ROUND),
        change=THEMSELVES | _FACILITATES_ROUND,
        fixed=["round_id", "member_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "round", "member", "kind"], name="cop_voice_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=["spoke", "shared"]), name="cop_voice_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.member_id} {self.kind}"


class HandOver(OrganisationModel):
    """That a session's facilitator handed over to the next one, with what they should know."""

    session = OrganisationOneToOneField(Session, models.CASCADE, related_name="handover")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    to = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    words = models.TextField(_("what the next one should know"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=of_session(belongs_to_community()) & (DOER | of_session(NEXT_FACILITATOR)),
        add=DOER & facilitates_session(),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=models.F("to")), name="cop_handover_of_two")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.to_id}"
