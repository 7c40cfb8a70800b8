"""Looking back: neither sees the other's view before both are there, the coordinator never; agreeing moves."""

from datetime import timedelta

import pytest
from django.db import connection

from meetings.models import AgendaItem
from partnerships import actions
from partnerships.actions import PartnershipError
from partnerships.models import (
    PartnershipMeeting,
    PracticeRating,
    ReviewAnswer,
    ReviewAnswered,
    StageReview,
    Transition,
)
from programmes.models import Practice
from tests import make
from tests.partnerships.conftest import CANARY, Pair
from tests.post import messages

pytestmark = pytest.mark.django_db


def seen(pair: Pair, member: object) -> tuple[int, int]:
    """How many answers and ratings plain SQL shows to a member."""
    with pair.inside(member), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM partnerships_reviewanswer),"
            " (SELECT count(*) FROM partnerships_practicerating)"
        )
        return cursor.fetchone()


def test_before_both_have_answered_each_sees_only_their_own(pair: Pair):
    pair.answer(pair.maya)
    assert seen(pair, pair.maya) == (1, 3)
    for person in (pair.tomas, pair.ines, pair.noor, None):
        assert seen(pair, person) == (0, 0), person


def test_after_both_have_answered_the_two_see_both_and_nobody_else_any(pair: Pair):
    pair.answer(pair.maya)
    pair.answer(pair.tomas)
    for person in (pair.maya, pair.tomas):
        assert seen(pair, person) == (2, 6), person
    for person in (pair.ines, pair.noor, None):
        assert seen(pair, person) == (0, 0), person


def test_both_move_on(pair: Pair):
    pair.answer(pair.maya, "move-on")
    assert pair.again().stage == "initiation"
    review = pair.answer(pair.tomas, "move-on")
    assert review.outcome == "moved"
    assert pair.again().stage == "consolidation"
    with pair.inside(pair.maya):
        step = Transition.objects.get(reason="agreed")
        assert (step.from_stage, step.to_stage, step.review, step.by) == (
            "initiation",
            "consolidation",
            review,
            pair.tomas,
        )


def test_both_go_back(pair: Pair):
    pair.move_to("construction")
    pair.answer(pair.tomas, "return")
    assert pair.answer(pair.maya, "return").outcome == "returned"
    assert pair.again().stage == "consolidation"


def test_both_stay_and_can_look_back_again(pair: Pair):
    pair.answer(pair.maya, "stay")
    first = pair.answer(pair.tomas, "stay")
    assert first.outcome == "stayed"
    assert pair.again().stage == "initiation"
    assert pair.answer(pair.maya, "move-on") != first


def test_different_views_become_an_item_of_the_next_meeting(pair: Pair):
    meeting = make.meeting([pair.maya, pair.tomas])
    with pair.inside():
        PartnershipMeeting.objects.create(
            organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
        )
    pair.answer(pair.maya, "move-on")
    assert pair.answer(pair.tomas, "stay").outcome == "differed"
    assert pair.again().stage == "initiation"
    with pair.inside(pair.maya):
        item = AgendaItem.objects.get()
        assert item.meeting == meeting
        assert item.text.startswith("Where we see initiation differently")
        assert CANARY not in item.text


def test_without_a_next_meeting_the_page_shows_the_difference_and_the_meeting_then_proposed_takes_it(
    pair: Pair,
):
    pair.answer(pair.maya, "move-on")
    pair.answer(pair.tomas, "stay")
    assert "You see this stage differently" in pair.client(pair.maya).get(pair.url()).text
    with pair.inside(pair.maya):
        assert not AgendaItem.objects.exists()
        for weeks in (1, 3):
            actions.propose_meeting(
                partnership=pair.partnership,
                by=pair.maya,
                starts_at=make.timezone.now() + timedelta(weeks=weeks),
                minutes=60,
                zone="Europe/London",
            )
        assert AgendaItem.objects.count() == 1


def test_both_are_told_when_it_is_settled_and_the_partner_when_it_waits(pair: Pair):
    pair.answer(pair.maya)
    with pair.inside():
        told = messages().filter(kind="review-waits")
        assert [message.recipient for message in told] == [pair.tomas]
    pair.answer(pair.tomas)
    with pair.inside():
        assert messages().filter(kind="review-settled").count() == 2


def test_a_view_is_given_once(pair: Pair):
    pair.answer(pair.maya)
    with pytest.raises(PartnershipError, match="already"):
        pair.answer(pair.maya, "stay")
    with pair.inside(pair.maya):
        assert ReviewAnswer.objects.get().proposes == "move-on"


def test_only_one_review_is_open(pair: Pair):
    with pair.inside(pair.maya):
        first = actions.open_review(partnership=pair.partnership, by=pair.maya)
    with pair.inside(pair.tomas):
        assert actions.open_review(partnership=pair.partnership, by=pair.tomas) == first


@pytest.mark.parametrize(
    ("stage", "proposes"), [("initiation", "return"), ("redefinition", "move-on"), ("construction", "x")]
)
def test_a_proposal_that_the_stage_does_not_allow(pair: Pair, stage: str, proposes: str):
    pair.move_to(stage)
    with pytest.raises(PartnershipError, match="does not allow"):
        pair.answer(pair.maya, proposes)
    with pair.inside():
        assert not ReviewAnswered.objects.exists()


