"""Communities of practice: who belongs, what they are for, and how far they have come."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Appointment, Member, OrganisationModel
from organisations.ordering import ByName
from programmes.models import Coordination, Enrolment, Programme


def in_office(member: Any, programme: Any) -> Q:
    """Return the condition that somebody coordinates a programme or is an admin of the organisation.

    They can enrol themselves, which must not open to them what a community writes.
    """
    coordinates = Exists(Coordination.objects.filter(programme=programme, member=member))
    return coordinates | Exists(Appointment.objects.filter(member=member, role=Appointment.Role.ADMIN))


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
        places = Enrolment.objects.taking_part().filter(
            cohort__programme=OuterRef("programme"), member=member
        )
        joined = Membership.objects.current().filter(community=OuterRef("pk"), member=member)
        meant = Exists(places.filter(role=OuterRef("audience"))) | (Q(audience="both") & Exists(places))
        return (
            self.standing()
            .filter(meant, ~Exists(joined))
            .exclude(in_office(member.pk, OuterRef("programme")))
        )

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
        AUTOMATIC = "automatic", _("Everyone who is enrolled belongs to it")
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


class Closure(OrganisationModel):
    """That a community came to its end. What its members wrote stays theirs to read."""

    community = OrganisationOneToOneField(Community, models.CASCADE, related_name="closure")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.community_id)


class PhaseStep(OrganisationModel):
    """A step from one phase to another: who decided it, and when."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="steps")
    from_phase = models.CharField(max_length=13, choices=Community.Phase, blank=True)
    to_phase = models.CharField(max_length=13, choices=Community.Phase)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

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

    def with_people(self) -> "MembershipQuerySet":
        """With each one's member, by name."""
        return self.select_related("member__organisation").order_by(ByName("member__display_name"), "id")


class Membership(OrganisationModel):
    """That a member belongs to a community, from when to when. Coming back is another row."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="memberships")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="communities")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    asked_for_turns_at = models.DateTimeField(
        null=True, blank=True, help_text="when they said that they would like to facilitate soon"
    )

    objects = MembershipQuerySet.as_manager()

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


class Charter(OrganisationModel):
    """One version of a community's purpose and ways of working, which its members write together."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField()
    purpose = models.TextField(_("what we are here for"), max_length=4000, blank=True)
    ways = models.TextField(_("how we want to work"), max_length=4000, blank=True)
    written_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "version"], name="cop_charter_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.version}"
