"""The one thing to do next with a plan, for who owns it: plain values in and out."""

from enum import StrEnum


class PlanNext(StrEnum):
    """What the main button of a plan's page does."""

    FIRST_GOAL = "first goal"  # go on with the goal that comes first for it
    GO_ON = "go on"
    NEXT_GOAL = "next goal"
    TAKE_UP = "take up"
    NOTHING = "nothing"


def next_step(
    *, is_mine: bool, waits: bool, is_set_aside: bool, is_finished: bool, is_followed: bool
) -> PlanNext:
    """Return what comes next.

    Args:
        waits: whether a goal of its own comes first for it.
        is_followed: whether a next goal was set after it.
    """
    if not is_mine:
        return PlanNext.NOTHING
    if is_set_aside:
        return PlanNext.TAKE_UP
    if is_finished:
        return PlanNext.NOTHING if is_followed else PlanNext.NEXT_GOAL
    return PlanNext.FIRST_GOAL if waits else PlanNext.GO_ON
