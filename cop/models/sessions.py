"""A community's sessions, and whose turn it is to facilitate them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community, Membership
from cop.models.predicates import THEMSELVES, belongs_or_coordinates
from meetings.models import Attendance, Meeting
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import PLATFORM, RowSecurity, of, own

# Attendances of who came to a meeting, as far as is noted or else as they said.
MAY_HAVE_COME = Q(presence=Attendance.Presence.CAME) | (
    Q(presence=Attendance.Presence.UNKNOWN) & ~Q(response=Attendance.Response.NO)
)
CLOSED_WITHIN = timedelta(days=28)  # so long people are asked to close a session that took place


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, member: Member) -> "SessionQuerySet":
        """Sessions of communities the member belongs to now."""
        return self.filter(community__in=Community.objects.visible_to(member))

    def coordinated_by(self, member: Member) -> "SessionQuerySet":
        """Sessions of communities of programmes the member coordinates: that they took place, not what was said."""
        return self.filter(community__programme__coordinations__member=member)

    def standing(self) -> "SessionQuerySet":
        """Without those that were cancelled."""
        return self.filter(meeting__cancellation=None)

    def upcoming(self) -> "SessionQuerySet":
        """Standing and not over yet, the next one first."""
        ahead = self.standing().filter(meeting__ends_at__gt=timezone.now())
        return ahead.order_by("meeting__starts_at", "id")

    def held(self) -> "SessionQuerySet":
        """Standing and over, the latest first."""
        over = self.standing().filter(meeting__ends_at__lte=timezone.now())
        return over.order_by("-meeting__starts_at", "-id")

    def to_close(self, now: datetime | None = None) -> "SessionQuerySet":
        """Standing, over lately and not closed, of communities that go on."""
        now = now or timezone.now()
        over = self.standing().filter(meeting__ends_at__lte=now, meeting__ends_at__gt=now - CLOSED_WITHIN)
        return over.filter(evaluation=None, community__closure=None)


class Session(OrganisationModel):
    """That a meeting is a community's: its familiarisation workshop, or one of its regular sessions."""

    class Kind(models.TextChoices):
        FAMILIARISATION = "workshop", _("Familiarisation workshop")
        REGULAR = "regular", _("Session")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="sessions")
    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="session")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REGULAR)

    objects = SessionQuerySet.as_manager()

    row_security = RowSecurity(add=belongs_or_coordinates(), fixed=["community_id", "meeting_id"])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["workshop", "regular"]), name="cop_session_kind")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.meeting_id}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def coming(self, now: datetime | None = None) -> "TurnQuerySet":
        """Turns not taken yet, the next one first: of sessions not over, called off, or not arranged.

        Nothing comes any more in a community that has closed.
        """
        ahead = Q(session__meeting__ends_at__gt=now or timezone.now())
        return self.filter(ahead | self._without_session(), community__closure=None).order_by("number")

    def with_session(self) -> "TurnQuerySet":
        """With the community and the session, and ``is_next``: whether it is the first to come.

        And how many are coming to the session (``yes``) and how many cannot (``no``).
        """
        earlier = TurnQuerySet(Turn).coming().filter(community=OuterRef("community"))
        answers = "session__meeting__attendances"
        return (
            self.select_related("community__programme", "community__closure", "session__community")
            .select_related(
                "session__meeting__arrangement", "session__meeting__cancellation", "session__meeting__series"
            )
            .annotate(
                is_next=Q(pk=Subquery(earlier.values("pk")[:1])),
                yes=Count(answers, filter=Q(**{f"{answers}__response": "yes"})),
                no=Count(answers, filter=Q(**{f"{answers}__response": "no"})),
            )
        )

    def unbound(self) -> "TurnQuerySet":
        """Turns that wait for a session to be arranged."""
        return self.filter(self._without_session())

    def taken(self, now: datetime | None = None) -> "TurnQuerySet":
        """Turns of sessions that took place, in order; without those that their facilitator missed."""
        return self._over(now).filter(~Exists(self._missed())).order_by("number")

    def missed(self, now: datetime | None = None) -> "TurnQuerySet":
        """Turns of sessions that took place without their facilitator: nobody's turn."""
        return self._over(now).filter(Exists(self._missed()))

    def _over(self, now: datetime | None) -> "TurnQuerySet":
        over = self.filter(session__meeting__ends_at__lte=now or timezone.now())
        return over.exclude(self._without_session())

    @staticmethod
    def _missed() -> "QuerySet[Attendance]":
        return Attendance.objects.filter(
            meeting=OuterRef("session__meeting"),
            member=OuterRef("member"),
            presence=Attendance.Presence.MISSED,
        )

    @staticmethod
    def _without_session() -> Q:
        return Q(session=None) | Q(session__meeting__cancellation__isnull=False)


