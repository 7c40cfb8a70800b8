"""What is required of a candidate and what is still missing, as far as whoever reads may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Member
from portfolios.models import Assessment, Competency, Evidence, EvidenceCompetency, Level, Requirement
from programmes.models import Enrolment


@dataclass(frozen=True)
class CriterionProgress:
    """A required competency, and how far a candidate is with it.

    Args:
        needed: how many pieces of evidence are required.
        evidence: those that are there.
        wanted: the lowest level that is enough; None when any judgement is.
        judged: the assessment with the highest level.
        asked: an assessment that is under way.
    """

    competency: Competency
    needed: int
    evidence: Sequence[Evidence]
    wanted: Level | None
    judged: Assessment | None
    asked: Assessment | None

    @property
    def lacks(self) -> int:
        """How many pieces are missing."""
        return max(0, self.needed - len(self.evidence))

    @property
    def is_reached(self) -> bool:
        """Whether a judgement is there that is enough."""
        if self.judged is None:
            return False
        return self.wanted is None or self.judged.result.level.position >= self.wanted.position

    @property
    def is_complete(self) -> bool:
        return not self.lacks and self.is_reached

    @property
    def missing(self) -> list[str]:
        """What is still missing, in words."""
        words = []
        if self.lacks:
            words.append(
                ngettext("%(count)d piece of evidence", "%(count)d pieces of evidence", self.lacks)
                % {"count": self.lacks}
            )
        if not self.is_reached:
            words.append(
                _("an assessment of at least “%(level)s”") % {"level": self.wanted.name}
                if self.wanted
                else _("an assessment")
            )
        return words


@dataclass(frozen=True)
class RequirementProgress:
    """All that is required of a candidate, in areas in the framework's order."""

    enrolment: Enrolment
    requirement: Requirement
    areas: Sequence[tuple[str, Sequence[CriterionProgress]]]

    @property
    def lines(self) -> list[CriterionProgress]:
        return [line for _area, lines in self.areas for line in lines]

    @property
    def complete(self) -> int:
        return sum(line.is_complete for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)


def get_highest(assessments: Iterable[Assessment]) -> Assessment | None:
    """Return the judged assessment with the highest level; of equals the latest, None without any."""
    judged = [each for each in assessments if each.is_judged]
    return max(judged, key=lambda each: (each.result.level.position, each.result.at), default=None)


def get_progress(enrolment: Enrolment, reader: Member) -> RequirementProgress:
    """Put together what is required of a candidate and what is there, as far as the reader may see it."""
    requirement: Requirement = enrolment.cohort.requirement
    needed = {each.line: each.pieces for each in requirement.criteria.all()}
    evidence = _shown(enrolment.member, reader, needed)
    assessed = _assessed(enrolment.member, reader, needed)
    lines = [
        CriterionProgress(
            competency=each,
            needed=needed[each.line],
            evidence=evidence.get(each.line, ()),
            wanted=requirement.level,
            judged=get_highest(assessed.get(each.line, ())),
            asked=next((one for one in assessed.get(each.line, ()) if one.is_open), None),
        )
        for each in requirement.framework.competencies.all()
        if each.line in needed
    ]
    grouped = groupby(lines, key=lambda line: line.competency.area)
    return RequirementProgress(enrolment, requirement, [(area, list(those)) for area, those in grouped])


def _shown(candidate: Member, reader: Member, lines: Iterable[UUID]) -> Mapping[UUID, list[Evidence]]:
    seen = Evidence.objects.visible_to(reader).filter(owner=candidate)
    found: dict[UUID, list[Evidence]] = {}
    for each in EvidenceCompetency.objects.filter(line__in=lines, evidence__in=seen).select_related(
        "evidence"
    ):
        found.setdefault(each.line, []).append(each.evidence)
    return found


def _assessed(candidate: Member, reader: Member, lines: Iterable[UUID]) -> Mapping[UUID, list[Assessment]]:
    seen = Assessment.objects.visible_to(reader).filter(owner=candidate, competency__line__in=lines)
    found: dict[UUID, list[Assessment]] = {}
    for each in seen.with_state():
        found.setdefault(each.competency.line, []).append(each)
    return found
