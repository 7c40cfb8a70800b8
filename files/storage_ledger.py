"""How much room a member has left, and which tables of files forgot the ledger."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext as _

from files.errors import NoRoom
from files.kinds import MB
from files.models import COUNTED, COUNTED_AS_HELD, OWN_BYTES, LedgerEntry, StoredFile
from organisations.models import Member


def unaccounted(models_: Sequence[type[models.Model]] | None = None) -> list[str]:
    """Return the tables of files that do not declare what ties them to the ledger; a test asks."""
    wanted = apps.get_models() if models_ is None else models_
    files = [model for model in wanted if issubclass(model, StoredFile)]
    return sorted(model._meta.db_table for model in files if not _is_accounted(model))


def _is_accounted(model: type[StoredFile]) -> bool:
    """Return whether nobody adds a row for bytes that are not theirs, and no row goes unnoticed."""
    declared = model.row_security
    is_counted = any(set(each) <= set(declared.triggers) for each in (COUNTED, COUNTED_AS_HELD))
    return is_counted and declared.add is not None and OWN_BYTES.sql in declared.add.sql


def used(member: Member) -> int:
    """Return how many bytes a member's files take; to others than the member it looks like none."""
    entries = LedgerEntry.objects.filter(
        organisation_id=member.organisation_id, owner=member, removed_at=None
    )
    total: dict[str, Any] = entries.aggregate(total=Sum("size"))
    return int(total["total"] or 0)


def make_room(member: Member, size: int) -> None:
    """Let nobody else add to this member's files until the transaction ends, and see that ``size`` bytes fit.

    Raises:
        NoRoom: they do not, with how many do.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    left = settings.FILES_QUOTA - used(member)
    if size > left:
        raise NoRoom(
            _(
                "Your files may take %(quota)s MB in all, and %(left)s MB are left. Remove some first, or add less."
            )
            % {"quota": settings.FILES_QUOTA // MB, "left": max(0, left) // MB}
        )
