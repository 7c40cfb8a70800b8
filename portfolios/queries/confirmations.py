"""What the pages of confirmations show: what was handed in, what can still be opened of it, and what waits."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from organisations.models import Member
from portfolios.actions.assessments import FROZEN
from portfolios.models import (
    ConfirmationRequest,
    Evidence,
    EvidenceFile,
    Submission,
    SubmissionFile,
)


@dataclass(frozen=True)
class SubmittedEvidence:
    """A piece as it is handed in, with the words in which it is to be confirmed: the same for owner and coordinator.

    Args:
        submission: the piece and the words, stored or about to be.
        files: what it had; of what was handed in, ``entry_id`` says whether its bytes are held.
    """

    submission: Submission
    files: Sequence[SubmissionFile | EvidenceFile]
    was_changed: bool = False
    was_removed: bool = False

    @property
    def kind(self) -> str:
        """What sort of evidence it is, in words."""
        return str(self.submission.get_kind_display())


def preview_submission(evidence: Evidence, wording: dict[str, Any]) -> SubmittedEvidence:
    """Return what would be handed in now, stored nowhere yet."""
    fields = {name: getattr(evidence, name) for name in FROZEN}
    return SubmittedEvidence(Submission(**fields, **wording), list(evidence.files.all()))


def get_fingerprint(evidence: Evidence) -> str:
    """Return a mark of a piece and its files as they are now, by which a later look sees that something changed."""
    files = sorted(str(file.pk) for file in evidence.files.all())
    return hashlib.sha256("|".join([evidence.changed_at.isoformat(), *files]).encode()).hexdigest()[:32]


def get_submission(request: ConfirmationRequest, reader: Member) -> SubmittedEvidence | None:
    """Return what was handed in, as far as the reader may see it now."""
    if not request.is_shown:
        return None
    submission = request.submission
    kept = list(submission.files.all())
    if request.owner_id != reader.pk:
        return SubmittedEvidence(submission, kept)
    return SubmittedEvidence(submission, kept, **_since(submission, kept))


def _since(submission: Submission, kept: Sequence[SubmissionFile]) -> dict[str, bool]:
    """Tell an owner whether they changed or removed the piece since."""
    now = Evidence.objects.filter(pk=submission.source).prefetch_related("files").first()
    if now is None:
        return {"was_removed": True}
    differs = any(getattr(submission, name) != getattr(now, name) for name in FROZEN)
    return {"was_changed": differs or {each.pk for each in now.files.all()} != {each.source for each in kept}}


@dataclass(frozen=True)
class MembersConfirmations:
    """All of one member's: what waits for them, what they asked for, and what their programmes answered."""

    waiting: Sequence[ConfirmationRequest] = field(default_factory=list)
    own: Sequence[ConfirmationRequest] = field(default_factory=list)
    answered: Sequence[ConfirmationRequest] = field(default_factory=list)


MOST_ANSWERED = 30


def get_confirmations(member: Member) -> MembersConfirmations:
    """Return the confirmations of a member; those waiting with the one asked longest ago first."""
    asked = ConfirmationRequest.objects.visible_to(member).with_state()
    others = asked.exclude(owner=member)
    return MembersConfirmations(
        waiting=list(others.waiting_for(member).order_by("asked_at", "id")),
        own=list(asked.filter(owner=member)),
        answered=list(
            others.filter(confirmation__isnull=False).order_by("-settled_at", "-id")[:MOST_ANSWERED]
        ),
    )


def list_requests_of(evidence: Evidence, owner: Member) -> list[ConfirmationRequest]:
    """Return the requests about a piece of the owner's evidence, the latest first."""
    mine = ConfirmationRequest.objects.filter(owner=owner, submission__source=evidence.pk)
    return list(mine.with_state())


def list_standing_by_evidence(
    owner: Member, evidence: Sequence[UUID]
) -> dict[UUID, list[ConfirmationRequest]]:
    """Return the confirmations that stand for pieces of the owner's evidence, each piece's latest first."""
    stand = ConfirmationRequest.objects.filter(
        owner=owner,
        submission__source__in=evidence,
        confirmation__isnull=False,
        confirmation__revocation=None,
    )
    found: dict[UUID, list[ConfirmationRequest]] = {}
    for each in stand.with_state():
        found.setdefault(each.submission.source, []).append(each)
    return found
