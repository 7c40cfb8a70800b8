"""The one thing to do next in a community, for one of its members: plain values in and out."""

from enum import IntEnum


class CommunityStep(IntEnum):
    """What the main button of a community's page does, the most pressing first."""

    RUN = 0  # the member's own session, which is on
    JOIN = 1  # a session that is on
    ANSWER_SWAP = 2
    REPLY = 3
    ANSWER_REQUEST = 4  # of somebody who asks to join
    CLOSE = 5  # a session that is over
    EVALUATE = 6
    ARRANGE = 7
    PREPARE = 8
    TAKE_TURN = 9
    SHARE = 10
    NOTHING = 11


def next_step(
    *,
    is_closed: bool,
    is_invited: bool,
    has_begun: bool,
    has_answered: bool,
    has_the_turn: bool,
    may_arrange: bool,
    swap_waits: bool,
    request_waits: bool,
    turn_is_offered: bool,
    is_to_close: bool,
    is_to_evaluate: bool,
) -> CommunityStep:
    """Return the next step of a member.

    Args:
        is_invited: whether a session is planned to which the member is invited; ``has_begun`` and ``has_answered`` are
            about that session.
        has_the_turn: whether the member facilitates next.
        may_arrange: whether no session is planned and it is for the member to find a time.
        is_to_close: whether it is for the member to close a session that is over.
    """
    if is_closed:
        return CommunityStep.EVALUATE if is_to_evaluate else CommunityStep.NOTHING
    asks = {
        CommunityStep.RUN: is_invited and has_begun and has_the_turn,
        CommunityStep.JOIN: is_invited and has_begun,
        CommunityStep.ANSWER_SWAP: swap_waits,
        CommunityStep.REPLY: is_invited and not has_answered,
        CommunityStep.ANSWER_REQUEST: request_waits,
        CommunityStep.CLOSE: is_to_close,
        CommunityStep.EVALUATE: is_to_evaluate,
        CommunityStep.ARRANGE: may_arrange,
        CommunityStep.PREPARE: is_invited and has_the_turn,
        CommunityStep.TAKE_TURN: turn_is_offered,
    }
    return min((step for step, is_asked in asks.items() if is_asked), default=CommunityStep.SHARE)
