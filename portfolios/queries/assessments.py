"""What the pages of assessments show: whose they are, what was kept for them, and what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from organisations.models import Member
from portfolios.actions.assessments import FROZEN
from portfolios.models import AssessedEvidence, AssessedFile, Assessment, Evidence, EvidenceFile


@dataclass(frozen=True)
class KeptEvidence:
    """A piece as it was when it was asked about, with what of it can still be opened.

    Args:
        evidence: the piece itself, as far as the reader may see it now.
        files: what it had, each with the evidence's file, as far as the reader may have it, where its own bytes went.
        has_changed: whether the piece reads differently now.
    """

    item: AssessedEvidence
    evidence: Evidence | None
    files: Sequence[tuple[AssessedFile, EvidenceFile | None]]
    has_changed: bool

    @property
    def kind(self) -> str:
        """What sort of evidence it was, in words."""
        return str(self.item.get_kind_display())


def list_assessed_evidence(assessment: Assessment, reader: Member) -> list[KeptEvidence]:
    """Return what was kept for an assessment, as far as the reader may see it."""
    kept = AssessedEvidence.objects.visible_to(reader).filter(assessment=assessment)
    pieces = list(kept.prefetch_related("files"))
    seen = Evidence.objects.visible_to(reader).prefetch_related("files")
    there = {each.pk: each for each in seen.filter(pk__in=[item.source for item in pieces])}
    return [_kept(item, there.get(item.source)) for item in pieces]


def _kept(item: AssessedEvidence, evidence: Evidence | None) -> KeptEvidence:
    now: dict[UUID, EvidenceFile] = {file.pk: file for file in evidence.files.all()} if evidence else {}
    then = list(item.files.all())
    differs = evidence is not None and (
        any(getattr(item, name) != getattr(evidence, name) for name in FROZEN)
        or set(now) != {file.source for file in then}
    )
    return KeptEvidence(item, evidence, [(file, now.get(file.source)) for file in then], differs)


@dataclass(frozen=True)
class MembersAssessments:
    """All of one member's: what waits for them, what they asked for, and what they were asked before."""

    waiting: Sequence[Assessment]
    own: Sequence[Assessment]
    given: Sequence[Assessment]


def get_assessments(member: Member) -> MembersAssessments:
    """Return the assessments of a member, the latest first."""
    every = list(Assessment.objects.visible_to(member).with_state())
    waits = set(Assessment.objects.waiting_for(member).values_list("pk", flat=True))
    return MembersAssessments(
        waiting=[each for each in every if each.pk in waits],
        own=[each for each in every if each.owner_id == member.pk],
        given=[each for each in every if each.assessor_id == member.pk and each.pk not in waits],
    )


def can_look_again(assessment: Assessment, looks: Iterable[Assessment]) -> bool:
    """Tell whether a second look can be asked for: at a first one that is judged, unless one stands already."""
    is_first = assessment.is_judged and assessment.first_id is None
    return is_first and all(look.is_over for look in looks)


def list_assessments_of(evidence: Evidence, owner: Member) -> list[Assessment]:
    """Return the assessments that a piece of the owner's evidence was part of, the latest first."""
    mine = Assessment.objects.filter(owner=owner, assessed_evidence__source=evidence.pk)
    return list(mine.with_state())
