"""The way of a partnership, step by step."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from partnerships import guide, lifecycle
from partnerships.queries.partnerships import MemberPartnership
from web.labels import STAGES, Words, stage_index


@dataclass(frozen=True)
class HistoryStep:
    """A step on the way: when, what, in which stage's colour, and what it followed from."""

    at: datetime
    title: Words
    words: Words
    colour: str
    review_pk: UUID | None = None


def list_steps(place: MemberPartnership) -> list[HistoryStep]:
    """Read the way of a partnership, in order: its transitions, the reviews that moved nothing, its conclusion."""
    found = [
        HistoryStep(
            step.at,
            step.get_to_stage_display(),
            step.get_reason_display(),
            _colour(step.to_stage),
            step.review_id,
        )
        for step in place.partnership.transitions.all()
    ]
    found += [
        HistoryStep(
            review.settled_at or review.opened_at,
            _("You reviewed %(stage)s") % {"stage": review.get_stage_display().lower()},
            guide.OUTCOMES[review.outcome],
            _colour(review.stage),
            review.pk,
        )
        for review in place.partnership.reviews.filter(outcome__in=[lifecycle.STAYED, lifecycle.DIFFERED])
    ]
    if place.partnership.is_concluded:
        conclusion = place.partnership.conclusion
        found.append(HistoryStep(conclusion.at, conclusion.get_kind_display(), place.how_it_concluded, ""))
    return sorted(found, key=lambda step: step.at)


def _colour(stage: str) -> str:
    return STAGES[stage_index(stage)].colour
