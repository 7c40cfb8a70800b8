"""Who of a community looks for a peer, and for what."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community
from cop.models.predicates import THEMSELVES, belongs_to_community, since
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import RowSecurity
from partnerships.models import PEER, Party


class PeerWishQuerySet(models.QuerySet["PeerWish"]):
    def visible_to(self, member: Member) -> "PeerWishQuerySet":
        """Wishes in communities the member belongs to now."""
        return self.filter(community__in=Community.objects.visible_to(member))

    def standing(self) -> "PeerWishQuerySet":
        """Of those who belong to the community now and have begun with no peer since."""
        found = Party.objects.filter(
            role=PEER, member=OuterRef("member"), partnership__began_at__gte=OuterRef("at")
        )
        return self.filter(
            ~Exists(found),
            community__memberships__member=F("member"),
            community__memberships__left_at=None,
        )


class PeerWish(OrganisationModel):
    """That a member looks for a peer: what for, about what, when. Read by the community; one for each member."""

    class Seeks(models.TextChoices):
        SUPPORT = "support", _("Somebody to think aloud with")
        REVIEW = "review", _("Somebody to look at my work")
        FEEDBACK = "feedback", _("Somebody to tell me what they notice")

    class Time(models.TextChoices):
        MORNINGS = "mornings", _("Mornings")
        MIDDAYS = "middays", _("Around midday")
        AFTERNOONS = "afternoons", _("Afternoons")
        EVENINGS = "evenings", _("Evenings")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="peer_wishes")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    seeks: Any = ArrayField(
        models.CharField(max_length=8, choices=Seeks), verbose_name=_("what you look for")
    )
    topics: Any = ArrayField(models.CharField(max_length=40), blank=True, default=list)
    times: Any = ArrayField(
        models.CharField(max_length=10, choices=Time),
        verbose_name=_("when you could meet"),
        blank=True,
        default=list,
    )
    words = models.TextField(_("in your own words"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = PeerWishQuerySet.as_manager()

    row_security = RowSecurity(
        read=(THEMSELVES | belongs_to_community()) & since("at"),
        add=THEMSELVES & belongs_to_community(),
        change=THEMSELVES,
        fixed=["community_id", "member_id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "community", "member"], name="cop_peerwish_once"),
            models.CheckConstraint(
                condition=Q(seeks__contained_by=["support", "review", "feedback"], seeks__len__gte=1),
                name="cop_peerwish_seeks",
            ),
            models.CheckConstraint(
                condition=Q(times__contained_by=["mornings", "middays", "afternoons", "evenings"]),
                name="cop_peerwish_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.member_id}"

    @property
    def sought(self) -> list[str]:
        """What they look for, in words."""
        return [str(self.Seeks(each).label) for each in self.seeks]

    @property
    def when(self) -> list[str]:
        """When they could meet, in words."""
        return [str(self.Time(each).label) for each in self.times]
