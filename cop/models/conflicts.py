"""A conflict that a member brings to one person, in confidence. Only the two of them ever read it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community, Membership
from cop.models.predicates import DOER, belongs_to_community, coordinates_community
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, CHANGES, REMOVALS, Condition, RowSecurity, own, readers_of
from programmes.models import Coordination

BROUGHT_BY = own("brought_by_id", "who brought it")
AS_FACILITATOR = Condition("{row}.place = 'facilitator'", "it was brought to who facilitates")
AS_COORDINATOR = Condition("{row}.place = 'coordinator'", "it was brought to a coordinator")


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, member: Member) -> "ConflictQuerySet":
        """One's own, and those brought to one that are still with one."""
        with_me = ConflictRecipient.objects.filter(
            addressee=member, ended_at=None, brought_by=models.OuterRef("author")
        )
        return self.filter(Q(author=member) | models.Exists(with_me.filter(conflict=models.OuterRef("pk"))))

    def with_waiting(self, member: Member) -> "ConflictQuerySet":
        """Each with ``waits``: whether it waits for the member's answer."""
        waiting = ConflictRecipient.objects.unanswered_by(member, timezone.localdate())
        return self.annotate(waits=models.Exists(waiting.filter(conflict=models.OuterRef("pk"))))


class Conflict(OrganisationModel):
    """What a member brings in confidence."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="conflicts")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("what it is about"), max_length=8000)
    at = models.DateTimeField(default=timezone.now)

    objects = ConflictQuerySet.as_manager()

    row_security = RowSecurity(
        read=AUTHOR
        | Condition(
            "EXISTS (SELECT 1 FROM public.cop_conflictrecipient w WHERE w.conflict_id = {row}.id "
            "AND w.addressee_id = {member} AND w.brought_by_id = {row}.author_id)",
            "whom its author brought it to",
        ),
        add=AUTHOR & belongs_to_community(),
        refused=[CHANGES, REMOVALS],
    )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "end")


class BringingQuerySet(models.QuerySet["ConflictRecipient"]):
    def open(self) -> "BringingQuerySet":
        """Those that are with somebody now, of conflicts that are not closed."""
        return self.filter(ended_at=None, conflict__end=None)

    def with_presence(self) -> "BringingQuerySet":
        """Each with ``is_in_place`` (whether whom it was brought to reads it still) and ``author_left``.

        Who facilitated reads it while they belong to the community, a coordinator while they run the programme. Who
        brought it reads it always.
        """
        here = Membership.objects.current().filter(community=models.OuterRef("community"))
        runs = Coordination.objects.filter(
            programme=models.OuterRef("community__programme"), member=models.OuterRef("addressee")
        )
        belongs = models.Exists(here.filter(member=models.OuterRef("addressee")))
        return self.annotate(
            is_in_place=(Q(place="facilitator") & belongs) | (Q(place="coordinator") & models.Exists(runs)),
            author_left=~models.Exists(here.filter(member=models.OuterRef("brought_by"))),
        )

    def with_member(self, member: Member | models.OuterRef) -> "BringingQuerySet":
        """Those that are with a member now, closed ones too."""
        return self.filter(addressee=member, ended_at=None)

    def unanswered_by(self, member: Member, today: date) -> "BringingQuerySet":
        """Those to which the member has not answered the last words, or whose day to look at it again has come."""
        last = ConflictReply.objects.filter(bringing=models.OuterRef("pk")).order_by("-at", "-id")
        here = self.with_member(member).filter(conflict__end=None)
        said = here.annotate(
            said_by=models.Subquery(last.values("author")[:1]),
            again_on=models.Subquery(last.values("follow_up_on")[:1]),
        )
        return said.filter(Q(said_by=None) | Q(said_by=models.F("brought_by")) | Q(again_on__lte=today))


class ConflictRecipient(OrganisationModel):
    """To whom a conflict is brought, and until when it is with them. Only who brought it brings it to somebody else."""

    class Recipient(models.TextChoices):
        FACILITATOR = "facilitator", _("facilitates next")
        COORDINATOR = "coordinator", _("coordinates the programme")

    conflict = OrganisationForeignKey(Conflict, models.CASCADE, related_name="bringings")
    community = OrganisationForeignKey(Community, models.CASCADE, related_name="+")
    brought_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    addressee = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    place = models.CharField(max_length=11, choices=Recipient)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BringingQuerySet.as_manager()

    row_security = RowSecurity(
        # Nothing here asks the conflict, whose own policies ask this table.
        read=BROUGHT_BY
        | (
            own("addressee_id", "whom it was brought to")
            & Condition("{row}.ended_at IS NULL", "it is with them still")
            & ((AS_FACILITATOR & belongs_to_community()) | (AS_COORDINATOR & coordinates_community()))
        ),
        add=BROUGHT_BY
        & belongs_to_community()
        & (
            (
                AS_FACILITATOR
                & Condition(
                    "public.cop_facilitates_next({row}.community_id, {row}.addressee_id)",
                    "their turn is next",
                )
            )
            | (AS_COORDINATOR & coordinates_community(member="cop_conflictrecipient.addressee_id"))
        ),
        change=BROUGHT_BY,
        fixed=["conflict_id", "community_id", "brought_by_id", "addressee_id", "place"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "conflict"], condition=Q(ended_at=None), name="cop_bringing_one"
            ),
            models.CheckConstraint(condition=~Q(brought_by=F("addressee")), name="cop_bringing_of_two"),
            models.CheckConstraint(
                condition=Q(place__in=["facilitator", "coordinator"]), name="cop_bringing_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ConflictReply(OrganisationModel):
    """What one of the two writes to the other, and when they look at it again."""

    bringing = OrganisationForeignKey(ConflictRecipient, models.CASCADE, related_name="replies")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("your words"), max_length=8000)
    follow_up_on = models.DateField(_("look at it again on"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=readers_of("bringing_id", "cop_conflictrecipient", "one of the two"),
        add=AUTHOR,
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ConflictClosure(OrganisationModel):
    """That a conflict was closed by one of the two."""

    conflict = OrganisationOneToOneField(Conflict, models.CASCADE, related_name="end")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=readers_of("conflict_id", "cop_conflict", "one of the two"),
        add=DOER,
        refused=[CHANGES, REMOVALS],
    )

    def __str__(self) -> str:
        return str(self.conflict_id)
