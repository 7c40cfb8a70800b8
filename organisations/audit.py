"""Writing the audit log. Called by actions, in the transaction of what they do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db import models

from organisations import tenancy
from organisations.audit_words import WORDS
from organisations.models import AuditEntry, Member, OrganisationModel

BATCH = 500
_lines: ContextVar[list[AuditEntry] | None] = ContextVar("lines", default=None)
_WORD = re.compile(r"\A[a-zA-Z0-9_.:-]{0,40}\Z")


def record(action: str, *, on: OrganisationModel, by: Member | None, **facts: object) -> None:
    """Add a line to the audit log. Admins read it where the action has words in ``audit_words``, nobody else does.

    Args:
        action: what was done, as ``thing.done``: ``agreement.signed``.
        on: the row it was done to.
        by: who did it, None for the platform itself.
        facts: numbers, dates, ids and single words; never what a person wrote.

    Raises:
        ValueError: a fact looks like prose.
    """
    entry = AuditEntry(
        organisation_id=on.organisation_id,
        by=by,
        action=action,
        subject_kind=on._meta.label_lower,
        subject_id=on.pk,
        facts={name: _plain(value) for name, value in facts.items()},
        for_admins=action in WORDS,
    )
    lines = _lines.get()
    if lines is None:
        entry.save(force_insert=True)
    else:
        lines.append(entry)


@contextmanager
def batched() -> Iterator[None]:
    """Write the lines that are recorded in the block at its end, as few statements, where thousands come together.

    The block is part of one transaction, and nothing in it reads the audit log.
    """
    lines: list[AuditEntry] = []
    before = _lines.set(lines)
    try:
        yield
    finally:
        _lines.reset(before)
    by_author: dict[tuple[UUID, UUID | None], list[AuditEntry]] = {}
    for line in lines:
        by_author.setdefault((line.organisation_id, line.by_id), []).append(line)
    for (organisation, author), theirs in by_author.items():
        with tenancy.inside(organisation, author):  # the wall lets nobody write a line in another's name
            AuditEntry.objects.bulk_create(theirs, batch_size=BATCH)


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return str(value.pk)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, str) and _WORD.match(value):
        return str(value)
    raise ValueError("The audit log takes numbers, dates, ids and single words, not prose.")
