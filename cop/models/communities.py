"""Communities of practice: who belongs, what they are for, and how far they have come."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.predicates import (
    DOER,
    HAS_PLACE,
    IN_OFFICE,
    STANDING,
    THEMSELVES,
    belongs_or_coordinates,
    belongs_to_community,
    coordinates_community,
    since,
)
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import ADMINS, Appointment, Member, OrganisationModel
from organisations.ordering import ByName
from organisations.row_security import (
    CHANGES,
    NOBODY,
    PLATFORM,
    REMOVALS,
    STAYS_AS_MADE,
    Condition,
    Guard,
    RowSecurity,
    Trigger,
    of,
    own,
    readers_of,
)
from programmes.models import Coordination, Enrolment, Programme
from programmes.models.predicates import coordinates_programme


def in_office(member: Any, programme: Any) -> Q:
    """Return the condition that somebody coordinates a programme or is an admin of the organisation.

    They can enrol themselves, which must not open to them what a community writes.
    """
    coordinates = Exists(Coordination.objects.filter(programme=programme, member=member))
    return coordinates | Exists(Appointment.objects.filter(member=member, role=Appointment.Role.ADMIN))


def _meant_for(member: Member) -> Q:
    """Return the condition that a community is for the member's place in its programme."""
    places = Enrolment.objects.taking_part().filter(cohort__programme=OuterRef("programme"), member=member)
    return Exists(places.filter(role=OuterRef("audience"))) | (Q(audience="both") & Exists(places))


def open_since(member: Member, at: str = "at", community: str = "community") -> Q:
    """Return the condition that a row is not from before the day from which the member reads the community.

    Only who was let in while in office has such a day; the walls of the database hold it too.
    """
    later = Membership.objects.current().filter(
        community=OuterRef(community), member=member, reads_from__gt=OuterRef(at)
    )
    return Q(~Exists(later))


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, member: Member) -> "CommunityQuerySet":
        """Communities the member belongs to now."""
        return self.filter(
            Exists(Membership.objects.current().filter(community=OuterRef("pk"), member=member))
        )

    def coordinated_by(self, member: Member) -> "CommunityQuerySet":
        return self.filter(programme__coordinations__member=member)

    def open_to(self, member: Member) -> "CommunityQuerySet":
        """Communities the member may join: meant for their place in the programme, and not theirs yet."""
        return (
            self._without(member)
            .filter(_meant_for(member))
            .exclude(in_office(member.pk, OuterRef("programme")))
        )

    def waiting_for(self, member: Member) -> "CommunityQuerySet":
        """Return the communities that take in whoever is enrolled, and in which the member has never been."""
        ever = Membership.objects.filter(community=OuterRef("pk"), member=member)
        return self.standing().filter(~Exists(ever), _meant_for(member), joining=Community.Joining.AUTOMATIC)

    def to_be_asked_by(self, member: Member) -> "CommunityQuerySet":
        """Communities whose members alone can let the member in, because of the office they hold."""
        mine = Coordination.objects.filter(programme=OuterRef("programme"), member=member)
        admin = Appointment.objects.filter(member=member, role=Appointment.Role.ADMIN)
        return self._without(member).filter(Exists(mine) | (_meant_for(member) & Exists(admin)))

    def _without(self, member: Member) -> "CommunityQuerySet":
        """Standing communities that the member does not belong to."""
        joined = Membership.objects.current().filter(community=OuterRef("pk"), member=member)
        return self.standing().filter(~Exists(joined))

    def left_with_conflicts(self, member: Member) -> "CommunityQuerySet":
        """Communities the member has left and once brought a conflict in, which stays theirs to read."""
        here = Membership.objects.current().filter(community=OuterRef("pk"), member=member)
        return self.filter(~Exists(here), conflicts__author=member).distinct()

    def standing(self) -> "CommunityQuerySet":
        """Without those that were closed."""
        return self.filter(closure=None)

    def with_size(self) -> "CommunityQuerySet":
        """Each with ``size``: how many belong to it now."""
        return self.annotate(size=Count("memberships", filter=Q(memberships__left_at=None)))


