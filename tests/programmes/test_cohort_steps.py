"""What the pages of a cohort and of its matching have their one main button for."""

import pytest

from programmes.cohort_steps import CohortStep, MatchingStep, cohort_step, matching_step

FULL = {"is_closed": False, "mentors": 5, "mentees": 6, "unmatched": 3, "asked": 1}
FOUND = {
    "is_closed": False,
    "has_to_order": False,
    "may_match": True,
    "may_propose": True,
    "pairs": 4,
    "has_changed": False,
}


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        ({}, CohortStep.MATCH),
        ({"asked": 3}, CohortStep.NOTHING),
        ({"unmatched": 0, "asked": 0}, CohortStep.NOTHING),
        ({"mentors": 0}, CohortStep.IMPORT),
        ({"mentees": 0, "unmatched": 0, "asked": 0}, CohortStep.IMPORT),
        ({"is_closed": True}, CohortStep.NOTHING),
        ({"is_closed": True, "mentors": 0}, CohortStep.NOTHING),
    ],
)
def test_each_cohort_asks_for_its_step(situation, step):
    assert cohort_step(**FULL | situation) == step


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        ({}, MatchingStep.PROPOSE),
        ({"has_changed": True}, MatchingStep.MATCH),
        ({"pairs": 0}, MatchingStep.MATCH),
        ({"may_propose": False}, MatchingStep.MATCH),
        ({"may_propose": False, "may_match": False}, MatchingStep.NOTHING),
        ({"has_to_order": True}, MatchingStep.ORDER),
        ({"has_to_order": True, "is_closed": True}, MatchingStep.NOTHING),
    ],
)
def test_each_matching_asks_for_its_step(situation, step):
    assert matching_step(**FOUND | situation) == step
