"""What the page of a community has its one main button for."""

from dataclasses import dataclass

import pytest

from cop.next_step import CommunityStep, next_step

NAMES = (
    "is_closed is_invited has_begun has_answered has_the_turn may_arrange"
    " swap_waits request_waits turn_is_offered is_to_close is_to_evaluate"
)
CALM = dict.fromkeys(NAMES.split(), False)


@dataclass
class Asked:
    step: CommunityStep
    situation: dict[str, bool]


# What asks for each step, from the last in the order to the first; each is true beside those before it.
ASKED = [
    Asked(CommunityStep.SHARE, {}),
    Asked(CommunityStep.TAKE_TURN, {"turn_is_offered": True}),
    Asked(CommunityStep.PREPARE, {"is_invited": True, "has_answered": True, "has_the_turn": True}),
    Asked(CommunityStep.ARRANGE, {"may_arrange": True}),
    Asked(CommunityStep.EVALUATE, {"is_to_evaluate": True}),
    Asked(CommunityStep.CLOSE, {"is_to_close": True}),
    Asked(CommunityStep.ANSWER_REQUEST, {"request_waits": True}),
    Asked(CommunityStep.REPLY, {"is_invited": True, "has_answered": False}),
    Asked(CommunityStep.ANSWER_SWAP, {"swap_waits": True}),
    Asked(CommunityStep.JOIN, {"has_begun": True, "has_the_turn": False}),
    Asked(CommunityStep.RUN, {"has_the_turn": True}),
]


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_what_is_more_pressing_comes_first(number):
    situation = dict(CALM)
    for asked in ASKED[: number + 1]:
        situation |= asked.situation
    assert next_step(**situation) == ASKED[number].step


def test_a_closed_community_asks_for_nothing_but_how_its_last_session_was():
    everything = dict.fromkeys(CALM, True)
    assert next_step(**everything) == CommunityStep.EVALUATE
    assert next_step(**everything | {"is_to_evaluate": False}) == CommunityStep.NOTHING
