"""Where the latest stage review stands, and both views of a stage side by side."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from organisations.prepared_queries import prepared_query
from partnerships import guide, lifecycle
from partnerships.models import Partnership, Party, ReviewAnswered, StageReview
from partnerships.queries.partnerships import MemberPartnership
from web.labels import Words


@dataclass(frozen=True)
class ReviewState:
    """Where the latest stage review stands."""

    review: Any  # a StageReview with `answered_by`
    place: MemberPartnership

    @property
    def is_open(self) -> bool:
        return bool(self.review.outcome == StageReview.Outcome.OPEN)

    @property
    def answered_by_me(self) -> bool:
        return self.place.me.member_id in self.review.answered_by

    @property
    def waits_for_me(self) -> bool:
        """Whether somebody has looked back and waits for this member's view."""
        return self.is_open and bool(self.review.answered_by) and not self.answered_by_me

    @property
    def waits_for_others(self) -> bool:
        return self.is_open and self.answered_by_me

    @property
    def differs(self) -> bool:
        """Whether the two left the present stage's review with different views."""
        same_stage = self.review.stage == self.place.partnership.stage
        return bool(same_stage and self.review.outcome == lifecycle.DIFFERED)


@prepared_query
def _review(partnership: Partnership) -> "QuerySet[StageReview]":
    """The latest stage review, with who has answered it."""
    answered = ReviewAnswered.objects.filter(review=OuterRef("pk")).values("member")
    reviews = StageReview.objects.filter(partnership=partnership)
    return reviews.annotate(answered_by=ArraySubquery(answered))[:1]


def get_review_state(place: MemberPartnership) -> ReviewState | None:
    """Read the latest review and who has answered it in one query; None before the first."""
    latest = _review(place.partnership)
    return ReviewState(latest[0], place) if latest else None


def count_settled_reviews(place: MemberPartnership) -> int:
    """Return how many reviews the two have settled, of whatever stage."""
    settled: int = place.partnership.reviews.exclude(outcome=StageReview.Outcome.OPEN).count()
    return settled


@dataclass(frozen=True)
class ComparedRow:
    """One line of two views side by side."""

    label: Words
    views: list[Words]


@dataclass(frozen=True)
class SideBySide:
    """Both views of a stage, once both are there: one's own first."""

    heads: list[Party]
    practices: list[ComparedRow]
    pulse: list[ComparedRow]
    proposals: list[ComparedRow]
    noticed: list[tuple[Party, str]]
    is_whole: bool


def compare_views(place: MemberPartnership, review: StageReview) -> SideBySide:
    """Read all views of a settled review. As long as one is missing, only one's own can be read."""
    answers = {
        answer.member_id: answer
        for answer in review.answers.prefetch_related("ratings__practice").order_by("at")
    }
    heads = [party for party in (place.me, *place.others) if party.member_id in answers]
    views = [answers[party.member_id] for party in heads]
    words = dict(guide.RATINGS)
    ratings = [{rating.practice: words[rating.rating] for rating in view.ratings.all()} for view in views]
    seen = sorted({practice for view in ratings for practice in view}, key=lambda practice: practice.position)
    scale = dict(guide.PULSE_SCALE)
    return SideBySide(
        heads=heads,
        practices=[
            ComparedRow(practice.text, [view.get(practice, "–") for view in ratings]) for practice in seen
        ],
        pulse=[
            ComparedRow(label, [scale[getattr(view, name)] for view in views])
            for name, label, _hint in guide.PULSE
        ],
        proposals=[ComparedRow("", [view.get_proposes_display() for view in views])],
        noticed=[(party, answers[party.member_id].noticed) for party in heads],
        is_whole=len(heads) == 1 + len(place.others),
    )
