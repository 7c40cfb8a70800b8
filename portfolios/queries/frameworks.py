"""Frameworks of competencies, and what a member has evidence for."""

from uuid import UUID

from organisations.models import Member
from portfolios.coverage import Grid, grid
from portfolios.models import (
    Assessment,
    Competency,
    Evidence,
    EvidenceCompetency,
    Framework,
)


def list_open_frameworks() -> list[Framework]:
    """Return the frameworks in use, each with its competencies."""
    return list(Framework.objects.open().prefetch_related("competencies"))


def _own_evidence_by_line(member: Member) -> dict[UUID, list[Evidence]]:
    """Return the member's evidence by the line of the competency that it shows."""
    found: dict[UUID, list[Evidence]] = {}
    own = EvidenceCompetency.objects.filter(evidence__owner=member).select_related("evidence")
    for showing in own.order_by("-evidence__began_on", "id"):
        found.setdefault(showing.line, []).append(showing.evidence)
    return found


def get_coverage(member: Member, framework: Framework) -> Grid:
    """Return what the member has evidence for in a framework."""
    return grid(framework.competencies.all(), _own_evidence_by_line(member), _own_assessments(member))


def _own_assessments(member: Member) -> dict[UUID, list[Assessment]]:
    """Return the assessments that the member asked for, the latest first, by the line of the competency."""
    found: dict[UUID, list[Assessment]] = {}
    for each in Assessment.objects.filter(owner=member).with_state():
        found.setdefault(each.competency.line, []).append(each)
    return found


def list_frameworks_with_coverage(member: Member) -> list[tuple[Framework, Grid]]:
    """Return the frameworks in use, each with what the member has evidence for."""
    by_line = _own_evidence_by_line(member)
    return [(each, grid(each.competencies.all(), by_line)) for each in list_open_frameworks()]


def list_competencies(evidence: Evidence) -> list[Competency]:
    """Return the competencies, of frameworks in use, that a piece of evidence is said to show."""
    lines = evidence.competency_links.values("line")
    return list(Competency.objects.filter(line__in=lines, framework__in=Framework.objects.open()))