def test_each_practice_of_the_stage_is_rated_and_no_other(pair: Pair):
    with pair.inside():
        theirs = list(Practice.objects.filter(stage="initiation"))
        other = Practice.objects.filter(stage="construction")[0]
    for ratings in ({}, {theirs[0].pk: 1}, {practice.pk: 1 for practice in [*theirs, other]}):
        with pytest.raises(PartnershipError, match="each practice"):
            pair.answer(pair.maya, ratings=ratings)
    with pair.inside(pair.maya):
        assert not PracticeRating.objects.exists()


# On the pages


def view_of(pair: Pair, **changed: object) -> dict[str, object]:
    with pair.inside():
        stage = pair.again().stage
        practices = Practice.objects.filter(programme=pair.cohort.programme_id, stage=stage)
        ratings = {f"practice_{practice.pk}": "3" for practice in practices}
    view = {"noticed": CANARY, "trust": "4", "openness": "4", "enthusiasm": "5", "proposes": "move-on"}
    return {**ratings, **view, **changed}


def test_looking_back_on_the_pages(pair: Pair):
    maya, tomas = pair.client(pair.maya), pair.client(pair.tomas)
    assert "initiation practice 2" in maya.get(pair.url("review/")).text
    waits = maya.post(pair.url("review/"), view_of(pair), follow=True)
    assert "You have reviewed this stage" in waits.text
    assert CANARY in waits.text
    page = tomas.get(pair.url())
    assert CANARY not in page.text
    assert "has reviewed this stage and waits for your review" in page.text
    assert CANARY not in tomas.get(pair.url("review/")).text
    both = tomas.post(pair.url("review/"), view_of(pair, noticed="Tomás noticed"), follow=True)
    assert "You both want to move on, so you have." in both.text
    assert CANARY in both.text
    assert "Tomás noticed" in maya.get(both.redirect_chain[-1][0]).text


def test_an_open_review_has_no_page_of_both_views(pair: Pair):
    review = pair.answer(pair.maya)
    for person in (pair.maya, pair.tomas):
        assert pair.client(person).get(pair.url(f"reviews/{review.pk}/")).status_code == 404


def test_an_incomplete_view_is_asked_for_and_nothing_is_stored(pair: Pair):
    client = pair.client(pair.maya)
    for changed in (
        {"trust": "6"},
        {"trust": ""},
        {"proposes": "return"},
        {"noticed": "x" * 4001},
        {"openness": "\0"},
    ):
        answer = client.post(pair.url("review/"), view_of(pair, **changed))
        assert answer.status_code == 422, changed
    with pair.inside(pair.maya):
        assert not StageReview.objects.exists()


def test_answering_a_second_time_on_the_page_says_so(pair: Pair):
    client = pair.client(pair.maya)
    client.post(pair.url("review/"), view_of(pair))
    answer = client.post(pair.url("review/"), view_of(pair))
    assert answer.status_code == 422
    assert "reviewed this stage already" in answer.text


def test_a_view_can_be_taken_back_until_the_other_is_there(pair: Pair):
    review = pair.answer(pair.maya)
    with pair.inside(pair.tomas), pytest.raises(PartnershipError):
        actions.take_view_back(review=review, by=pair.tomas)
    page = pair.client(pair.maya).post(pair.url("review/withdrawal/")).text
    assert f"{CANARY} noticed by Maya" in page
    with pair.inside(pair.maya):
        assert not StageReview.objects.exists()
        assert not messages().filter(kind="review-waits", state="waiting").exists()
    assert seen(pair, pair.maya) == (0, 0)
    again = pair.answer(pair.maya)
    pair.answer(pair.tomas)
    late = pair.client(pair.maya).post(pair.url("review/withdrawal/"), follow=True)
    assert late.redirect_chain == [(pair.url(""), 302)]
    assert "Both views are there now" in late.text
    with pair.inside(pair.maya):
        with pytest.raises(PartnershipError, match="Both views are there"):
            actions.take_view_back(review=again, by=pair.maya)
        assert ReviewAnswer.objects.all()._raw_delete("default") == 0
        assert ReviewAnswered.objects.all()._raw_delete("default") == 0
        assert PracticeRating.objects.all()._raw_delete("default") == 0


def test_nobody_takes_anothers_view_back(pair: Pair):
    pair.answer(pair.maya)
    with pair.inside(pair.tomas):
        assert ReviewAnswered.objects.all()._raw_delete("default") == 0


def test_a_view_from_a_page_of_before_counts_for_no_other_review(pair: Pair):
    """Opened twice, given once, settled: what the second window still has is about the review that is over."""
    maya, tomas = pair.client(pair.maya), pair.client(pair.tomas)
    maya.get(pair.url("review/"))
    old = view_of(pair, proposes="stay", noticed="In the old window") | {"reviews_before": 0}
    maya.post(pair.url("review/"), view_of(pair, proposes="stay") | {"reviews_before": 0})
    tomas.post(pair.url("review/"), view_of(pair, proposes="stay") | {"reviews_before": 0})
    answer = maya.post(pair.url("review/"), old)
    assert answer.status_code == 422
    assert "You two have finished this review meanwhile." in answer.text
    assert "In the old window" in answer.text
    with pair.inside(pair.maya):
        assert StageReview.objects.count() == 1
    assert 'name="reviews_before" value="1"' in maya.get(pair.url("review/")).text