class Turn(OrganisationModel):
    """Whose turn it is to facilitate: of a session that is arranged, or of one still to be."""

    class Origin(models.TextChoices):
        NAMED = "named", _("named by the coordinator")
        ROTA = "rota", _("by the rota")
        SWAPPED = "swapped", _("swapped")
        TAKEN_OVER = "stepped-in", _("stepped in")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    member = OrganisationForeignKey(Member, models.PROTECT, related_name="turns")
    session = OrganisationOneToOneField(Session, models.SET_NULL, null=True, blank=True, related_name="turn")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ROTA)
    at = models.DateTimeField(default=timezone.now)

    objects = TurnQuerySet.as_manager()

    row_security = RowSecurity(
        # Rotas are filled in the background too, and by who comes in or leaves; nobody else hands turns on.
        add=PLATFORM | belongs_or_coordinates(),
        change=PLATFORM | belongs_or_coordinates(),
        fixed=["community_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "number"],
                name="cop_turn_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["named", "rota", "swapped", "stepped-in"]), name="cop_turn_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.number}"


class TurnOfferQuerySet(models.QuerySet["TurnOffer"]):
    def standing(self, now: datetime | None = None) -> "TurnOfferQuerySet":
        """Offers that somebody can take: still the same person's turn, and still not prepared."""
        same = Turn.objects.coming(now).filter(pk=OuterRef("turn"), member=OuterRef("member")).order_by()
        comes = Attendance.objects.filter(
            meeting=OuterRef("turn__session__meeting"),
            meeting__cancellation=None,
            member=OuterRef("member"),
            response=Attendance.Response.YES,
        )
        return self.filter(Exists(same), ~Exists(comes), turn__community__closure=None)

    def lapsed(self) -> "TurnOfferQuerySet":
        """Offers of turns that whose they were did not prepare after all, so far."""
        prepared = Turn.objects.filter(
            pk=OuterRef("turn"), member=OuterRef("member"), session__meeting__cancellation=None
        ).exclude(session=None)
        return self.filter(~Exists(prepared))


_OF_ITS_TURN = of("turn_id", "cop_turn", belongs_or_coordinates())


class TurnOffer(OrganisationModel):
    """That a turn was not prepared in time: any member, or a coordinator of the programme, can take it from then on."""

    turn = OrganisationForeignKey(Turn, models.CASCADE, related_name="offers")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")  # whose turn it was then
    at = models.DateTimeField(default=timezone.now)

    objects = TurnOfferQuerySet.as_manager()

    row_security = RowSecurity(
        add=PLATFORM, change=PLATFORM | _OF_ITS_TURN, fixed=["turn_id", "member_id", "at"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "turn", "member"], name="cop_turnoffer_once")
        ]

    def __str__(self) -> str:
        return str(self.turn_id)


class Absence(OrganisationModel):
    """Days on which a member takes no turn; without a last day, until they say otherwise."""

    membership = OrganisationForeignKey(Membership, models.CASCADE, related_name="absences")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=of("membership_id", "cop_membership", belongs_or_coordinates()),
        add=of("membership_id", "cop_membership", THEMSELVES),
        change=of("membership_id", "cop_membership", THEMSELVES),
        fixed=["membership_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=models.F("first_on")),
                name="cop_absence_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.first_on}"


class Swap(OrganisationModel):
    """That the one whose turn it is asked somebody else to take it, and what they answered."""

    class Answer(models.TextChoices):
        OPEN = "", _("has not answered")
        YES = "yes", _("takes the turn")
        NO = "no", _("cannot")
        WITHDRAWN = "withdrawn", _("taken back")

    turn = OrganisationForeignKey(Turn, models.CASCADE, related_name="swaps")
    asked_by = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    asked = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    row_security = RowSecurity(
        read=_OF_ITS_TURN,
        add=own("asked_by_id", "who asks"),
        fixed=["turn_id", "asked_by_id", "asked_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "turn"], condition=Q(answer=""), name="cop_swap_one_open"
            ),
            models.CheckConstraint(condition=~Q(asked=models.F("asked_by")), name="cop_swap_of_two"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=["yes", "no", "withdrawn"], answered_at__isnull=False),
                name="cop_swap_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} {self.asked_id}"
