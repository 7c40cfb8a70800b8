"""The feedback that an owner asked for, and what came of it."""

from typing import Any

from django.db.models import (
    Prefetch,
)

from development_plans.models import (
    FeedbackAnswer,
    FeedbackRequest,
)
from development_plans.queries.plans import ReadablePlan


def list_feedback_requests(readable: ReadablePlan) -> list[Any]:
    """Return what feedback was asked of whom, the latest first."""
    answers = Prefetch("answers", FeedbackAnswer.objects.select_related("invitation"))
    return list(FeedbackRequest.objects.filter(plan=readable.plan).with_counts().prefetch_related(answers))
