"""Showcases: a selection for an occasion, and the links by which somebody outside sees it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel, validate_single_line
from organisations.row_security import OWNER, RowSecurity
from portfolios.models.items import LONGEST, Evidence
from portfolios.models.predicates import OWNER_OF_EVIDENCE, OWNER_OF_SHOWCASE


class ShowcaseQuerySet(models.QuerySet["Showcase"]):
    def owned_by(self, member: Member) -> "ShowcaseQuerySet":
        """The member's own; nobody else sees one but by a link."""
        return self.filter(owner=member)


class Showcase(OrganisationModel):
    """What somebody chooses to show for an occasion: an introduction, evidence in an order, perhaps the profile."""

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("title"), max_length=160, validators=[validate_single_line])
    introduction = models.TextField(_("introduction"), max_length=LONGEST, blank=True)
    with_profile = models.BooleanField(_("Show my profile too"), default=False)
    with_confirmations = models.BooleanField(_("Show what my organisation confirmed"), default=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShowcaseQuerySet.as_manager()

    row_security = RowSecurity(read=OWNER, fixed=["owner_id"])

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="portfolios_showcase_title")]

    def __str__(self) -> str:
        return str(self.pk)


class ShowcaseItem(OrganisationModel):
    """That a piece of evidence is in a showcase, and where."""

    showcase = OrganisationForeignKey(Showcase, models.CASCADE, related_name="items")
    evidence = OrganisationForeignKey(Evidence, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    confirmed: Sequence[Any] = ()  # the confirmations that its reader sees, put there by portfolios.reading

    row_security = RowSecurity(
        read=OWNER_OF_SHOWCASE,
        # What a partner shares with one is not one's own to show.
        add=OWNER_OF_SHOWCASE & OWNER_OF_EVIDENCE,
        fixed=["showcase_id", "evidence_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "showcase", "evidence"], name="portfolios_showcase_item_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LinkQuerySet(models.QuerySet["ShowcaseLink"]):
    def standing(self) -> "LinkQuerySet":
        """Those that lead somewhere now: neither taken back nor run out, and their owner can still sign in."""
        held = self.filter(revoked_at=None, expires_at__gt=timezone.now())
        return held.filter(showcase__owner__user__is_active=True)


class ShowcaseLink(OrganisationModel):
    """A link to a showcase for somebody without an account. It ends by its day, or at once."""

    showcase = OrganisationForeignKey(Showcase, models.CASCADE, related_name="links")
    key = models.UUIDField(default=uuid4, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    passphrase = models.CharField(max_length=160, blank=True, help_text="a hash; empty without one")
    views = models.PositiveIntegerField(default=0)

    objects = LinkQuerySet.as_manager()

    row_security = RowSecurity(read=OWNER_OF_SHOWCASE, fixed=["showcase_id", "key", "made_at"])

    class Meta:
        ordering: ClassVar[list[Any]] = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="portfolios_showcase_link_key")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def holds(self) -> bool:
        """Whether it leads somewhere now."""
        return self.revoked_at is None and self.expires_at > timezone.now()
