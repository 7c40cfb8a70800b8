"""How a partnership moves through its four stages: plain values in and out, no database.

A stage is named by its stored value (``web.labels.STAGES``), a proposal by ``move-on``, ``stay`` or ``return``, an
outcome by ``moved``, ``stayed``, ``returned`` or ``differed``. All times are aware.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from web.labels import STAGES, stage_index

ORDER = tuple(stage.value for stage in STAGES)
FIRST, LAST = ORDER[0], ORDER[-1]

MOVE_ON, STAY, RETURN = "move-on", "stay", "return"
MOVED, STAYED, RETURNED, DIFFERED = "moved", "stayed", "returned", "differed"
ENDED, CONTINUED, EARLY = "ended", "continued", "early"

# The line of a stage never reaches the next station by itself: getting there is decided, not waited for.
FURTHEST = 0.94


def stage_after(stage: str) -> str | None:
    """Return the next stage, None after the last.

    Raises:
        ValueError: there is no such stage.
    """
    place = stage_index(stage)
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def stage_before(stage: str) -> str | None:
    """Return the stage before, None for the first.

    Raises:
        ValueError: there is no such stage.
    """
    place = stage_index(stage)
    return ORDER[place - 1] if place else None


def proposals_in(stage: str) -> tuple[str, ...]:
    """Return what can be proposed in a review of this stage.

    Nothing comes after redefinition but a conclusion, and nothing before initiation.

    Raises:
        ValueError: there is no such stage.
    """
    open_ways = [STAY]
    if stage_after(stage):
        open_ways.insert(0, MOVE_ON)
    if stage_before(stage):
        open_ways.append(RETURN)
    return tuple(open_ways)


@dataclass(frozen=True)
class ReviewSettlement:
    """What a review comes to: its outcome, and the stage the partnership is in from then on."""

    outcome: str
    stage: str


def settle(stage: str, proposals: Sequence[str]) -> ReviewSettlement:
    """Settle a review of ``stage`` from what each side proposes; their order does not matter.

    Raises:
        ValueError: nobody proposes anything, or something that this stage does not allow.
    """
    allowed = proposals_in(stage)
    if not proposals or not set(proposals) <= set(allowed):
        raise ValueError(
            f"{stage} is settled from one or more of {', '.join(allowed)}, not {list(proposals)}"
        )
    if len(set(proposals)) > 1:
        return ReviewSettlement(DIFFERED, stage)
    agreed = proposals[0]
    if agreed == MOVE_ON:
        return ReviewSettlement(MOVED, stage_after(stage) or stage)
    if agreed == RETURN:
        return ReviewSettlement(RETURNED, stage_before(stage) or stage)
    return ReviewSettlement(STAYED, stage)


def conclusions_in(stage: str) -> tuple[str, ...]:
    """Return the ways to conclude from this stage: reaching the goals or going on informally only from the last.

    Raises:
        ValueError: there is no such stage.
    """
    return (ENDED, CONTINUED, EARLY) if stage_after(stage) is None else (EARLY,)


def progress(since: datetime, weeks: int, now: datetime) -> float:
    """Return how far a stage entered at ``since`` and expected to last ``weeks`` has come by ``now``.

    From 0 to just below 1, however long it takes: only a review moves it over.
    """
    passed = (now - since) / timedelta(weeks=max(1, weeks))
    return max(0.0, min(FURTHEST, passed))


@dataclass(frozen=True)
class Visit:
    """A time spent in a stage; ``until`` is None while it lasts."""

    stage: str
    since: datetime
    until: datetime | None


def visits(steps: Iterable[tuple[str, datetime]]) -> list[Visit]:
    """Turn steps (the stage entered, when) into visits, the earliest first. The last one still lasts."""
    entered = sorted(steps, key=lambda step: step[1])
    ends = [at for _, at in entered[1:]]
    return [Visit(stage, since, until) for (stage, since), until in zip(entered, [*ends, None], strict=True)]


def marks(
    visited: Sequence[Visit], weeks: Mapping[str, int], moments: Iterable[datetime]
) -> list[tuple[str, float]]:
    """Place each moment on the path: the stage it fell into and how far through it, from 0 to below 1.

    A stage that is behind is as long as it was; the current one as long as it is expected to be. What took place
    before the beginning (a meeting logged afterwards) stands at the beginning. No visits, no marks.
    """
    placed = []
    for moment in moments if visited else ():
        visit = next((each for each in reversed(visited) if each.since <= moment), visited[0])
        expected = timedelta(weeks=max(1, weeks.get(visit.stage, 1)))
        length = visit.until - visit.since if visit.until else expected
        share = (moment - visit.since) / (length or expected)
        placed.append((visit.stage, max(0.0, min(FURTHEST, share))))
    return placed
