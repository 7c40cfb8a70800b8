"""A year of somebody's own on one page, for a performance review: planned, done, learned, and confirmed by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone

from development_plans.models import Plan
from organisations.models import Member
from portfolios.models import Assessment, ConfirmationRequest, Evidence, EvidenceKind

EARLIEST = 10  # years back, at most


@dataclass(frozen=True)
class AnnualSummary:
    """What stands on the page.

    Args:
        planned: the plans that were begun, under way or finished in the year, and not set aside.
        done: the evidence that began or ended in it, but for reflections.
        learned: the plans finished in it on which its owner looked back.
        reflections: the reflections among the evidence.
        assessed: the assessments that were judged in it.
        confirmed: what the organisation confirmed in it and stands by.
    """

    number: int
    planned: Sequence[Plan]
    done: Sequence[Evidence]
    learned: Sequence[Plan]
    reflections: Sequence[Evidence]
    assessed: Sequence[Assessment]
    confirmed: Sequence[ConfirmationRequest]

    @property
    def is_empty(self) -> bool:
        looked_at = self.assessed or self.confirmed
        return not (self.planned or self.done or self.learned or self.reflections or looked_at)


def list_years(member: Member) -> list[int]:
    """Return the years to choose from, the latest first: from the earliest evidence or plan to now."""
    this = timezone.localdate().year
    evidence = Evidence.objects.owned_by(member).aggregate(first=Min("began_on"), last=Max("began_on"))
    plan = Plan.objects.filter(owner=member).aggregate(first=Min(ExtractYear("begun_at")))["first"]
    first = min([this, *([evidence["first"].year] if evidence["first"] else []), *([plan] if plan else [])])
    return list(range(this, max(first, this - EARLIEST) - 1, -1))


def get_annual_summary(member: Member, number: int) -> AnnualSummary:
    """Read a member's year."""
    ended = Q(conclusion=None) | Q(conclusion__at__year__gte=number)
    plans = Plan.objects.filter(ended, owner=member, set_aside_at=None, begun_at__year__lte=number)
    planned = list(plans.exclude(goal="").select_related("conclusion").order_by("begun_at", "id"))
    within = Q(began_on__year=number) | Q(ended_on__year=number)
    evidence = list(Evidence.objects.owned_by(member).filter(within).order_by("began_on", "id"))
    judged = Assessment.objects.filter(owner=member, result__at__year=number).with_state()
    stand = ConfirmationRequest.objects.filter(
        owner=member, confirmation__at__year=number, confirmation__revocation=None
    ).with_state()
    return AnnualSummary(
        number,
        planned=planned,
        done=[each for each in evidence if each.kind != EvidenceKind.REFLECTION],
        learned=[plan for plan in planned if plan.reflection and _finished_in(plan, number)],
        reflections=[each for each in evidence if each.kind == EvidenceKind.REFLECTION],
        assessed=list(judged.order_by("result__at", "id")),
        confirmed=list(stand.order_by("confirmation__at", "id")),
    )


def _finished_in(plan: Plan, number: int) -> bool:
    return hasattr(plan, "conclusion") and timezone.localtime(plan.conclusion.at).year == number