class Community(OrganisationModel):
    """The standing group of a programme's mentors, of its mentees, or of both."""

    class Audience(models.TextChoices):
        MENTORS = "mentor", _("Mentors")
        MENTEES = "mentee", _("Mentees")
        BOTH = "both", _("Mentors and mentees")

    class Joining(models.TextChoices):
        AUTOMATIC = (
            "automatic",
            _(
                "Everyone who is enrolled comes in once they have joined; coordinators and admins ask the members"
            ),
        )
        CHOICE = "choice", _("Each one chooses to join")

    class Phase(models.TextChoices):
        FOUNDING = "founding", _("Founding")
        ROTATING = "rotating", _("Rotating")
        SELF_MANAGING = "self-managing", _("Self-managing")

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="communities")
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("for whom"), max_length=6, choices=Audience, default=Audience.BOTH)
    joining = models.CharField(_("how people join"), max_length=9, choices=Joining, default=Joining.AUTOMATIC)
    about = models.TextField(
        _("what people read before they join"),
        max_length=1000,
        blank=True,
        help_text=_("Why this community exists, in a sentence or two. Its members write the rest together."),
    )
    phase = models.CharField(max_length=13, choices=Phase, default=Phase.FOUNDING)
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommunityQuerySet.as_manager()

    row_security = RowSecurity(
        add=PLATFORM | (own("created_by_id", "who founds it") & coordinates_programme("programme_id")),
        remove=PLATFORM,
        fixed=["programme_id", "audience"],
        guards=[
            Guard(
                "decided", ["name", "joining", "about"], PLATFORM | coordinates_programme("OLD.programme_id")
            ),
            Guard(
                "stepped",
                ["phase"],
                PLATFORM | belongs_to_community("OLD.id") | coordinates_programme("OLD.programme_id"),
            ),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "programme", "name"], name="cop_community_name"),
            models.CheckConstraint(
                condition=Q(audience__in=["mentor", "mentee", "both"]), name="cop_community_audience"
            ),
            models.CheckConstraint(
                condition=Q(joining__in=["automatic", "choice"]), name="cop_community_joining"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["founding", "rotating", "self-managing"]), name="cop_community_phase"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "closure")

    def may_be_joined_by(self, member: Member) -> bool:
        """Return whether somebody who left could come in again by themself."""
        meant = Community.objects.standing().filter(_meant_for(member), pk=self.pk)
        return meant.exclude(in_office(member.pk, OuterRef("programme"))).exists()

    def without_office(self, members: Sequence[Member]) -> list[Member]:
        """Return those of some people who neither coordinate the programme nor are an admin."""
        keys = [member.pk for member in members]
        official = Member.objects.filter(in_office(OuterRef("pk"), self.programme_id), pk__in=keys)
        left_out = set(official.values_list("pk", flat=True)) if keys else set()
        return [member for member in members if member.pk not in left_out]

    @property
    def roles(self) -> list[str]:
        """The places in a cohort that this community is for."""
        return ["mentor", "mentee"] if self.audience == self.Audience.BOTH else [self.audience]


class CommunityClosure(OrganisationModel):
    """That a community came to its end. What its members wrote stays theirs to read."""

    community = OrganisationOneToOneField(Community, models.CASCADE, related_name="closure")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        add=PLATFORM | coordinates_community(),
        change=PLATFORM | coordinates_community(),
    )

    def __str__(self) -> str:
        return str(self.community_id)


class PhaseStep(OrganisationModel):
    """A step from one phase to another: who decided it, and when."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="steps")
    from_phase = models.CharField(max_length=13, choices=Community.Phase, blank=True)
    to_phase = models.CharField(max_length=13, choices=Community.Phase)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(add=PLATFORM | (DOER & belongs_or_coordinates()), refused=[CHANGES, REMOVALS])

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_phase=models.F("to_phase")), name="cop_phasestep_moves")
        ]

    def __str__(self) -> str:
        return f"{self.from_phase} {self.to_phase}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(left_at=None)

    def by_no_decision(self) -> "MembershipQuerySet":
        """Return those of ordinary people: not of somebody whom the members let in while in office."""
        return self.filter(decision=None, reads_from=None)

    def with_people(self) -> "MembershipQuerySet":
        """With each one's member, by name."""
        return self.select_related("member__organisation").order_by(ByName("member__display_name"), "id")


