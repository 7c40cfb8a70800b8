"""Keeping files: the bytes, the ledger and the rows of whoever has them."""

import io
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from files.errors import NotStored
from files.models import THUMBNAIL, FileModel, HeldFile, LedgerEntry
from files.storage_ledger import make_room
from files.upload_validation import ValidFile
from organisations.models import Member

log = logging.getLogger(__name__)


@transaction.atomic
def store[Kept: FileModel](
    model: type[Kept], valid: Sequence[ValidFile], *, by: Member, **fields: Any
) -> list[Kept]:
    """Store files and make a row for each, with ``fields`` as what they belong to; all of them or none.

    What is stored and then undone, here or by the transaction around, is found by the daily cleanup.

    Raises:
        NoRoom: the member's quota has no room for them.
        NotStored: the storage failed.
    """
    make_room(by, sum(one.room for one in valid))
    written: list[str] = []
    try:
        return [_store_one(model, one, by, fields, written) for one in valid]
    except BaseException:
        _delete_written(written)
        raise


def hold[Held: HeldFile](model: type[Held], file: FileModel, **fields: Any) -> Held:
    """Make a row that has the bytes of a file of one's own as well, with ``fields`` as what it belongs to.

    They stay stored, and count as their owner's, until every row that has them is gone. The file's row must be locked:
    otherwise it can go, with its bytes, before this is written.
    """
    same = ("organisation_id", "entry_id", "key", "name", "content_type", "size", "width", "height")
    row: Held = model.objects.create(**{name: getattr(file, name) for name in same}, **fields)
    return row


def reopened(file: FileModel) -> ValidFile:
    """Return a stored file as one to keep once more, beside a copy of what it belongs to.

    Raises:
        NotStored: the storage failed.
    """
    try:
        content = default_storage.open(file.key)
        thumbnail = default_storage.open(file.thumbnail_key).read() if file.is_picture else None
    except Exception as error:  # each storage has errors of its own
        log.exception("Bytes could not be read from %s", file.key)
        raise NotStored(_("The files could not be copied just now. Try again in a few minutes.")) from error
    return ValidFile(file.name, file.content_type, content, file.size, file.width, file.height, thumbnail)


def _store_one[Kept: FileModel](
    model: type[Kept], valid: ValidFile, by: Member, fields: dict[str, Any], written: list[str]
) -> Kept:
    key = _new_key(by.organisation_id)
    entry = LedgerEntry.objects.create(organisation_id=by.organisation_id, owner=by, key=key, size=valid.room)
    _write(key, valid.content, written)
    if valid.thumbnail is not None:
        _write(key + THUMBNAIL, io.BytesIO(valid.thumbnail), written)
    row: Kept = model.objects.create(
        organisation_id=by.organisation_id,
        entry=entry,
        key=key,
        name=valid.name,
        content_type=valid.content_type,
        size=valid.size,
        width=valid.width,
        height=valid.height,
        **fields,
    )
    return row


def _new_key(organisation: UUID) -> str:
    """A name that tells nothing but the organisation and the day, by which cleanup finds what was left behind."""
    return f"{organisation}/{datetime.now(UTC):%Y-%m-%d}/{token_hex(16)}"


def _write(key: str, content: IO[bytes], written: list[str]) -> None:
    written.append(key)
    content.seek(0)
    try:
        stored_as = default_storage.save(key, File(content))
    except Exception as error:  # each storage has errors of its own
        log.exception("Bytes could not be stored under %s", key)
        raise NotStored(_("The files could not be stored just now. Try again in a few minutes.")) from error
    if stored_as != key:  # cannot happen with a random name; a row that points elsewhere must not
        written.append(stored_as)
        raise NotStored(_("The files could not be stored just now. Try again in a few minutes."))


def _delete_written(written: list[str]) -> None:
    for key in written:
        try:
            default_storage.delete(key)
        except Exception:
            log.exception("%s is left for the daily cleanup", key)
