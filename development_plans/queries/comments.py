"""What was said beside the steps of a plan."""

from typing import Any

from django.db.models import (
    QuerySet,
)

from development_plans.models import (
    Plan,
    PlanComment,
)
from development_plans.queries.plans import ReadablePlan
from organisations.prepared_queries import prepared_query


def list_comments(readable: ReadablePlan, step: int | None = None) -> list[Any]:
    """Return what was said to a plan, or beside one of its steps, the earliest first.

    Each has ``is_new``: somebody else said it since one looked at the plan.
    """
    found = [said for said in _comments(readable.plan) if step is None or said.step == step]
    since = readable.plan.looked_at
    for comment in found:
        comment.is_new = comment.author_id != readable.me.pk and (since is None or since < comment.created_at)
    return found


@prepared_query
def _comments(plan: Plan) -> QuerySet[Any]:
    return PlanComment.objects.filter(plan=plan).select_related("author")
