"""The one thing to do next in a partnership, chosen from what is true: plain values in and out."""

from datetime import datetime

from meetings.next_step import Ahead, Behind, Step, step_after, step_before


def next_step(
    *,
    now: datetime,
    ahead: Ahead | None,
    behind: Behind | None,
    has_signed: bool,
    view_is_awaited: bool,
    review_is_due: bool,
) -> Step:
    """Return the next step of one party in a partnership that is under way."""
    steps = [
        step_before(ahead, now) if ahead else Step.PROPOSE,
        step_after(behind, now) if behind else Step.NOTHING,
        Step.NOTHING if has_signed else Step.SIGN,
        Step.ANSWER if view_is_awaited else Step.NOTHING,
        Step.REVIEW if review_is_due else Step.NOTHING,
    ]
    return min(steps)
