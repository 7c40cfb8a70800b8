"""Bytes without a row go. Two ways lead there, and each can be cut off anywhere and begun again.

A row that is removed has its ledger entry marked in the same transaction, by the database: the bytes go first, then
the entry. A transaction that is undone after bytes were written leaves no entry at all: those bytes are found by
listing the days on which they can have been written.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from files.models import THUMBNAIL, LedgerEntry
from organisations import tenancy
from organisations.models import Organisation

log = logging.getLogger(__name__)

BATCH = 200
WAIT = timedelta(days=2)  # a transaction that writes bytes is over by then
LOOK_BACK = timedelta(days=30)
_NAME = re.compile(r"\A[0-9a-f]{32}(?:\.small)?\Z")


def remove_the_forgotten() -> int:
    """Remove the bytes of rows that are gone; return how many files that were."""
    removed = 0
    for organisation in _organisations():
        while done := _remove_batch(organisation):
            removed += done
    return removed


def remove_the_unknown(*, since: date | None = None) -> int:
    """Remove bytes that the ledger does not know, written on days from ``since`` (30 days ago) to two days ago."""
    today = timezone.now().date()
    since = since or today - LOOK_BACK
    known, removed = set(_organisations()), 0
    for organisation in _folders_of_organisations():
        for day, folder in _days(organisation):
            if since <= day <= today - WAIT:
                removed += _sweep(organisation, folder, there=organisation in known)
    if removed:
        log.info("%s stored files had no entry in the ledger and were removed", removed)
    return removed


def _organisations() -> list[UUID]:
    with tenancy.as_operator():
        return list(Organisation.objects.values_list("pk", flat=True))


def _remove_batch(organisation: UUID) -> int:
    """Bytes first: what is cut off between the two is done again, and removing what is gone does no harm."""
    with tenancy.inside(organisation):
        entries = list(
            LedgerEntry.objects.filter(organisation_id=organisation, removed_at__isnull=False)
            .order_by("removed_at")
            .select_for_update(skip_locked=True)[:BATCH]
        )
        for entry in entries:
            default_storage.delete(entry.key)
            default_storage.delete(entry.key + THUMBNAIL)
        LedgerEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def _list(path: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(path)
    except FileNotFoundError:  # nothing was ever stored
        return [], []


def _folders_of_organisations() -> Iterator[UUID]:
    """Only what has our own form is touched: others may keep things in the same bucket."""
    for name in _list("")[0]:
        try:
            if str(UUID(name)) == name:
                yield UUID(name)
        except ValueError:
            continue


def _days(organisation: UUID) -> Iterator[tuple[date, str]]:
    for name in _list(str(organisation))[0]:
        try:
            yield date.fromisoformat(name), f"{organisation}/{name}"
        except ValueError:
            continue


def _sweep(organisation: UUID, folder: str, *, there: bool) -> int:
    names = [name for name in _list(folder)[1] if _NAME.match(name)]
    keys = {f"{folder}/{name.removesuffix(THUMBNAIL)}" for name in names}
    known: set[str] = set()
    if there:
        with tenancy.inside(organisation):
            known = set(
                LedgerEntry.objects.filter(organisation_id=organisation, key__in=keys).values_list(
                    "key", flat=True
                )
            )
    unknown = [name for name in names if f"{folder}/{name.removesuffix(THUMBNAIL)}" not in known]
    for name in unknown:
        default_storage.delete(f"{folder}/{name}")
    return len(unknown)
