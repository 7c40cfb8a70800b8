"""The six steps of a plan: which is complete, and where a plan stands. Pure.

The steps come in this order, and each can be visited again. A step counts as complete by what stands in it, never by
how good it is: none of the five short questions can be left blank, and none is given marks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

GOAL, ACTIONS, BARRIERS, DATES, DOING, LOOKING_BACK = ORDER = (1, 2, 3, 4, 5, 6)
FINISHED = 7
MOST_DEEP = 5  # plans that wait for one another; more is not a plan but a thicket


@dataclass(frozen=True)
class PlanContents:
    """What stands in a plan.

    Args:
        answers: the five short questions of the first step, as they were answered; a date as words.
        actions: how many there are; ``done`` of them are ticked off.
        barriers: how many there are; ``open_barriers`` of them cannot be overcome yet.
        sees_none: whether the owner says that nothing stands in the way.
        starts_on, completes_on, follows_up_on: the three dates.
        reflection: what was written on looking back.
        concluded: whether it was decided what comes of it.
    """

    answers: tuple[str, str, str, str, str] = ("", "", "", "", "")
    actions: int = 0
    done: int = 0
    barriers: int = 0
    open_barriers: int = 0
    sees_none: bool = False
    starts_on: date | None = None
    completes_on: date | None = None
    follows_up_on: date | None = None
    reflection: str = ""
    concluded: bool = False


def is_complete(step: int, written: PlanContents) -> bool:
    """Say whether a step has what it asks for, whatever the other steps have.

    Raises:
        ValueError: there is no such step.
    """
    match step:
        case 1:
            return all(answer.strip() for answer in written.answers)
        case 2:
            return written.actions > 0
        case 3:
            named = written.barriers > 0 or written.sees_none
            return named and written.open_barriers == 0
        case 4:
            return None not in (written.starts_on, written.completes_on, written.follows_up_on)
        case 5:
            return 0 < written.actions == written.done
        case 6:
            return bool(written.reflection.strip()) and written.concluded
    raise ValueError(f"No step {step}: they are 1 to 6")


def current_step(written: PlanContents) -> int:
    """Return the first step that is not complete, 1 to 6; 7 when all are."""
    return next((step for step in ORDER if not is_complete(step, written)), FINISHED)


def complete(written: PlanContents) -> list[int]:
    """Return the steps that are complete, also those behind one that is not."""
    return [step for step in ORDER if is_complete(step, written)]


def may_open(step: int, at: int, complete: Collection[int] = ()) -> bool:
    """Say whether a step can be visited: the one a plan stands at, each before it, and what was complete already."""
    return step in ORDER and (step <= at or step in complete)


def out_of_order(starts_on: date | None, completes_on: date | None, follows_up_on: date | None) -> str:
    """Name the first date that lies before the one it comes after; empty when they are in order, or not all there."""
    if starts_on and completes_on and completes_on < starts_on:
        return "completes_on"
    if completes_on and follows_up_on and follows_up_on < completes_on:
        return "follows_up_on"
    if starts_on and follows_up_on and follows_up_on < starts_on:
        return "follows_up_on"
    return ""


def depth(plan: object, waits: Mapping[object, object]) -> int:
    """Count the plans that wait, one for the other, for this one; ``waits`` gives for a plan the one that waits for it.

    Raises:
        ValueError: the plans wait in a circle.
    """
    seen = {plan}
    while plan in waits:
        plan = waits[plan]
        if plan in seen:
            raise ValueError("These plans wait for one another in a circle")
        seen.add(plan)
    return len(seen) - 1
