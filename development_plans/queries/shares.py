"""Who may read a plan, and what mentees show to a mentor."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
)

from development_plans.models import (
    Plan,
    PlanComment,
    PlanShare,
)
from development_plans.queries.plans import ReadablePlan, readable_plans
from meetings.wording import names_of
from organisations.models import Member
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query


@dataclass(frozen=True)
class MenteesPlans:
    """A mentee with the plans they shared."""

    member: Member
    plans: list[Any]


def list_mentees_plans(member: Member) -> list[MenteesPlans]:
    """Return what mentees shared with a mentor, by mentee; each plan with ``progress_at``, when the log last grew."""
    shared = PlanShare.objects.standing().filter(plan=OuterRef("pk"), member=member)
    comments = PlanComment.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    found = (
        readable_plans(member)
        .filter(Exists(shared), set_aside_at=None)
        .exclude(owner=member)
        .annotate(
            progress_at=Max("log__at"), said=Subquery(comments.annotate(count=Count("pk")).values("count"))
        )
        .order_by(ByName("owner__display_name"), "owner", "step", "-begun_at")
    )
    people: dict[UUID, MenteesPlans] = {}
    for plan in found:
        people.setdefault(plan.owner_id, MenteesPlans(plan.owner, [])).plans.append(plan)
    return list(people.values())


@dataclass(frozen=True)
class PlanSharing:
    """To whom a plan is shown, and to whom it could be."""

    standing: list[PlanShare]
    possible: list[dict[str, str]]  # the key and the name of each
    past: list[PlanShare]

    @property
    def names(self) -> str:
        """Those who may read it, in a row."""
        return names_of([share.member for share in self.standing])


def get_sharing(readable: ReadablePlan) -> PlanSharing:
    """Read who may see one's plan, now and before; on its page also to whom it could be shown."""
    rows = _shares(readable.plan)
    standing = [row for row in rows if row.stands]
    shown = {str(row.member_id) for row in standing}
    return PlanSharing(
        standing,
        [mentor for mentor in getattr(readable.plan, "mentors", ()) if mentor["pk"] not in shown],
        [row for row in rows if row.taken_back_at is not None],
    )


@prepared_query
def _shares(plan: Plan) -> QuerySet[Any]:
    stands = Exists(PlanShare.objects.standing().filter(pk=OuterRef("pk")))
    return PlanShare.objects.filter(plan=plan).select_related("member").annotate(stands=stands)
