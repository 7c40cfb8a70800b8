"""What an owner does with the pieces of their portfolio. The audit log tells that, never what."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from files.actions import store
from files.upload_validation import ValidFile
from organisations import audit
from organisations.models import Member
from portfolios.errors import PortfolioError
from portfolios.models import DiaryEntry, Evidence, EvidenceFile, Profile
from portfolios.models.items import PortfolioItem

MOST_FILES = 20  # to one piece of evidence


@transaction.atomic
def write_profile(*, texts: dict[str, str], by: Member) -> Profile:
    """Store the member's profile: the texts by the names of its sections."""
    profile, _made = Profile.objects.update_or_create(
        organisation_id=by.organisation_id, owner=by, defaults={**texts, "changed_at": timezone.now()}
    )
    audit.record("profile.written", on=profile, by=by)
    return profile


@transaction.atomic
def write_entry(*, by: Member, **fields: Any) -> DiaryEntry:
    """Add an entry to the member's diary, with the fields of its form."""
    entry: DiaryEntry = DiaryEntry.objects.create(organisation_id=by.organisation_id, owner=by, **fields)
    audit.record("entry.written", on=entry, by=by)
    return entry


@transaction.atomic
def change_entry(*, entry: DiaryEntry, by: Member, **fields: Any) -> DiaryEntry:
    """Change an entry; who has it shared reads the new words.

    Raises:
        PortfolioError: it is somebody else's.
    """
    _store(entry, by, fields)
    audit.record("entry.changed", on=entry, by=by)
    return entry


@transaction.atomic
def add_evidence(*, by: Member, files: Sequence[ValidFile] = (), **fields: Any) -> Evidence:
    """Add evidence with its files.

    Raises:
        FileError: there is no room for the files, or they could not be stored.
    """
    evidence: Evidence = Evidence.objects.create(organisation_id=by.organisation_id, owner=by, **fields)
    store(EvidenceFile, files, by=by, evidence=evidence)
    audit.record("evidence.added", on=evidence, by=by, files=len(files))
    return evidence


@transaction.atomic
def change_evidence(
    *, evidence: Evidence, by: Member, files: Sequence[ValidFile] = (), **fields: Any
) -> Evidence:
    """Change evidence, and add files to those it has.

    Raises:
        PortfolioError: it is somebody else's, or would have too many files.
        FileError: there is no room for the files, or they could not be stored.
    """
    _store(evidence, by, fields)
    if files and evidence.files.count() + len(files) > MOST_FILES:
        raise PortfolioError(
            _("One piece of evidence can have at most %(most)d files. Remove some first.")
            % {"most": MOST_FILES}
        )
    store(EvidenceFile, files, by=by, evidence=evidence)
    audit.record("evidence.changed", on=evidence, by=by, files=len(files))
    return evidence


@transaction.atomic
def remove_file(*, file: EvidenceFile, by: Member) -> None:
    """Remove a file from one's evidence; its bytes go soon after.

    Raises:
        PortfolioError: it is somebody else's.
    """
    _check_own(file.evidence, by)
    audit.record("evidence.file-removed", on=file.evidence, by=by)
    file.delete()


@transaction.atomic
def remove(*, item: PortfolioItem, by: Member) -> None:
    """Remove a piece for good, with its files, for everyone it was shared with.

    Raises:
        PortfolioError: it is somebody else's.
    """
    _check_own(item, by)
    audit.record(f"{item._meta.model_name}.removed", on=item, by=by)
    item.delete()


def _store(item: PortfolioItem, by: Member, fields: dict[str, Any]) -> None:
    _check_own(item, by)
    for name, value in fields.items():
        setattr(item, name, value)
    item.changed_at = timezone.now()
    item.save()


def _check_own(item: PortfolioItem, by: Member) -> None:
    if item.owner_id != by.pk:
        raise PortfolioError(_("Only the owner can change this."))
