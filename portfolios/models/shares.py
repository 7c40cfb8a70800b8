"""Sharing: one piece, with one partner. A row for each time, so that what was open to whom, and when, stays known."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import OWNER, RowSecurity, own
from partnerships.models import Conclusion, Partnership
from portfolios.models.predicates import WITH_PARTNER

PIECES = ("evidence", "entry", "profile")


class ItemShareQuerySet(models.QuerySet["ItemShare"]):
    def standing(self) -> "ItemShareQuerySet":
        """Those that hold now: not taken back, and the two still work together, if only informally."""
        over = [Conclusion.Kind.ENDED, Conclusion.Kind.EARLY]
        return self.filter(taken_back_at=None).exclude(partnership__conclusion__kind__in=over)

    def visible_to(self, member: Member) -> "ItemShareQuerySet":
        """Those the member gave or has."""
        return self.filter(Q(owner=member) | Q(reader=member))


class ItemShare(OrganisationModel):
    """That an owner lets a partner see one piece."""

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    reader = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    partnership = OrganisationForeignKey(Partnership, models.CASCADE, related_name="+")
    evidence = OrganisationForeignKey("Evidence", models.CASCADE, null=True, related_name="shares")
    entry = OrganisationForeignKey("DiaryEntry", models.CASCADE, null=True, related_name="shares")
    profile = OrganisationForeignKey("Profile", models.CASCADE, null=True, related_name="shares")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    objects = ItemShareQuerySet.as_manager()

    # That the piece is the owner's own is held by a reference to both: the row security of two tables cannot ask each
    # the other.
    row_security = RowSecurity(
        read=OWNER | own("reader_id", "with whom it is shared"),
        add=OWNER & WITH_PARTNER,
        change=OWNER,
        fixed=["owner_id", "reader_id", "partnership_id", "evidence_id", "entry_id", "profile_id", "at"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, entry__isnull=True, profile__isnull=True)
                | Q(evidence__isnull=True, entry__isnull=False, profile__isnull=True)
                | Q(evidence__isnull=True, entry__isnull=True, profile__isnull=False),
                name="portfolios_share_one_piece",
            ),
            models.CheckConstraint(condition=~Q(owner=models.F("reader")), name="portfolios_share_another"),
            *(
                models.UniqueConstraint(
                    fields=["organisation", "partnership", "reader", name],
                    condition=Q(taken_back_at=None),
                    name=f"portfolios_share_{name}_once",
                )
                for name in PIECES
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "reader"], name="portfolios_share_reader"),
            models.Index(fields=["organisation", "owner"], name="portfolios_share_owner"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def holds(self) -> bool:
        """Whether it was not taken back; whether the partnership goes on is not asked here."""
        return self.taken_back_at is None
