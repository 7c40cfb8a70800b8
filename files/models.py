"""The ledger of stored bytes, and what every row with a file has in common."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from files import kinds
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import PLATFORM, STAYS_AS_MADE, Condition, RowSecurity, Trigger, moved, own

THUMBNAIL = ".small"


class LedgerEntry(OrganisationModel):
    """That bytes are stored, whose they are and how many. Seen by its owner, and by cleanup; it holds no names.

    ``removed_at`` is set by the database when the last row that had the file is gone: then the bytes go next.
    """

    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, help_text="what the bytes are stored under; random")
    size = models.PositiveBigIntegerField(help_text="bytes, thumbnail included")
    uses = models.PositiveIntegerField(
        default=1, db_default=1, editable=False, help_text="rows that have the bytes; counted by the database"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True)

    row_security = RowSecurity(
        read=own("owner_id", "whose bytes they are") | PLATFORM,
        add=own("owner_id", "whose bytes they are"),
        change=PLATFORM,
        fixed=["owner_id", "key", "size"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="files_ledger_key"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["organisation", "owner"],
                condition=models.Q(removed_at=None),
                include=["size"],
                name="files_ledger_used",
            ),
            models.Index(
                fields=["organisation", "removed_at"],
                condition=models.Q(removed_at__isnull=False),
                name="files_ledger_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.key


# Behind the ledger's own wall, so it is true of the member's own entries alone.
OWN_BYTES = Condition(
    """EXISTS (SELECT 1 FROM public.files_ledgerentry e WHERE e.organisation_id = {row}.organisation_id
    AND e.id = {row}.entry_id AND e.key = {row}.key AND e.removed_at IS NULL)""",
    "the bytes are their own",
)
BYTES = ("entry_id", "key", "content_type", "size")
# Whoever removes a row need not be whose bytes they were, so the ledger is kept with the owner's rights.
COUNTED = (
    Trigger("accounted_gone", "AFTER DELETE", "files_forget"),
    Trigger("accounted_fixed", "BEFORE UPDATE", STAYS_AS_MADE, moved(BYTES)),
)
LET_GO = "OLD.entry_id IS NOT NULL AND NEW.entry_id IS NULL AND NEW.key = ''"
COUNTED_AS_HELD = (
    Trigger("accounted_gone", "AFTER DELETE", "files_forget"),
    Trigger("accounted_fixed", "BEFORE UPDATE", STAYS_AS_MADE, f"({moved(BYTES)}) AND NOT ({LET_GO})"),
    Trigger("accounted_held", "AFTER INSERT", "files_hold"),
    Trigger("accounted_let_go", "AFTER UPDATE", "files_forget", LET_GO),
)


class StoredFile(OrganisationModel):
    """A row that has stored bytes, served by ``files.serving.reply``."""

    key = models.CharField(max_length=120, editable=False)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page, and has a thumbnail."""
        return self.content_type in kinds.PICTURES

    @property
    def thumbnail_key(self) -> str:
        return self.key + THUMBNAIL

    @property
    def extension(self) -> str:
        """How the name ends, in capitals, for a sign beside it."""
        return self.name.rpartition(".")[2].upper()


class FileModel(StoredFile):
    """A file that belongs to something of an upper floor, which adds its own reference and its own member wall.

    Made by ``files.actions.keep``. The subclass declares ``add=OWN_BYTES & …`` and ``triggers=COUNTED``.
    """

    entry = OrganisationOneToOneField(LedgerEntry, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class HeldFile(StoredFile):
    """A file as it was: a further row that has the bytes of another's, and keeps them when that one goes.

    Made by ``files.actions.hold``, by whose bytes they are. The subclass declares ``triggers=COUNTED_AS_HELD``.
    Without an entry it has let its bytes go, and is a name and a size.
    """

    entry = OrganisationForeignKey(LedgerEntry, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True
