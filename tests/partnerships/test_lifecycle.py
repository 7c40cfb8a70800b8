"""The stages, what proposals come to, and where things stand on the path: for any input."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships import lifecycle
from partnerships.models import Conclusion, ReviewAnswer, StageReview

BEGINNING = datetime(2026, 9, 22, 10, tzinfo=UTC)
stages = st.sampled_from(lifecycle.ORDER)
moments = st.integers(-300, 500).map(lambda days: BEGINNING + timedelta(days=days, hours=days % 24))
lengths = st.integers(1, 104)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[str, list[str]]:
    stage = draw(stages)
    return stage, draw(st.lists(st.sampled_from(lifecycle.proposals_in(stage)), min_size=1, max_size=5))


def test_the_words_are_those_of_the_tables():
    assert {*ReviewAnswer.Proposes} == {lifecycle.MOVE_ON, lifecycle.STAY, lifecycle.RETURN}
    assert {*StageReview.Outcome} - {""} == {
        lifecycle.MOVED,
        lifecycle.STAYED,
        lifecycle.RETURNED,
        lifecycle.DIFFERED,
    }
    assert {*Conclusion.Kind} == {lifecycle.ENDED, lifecycle.CONTINUED, lifecycle.EARLY}


def test_stages_follow_each_other_and_have_ends():
    for stage, after in zip(lifecycle.ORDER, lifecycle.ORDER[1:], strict=False):
        assert lifecycle.stage_after(stage) == after
        assert lifecycle.stage_before(after) == stage
    assert lifecycle.stage_before("initiation") is None
    assert lifecycle.stage_after("redefinition") is None


def test_the_first_stage_cannot_return_and_the_last_cannot_move_on():
    assert lifecycle.proposals_in("initiation") == ("move-on", "stay")
    assert lifecycle.proposals_in("construction") == ("move-on", "stay", "return")
    assert lifecycle.proposals_in("redefinition") == ("stay", "return")
    with pytest.raises(ValueError, match="initiation"):
        lifecycle.settle("initiation", ["return", "return"])
    with pytest.raises(ValueError, match="redefinition"):
        lifecycle.settle("redefinition", ["move-on", "move-on"])
    with pytest.raises(ValueError, match="construction"):
        lifecycle.settle("construction", [])


@given(reviews())
def test_a_stage_changes_by_one_and_only_when_all_agree(review: tuple[str, list[str]]):
    stage, proposals = review
    settlement = lifecycle.settle(stage, proposals)
    moved = lifecycle.ORDER.index(settlement.stage) - lifecycle.ORDER.index(stage)
    expected = {lifecycle.MOVED: 1, lifecycle.RETURNED: -1, lifecycle.STAYED: 0, lifecycle.DIFFERED: 0}
    assert moved == expected[settlement.outcome]
    assert (settlement.outcome == lifecycle.DIFFERED) == (len(set(proposals)) > 1)


@given(reviews())
def test_the_order_of_answers_does_not_matter(review: tuple[str, list[str]]):
    stage, proposals = review
    outcomes = {lifecycle.settle(stage, each) for each in permutations(proposals[:4])}
    assert len(outcomes) == 1


def test_goals_are_reached_in_the_last_stage_only():
    for stage in lifecycle.ORDER[:-1]:
        assert lifecycle.conclusions_in(stage) == ("early",)
    assert lifecycle.conclusions_in("redefinition") == ("ended", "continued", "early")


@given(moments, lengths, moments)
def test_progress_stays_on_its_stretch(since: datetime, weeks: int, now: datetime):
    assert 0 <= lifecycle.progress(since, weeks, now) <= lifecycle.FURTHEST < 1


@given(moments, lengths, moments, moments)
def test_progress_never_runs_backwards(since: datetime, weeks: int, one: datetime, other: datetime):
    earlier, later = sorted([one, other])
    assert lifecycle.progress(since, weeks, earlier) <= lifecycle.progress(since, weeks, later)


def test_progress_half_way_through_the_expected_weeks():
    assert lifecycle.progress(BEGINNING, 14, BEGINNING + timedelta(weeks=7)) == pytest.approx(0.5)


@given(st.lists(st.tuples(stages, moments), min_size=1, max_size=6), st.lists(moments, max_size=12))
def test_every_meeting_has_its_place_in_a_stage_that_was_visited(
    steps: list[tuple[str, datetime]], met: list[datetime]
):
    visited = lifecycle.visits(steps)
    placed = lifecycle.marks(visited, dict.fromkeys(lifecycle.ORDER, 6), met)
    assert len(placed) == len(met)
    assert {stage for stage, _share in placed} <= {stage for stage, _at in steps}
    assert all(0 <= share < 1 for _stage, share in placed)


@given(st.lists(moments, min_size=2, max_size=12))
def test_within_one_stage_meetings_keep_their_order(met: list[datetime]):
    visited = lifecycle.visits([("initiation", BEGINNING)])
    shares = [share for _stage, share in lifecycle.marks(visited, {"initiation": 200}, sorted(met))]
    assert shares == sorted(shares)


def test_a_stage_that_is_behind_is_as_long_as_it_was():
    visited = lifecycle.visits([("consolidation", BEGINNING + timedelta(weeks=8)), ("initiation", BEGINNING)])
    met = [BEGINNING + timedelta(weeks=4), BEGINNING + timedelta(weeks=15)]
    weeks = dict.fromkeys(lifecycle.ORDER, 14)
    assert lifecycle.marks(visited, weeks, met) == [
        ("initiation", pytest.approx(0.5)),
        ("consolidation", pytest.approx(0.5)),
    ]
    assert [visit.stage for visit in visited] == ["initiation", "consolidation"]
    assert visited[-1].until is None


def test_what_was_before_the_beginning_stands_at_the_beginning():
    visited = lifecycle.visits([("initiation", BEGINNING)])
    assert lifecycle.marks(visited, {}, [BEGINNING - timedelta(days=9)]) == [("initiation", 0.0)]
    assert lifecycle.marks([], {}, [BEGINNING]) == []