# Who looks after the programme or the organisation can enrol themself. That alone does not open what a community
# writes.
_MEMBER_IN_OFFICE = Condition(
    (
        coordinates_community(member="cop_membership.member_id")
        | Condition("public.organisations_is_admin({row}.member_id)", "an admin")
    ).sql,
    "for somebody in office",
)
# The row of somebody in office comes with a member's yes, from whoever says it, and opens nothing from before.
_LET_IN = Condition(
    "{row}.reads_from > clock_timestamp() - interval '1 minute' "
    "AND public.cop_said_yes({row}.decision_id, {row}.community_id, {row}.member_id)",
    "a member who lets in somebody in office, from now on",
)
_HAS_JOINED = Condition(
    "EXISTS (SELECT 1 FROM public.organisations_member m WHERE m.id = {row}.member_id AND m.user_id IS NOT NULL)",
    "for somebody who has come in themself",
)


class Membership(OrganisationModel):
    """That a member belongs to a community, from when to when. Coming back is another row."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="memberships")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="communities")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    asked_for_turns_at = models.DateTimeField(
        null=True, blank=True, help_text="when they said that they would like to facilitate soon"
    )
    reads_from = models.DateTimeField(
        null=True, blank=True, help_text="of somebody in office: nothing from before is theirs to read"
    )
    decision = OrganisationOneToOneField(
        "cop.JoinDecision",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="membership",
        help_text="by which the members let in somebody in office",
    )

    objects = MembershipQuerySet.as_manager()

    row_security = RowSecurity(
        add=_HAS_JOINED
        & (((THEMSELVES | coordinates_community()) & HAS_PLACE & ~_MEMBER_IN_OFFICE) | _LET_IN),
        change=coordinates_community() | THEMSELVES,
        fixed=["community_id", "member_id", "joined_at"],
        guards=[Guard("let_in", ["reads_from", "decision_id"], NOBODY)],
        # Coming back is another row, which is asked for a place in the programme again.
        triggers=[
            Trigger(
                "once_left",
                "BEFORE UPDATE",
                STAYS_AS_MADE,
                "OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at",
            )
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "member"],
                condition=Q(left_at=None),
                name="cop_membership_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("joined_at")),
                name="cop_membership_leaves_after_joining",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "member"], name="cop_membership_of_member")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.member_id}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self) -> "JoinRequestQuerySet":
        """Those that nobody has answered; closing a community removes them."""
        return self.filter(decision=None)


class JoinRequest(OrganisationModel):
    """That somebody in office asks the members of a community to let them in."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="join_requests")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    reason = models.CharField(_("why you would like to join"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = JoinRequestQuerySet.as_manager()

    row_security = RowSecurity(
        read=THEMSELVES | belongs_or_coordinates(),
        # Who asks holds an office: they coordinate the programme, or are an admin who has a place in it.
        add=THEMSELVES & STANDING & (coordinates_community() | (ADMINS & HAS_PLACE)),
        change=THEMSELVES | coordinates_community(),
        fixed=["community_id", "member_id", "reason", "at"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.community_id} {self.member_id}"


class JoinDecision(OrganisationModel):
    """What a member of the community answered: the first answer counts, for all."""

    request = OrganisationOneToOneField(JoinRequest, models.CASCADE, related_name="decision")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=readers_of("request_id", "cop_joinrequest", "who reads the request"),
        # A member answers who holds no office there; or whoever was let in could let in the next.
        add=DOER
        & of("request_id", "cop_joinrequest", ~THEMSELVES & belongs_to_community() & ~IN_OFFICE & STANDING),
        refused=[CHANGES, REMOVALS],
    )

    def __str__(self) -> str:
        return f"{self.request_id} {self.accepted}"


class Charter(OrganisationModel):
    """One version of a community's purpose and ways of working, which its members write together."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField()
    purpose = models.TextField(_("what we are here for"), max_length=4000, blank=True)
    ways = models.TextField(_("how we want to work"), max_length=4000, blank=True)
    written_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=belongs_to_community()
        & (
            since("written_at")
            | Condition(
                "{row}.version >= public.cop_charter_newest({row}.community_id)", "it is the newest version"
            )
        ),
        add=own("written_by_id", "who writes it"),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "version"], name="cop_charter_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.version}"
