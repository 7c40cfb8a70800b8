"""Looking back on a stage: each side's view, what both lead to, and what is left to talk about."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import actions as meetings
from meetings.models import Meeting
from notifications import outbox
from organisations import audit
from organisations.models import Member
from partnerships import guide, lifecycle
from partnerships.actions.checks import locked, meetings_of
from partnerships.actions.notices import tell
from partnerships.errors import PartnershipError
from partnerships.models import (
    Partnership,
    PracticeRating,
    ReviewAnswer,
    ReviewAnswered,
    StageReview,
    Transition,
)
from programmes.models import Practice


@transaction.atomic
def open_review(*, partnership: Partnership, by: Member) -> StageReview:
    """Begin to look back on the present stage; return the review that is open already when there is one.

    Raises:
        PartnershipError: it is not theirs, or has ended.
    """
    partnership = locked(partnership, by)
    review, opened = StageReview.objects.get_or_create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        outcome=StageReview.Outcome.OPEN,
        defaults={"stage": partnership.stage, "opened_by": by},
    )
    if opened:
        audit.record("review.opened", on=partnership, by=by)
    return review


@transaction.atomic
def answer_review(
    *,
    review: StageReview,
    ratings: Mapping[UUID, int],
    noticed: str,
    trust: int,
    openness: int,
    enthusiasm: int,
    proposes: str,
    by: Member,
) -> StageReview:
    """Save one side's view of a stage. The last answer settles the review and opens the views to each other.

    Args:
        ratings: for each practice of the stage (by id) how far it is present, 0 to 3; none between peers.
        trust, openness, enthusiasm: 1 to 5.
        proposes: ``move-on``, ``stay`` or ``return``, as the stage allows.

    Raises:
        PartnershipError: they answered already, a practice has no rating, the proposal does not fit the stage, it
            is not theirs, or the partnership has ended.
    """
    partnership = locked(review.partnership, by)
    review = StageReview.objects.get(pk=review.pk, partnership=partnership)
    if ReviewAnswered.objects.filter(review=review, member=by).exists():
        raise PartnershipError(_("You have reviewed this stage already. Your review stands as it is."))
    if review.outcome != StageReview.Outcome.OPEN:
        raise PartnershipError(_("This review is settled already."))
    if proposes not in lifecycle.proposals_in(review.stage):
        raise PartnershipError(_("This stage does not allow that. Choose another proposal."))
    if _asked_about(partnership, review) != set(ratings):
        raise PartnershipError(_("Say for each practice how far you see it. The list may just have changed."))
    organisation_id = partnership.organisation_id
    # First that it was answered: the wall in front of the answers opens by these rows, and to who answered only.
    ReviewAnswered.objects.create(organisation_id=organisation_id, review=review, member=by)
    answer = ReviewAnswer.objects.create(
        organisation_id=organisation_id,
        review=review,
        member=by,
        noticed=noticed,
        trust=trust,
        openness=openness,
        enthusiasm=enthusiasm,
        proposes=proposes,
    )
    PracticeRating.objects.bulk_create(
        PracticeRating(organisation_id=organisation_id, answer=answer, practice_id=practice, rating=rating)
        for practice, rating in ratings.items()
    )
    audit.record("review.answered", on=partnership, by=by)
    answered = set(ReviewAnswered.objects.filter(review=review).values_list("member", flat=True))
    if all(party.member_id in answered for party in partnership.parties.all()):
        _settle(partnership, review, by)
    else:
        waiting = [party for party in partnership.parties.all() if party.member_id not in answered]
        for party in waiting:
            tell(party.member, "review-waits", of=partnership, about=review, page="partnership_review")
    return review


def _asked_about(partnership: Partnership, review: StageReview) -> set[UUID]:
    """Return the practices that a review asks for; they are a mentor's, so two peers are asked for none."""
    if partnership.is_of_peers:
        return set()
    practices = Practice.objects.filter(programme__cohorts=partnership.cohort_id, stage=review.stage)
    return set(practices.values_list("pk", flat=True))


@transaction.atomic
def take_view_back(*, review: StageReview, by: Member) -> None:
    """Take one's view of a stage back while somebody else's is still to come; a review nobody has answered closes.

    Raises:
        PartnershipError: all have answered, they have not, it is not theirs, or the partnership has ended.
    """
    partnership = locked(review.partnership, by)
    mine = ReviewAnswered.objects.filter(
        review=review, review__partnership=partnership, review__outcome=StageReview.Outcome.OPEN, member=by
    )
    if not mine.exists():
        raise PartnershipError(_("Both views are there now, so yours stays as it is."))
    outbox.cancel(review.pk)
    audit.record("review.taken-back", on=partnership, by=by)
    # The answer first: the walls let go of it as long as the row that says it was given is there.
    ReviewAnswer.objects.filter(review=review, member=by).delete()
    mine.delete()
    if not ReviewAnswered.objects.filter(review=review).exists():
        StageReview.objects.filter(pk=review.pk).delete()


def _settle(partnership: Partnership, review: StageReview, by: Member) -> None:
    """Do what the answers agree on; where they differ, leave it to the next meeting."""
    answers = ReviewAnswer.objects.filter(review=review).values_list("proposes", flat=True)
    settlement = lifecycle.settle(review.stage, list(answers))
    review.outcome = settlement.outcome
    review.settled_at = timezone.now()
    review.save(update_fields=["outcome", "settled_at"])
    if settlement.stage != partnership.stage:
        Transition.objects.create(
            organisation_id=partnership.organisation_id,
            partnership=partnership,
            from_stage=partnership.stage,
            to_stage=settlement.stage,
            reason=Transition.Reason.AGREED,
            review=review,
            by=by,
            at=review.settled_at,
        )
        partnership.stage = settlement.stage
        partnership.save(update_fields=["stage"])
    if settlement.outcome == lifecycle.DIFFERED:
        upcoming = meetings_of(partnership, by).upcoming().first()
        if upcoming:
            put_on_agenda(upcoming, review, by)
    audit.record("review.settled", on=partnership, by=by)
    for party in partnership.parties.all():
        tell(party.member, "review-settled", of=partnership, about=review, page="partnership_review_views")


def put_on_agenda(meeting: Meeting, review: StageReview, by: Member) -> None:
    """Have both views talked about. The item names the stage; the views themselves stay where they are."""
    meetings.add_agenda_item(
        by=by,
        meeting=meeting,
        text=_("Where we see %(stage)s differently: both views lie side by side in our partnership")
        % {"stage": review.get_stage_display().lower()},
        source=guide.FROM_REVIEW,
    )


def unsettled_difference(partnership: Partnership) -> StageReview | None:
    """Return the latest review when it left the two with different views of the present stage."""
    latest = partnership.reviews.first()
    differs = latest and latest.outcome == StageReview.Outcome.DIFFERED and latest.stage == partnership.stage
    return latest if differs else None
