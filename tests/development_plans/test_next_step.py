"""What the page of a plan has its one main button for."""

import pytest

from development_plans.next_step import PlanNext, next_step

CALM = {"is_mine": True, "waits": False, "is_set_aside": False, "is_finished": False, "is_followed": False}


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        ({}, PlanNext.GO_ON),
        ({"waits": True}, PlanNext.FIRST_GOAL),
        ({"is_finished": True}, PlanNext.NEXT_GOAL),
        ({"is_finished": True, "is_followed": True}, PlanNext.NOTHING),
        ({"is_set_aside": True, "waits": True}, PlanNext.TAKE_UP),
        ({"is_mine": False}, PlanNext.NOTHING),
        ({"is_mine": False, "is_set_aside": True}, PlanNext.NOTHING),
    ],
)
def test_each_situation_asks_for_its_step(situation, step):
    assert next_step(**CALM | situation) == step
