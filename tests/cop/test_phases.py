from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.phases import FOUNDING, ROTATING, SELF_MANAGING, History, following, missing

grown = History(
    members=12,
    workshop_held=True,
    sessions_held=6,
    facilitators=3,
    agenda_voices=3,
    charter_written=True,
    evaluated=True,
)


def test_phases_follow_one_another():
    assert [following(FOUNDING), following(ROTATING), following(SELF_MANAGING)] == [
        ROTATING,
        SELF_MANAGING,
        "",
    ]
    with pytest.raises(ValueError, match="not in tuple"):
        following("dissolving")


def test_nothing_is_missing_for_a_grown_community():
    assert [missing(phase, grown) for phase in (FOUNDING, ROTATING, SELF_MANAGING)] == [[], [], []]


@pytest.mark.parametrize(
    ("phase", "lack", "words"),
    [
        (FOUNDING, {"workshop_held": False}, "the familiarisation workshop"),
        (FOUNDING, {"members": 1}, "2 more members"),
        (FOUNDING, {"sessions_held": 1}, "one more session"),
        (FOUNDING, {"charter_written": False}, "your purpose and ways of working, written down"),
        (ROTATING, {"facilitators": 1}, "2 more people to facilitate"),
        (ROTATING, {"agenda_voices": 2}, "one agenda set by several of you"),
        (ROTATING, {"evaluated": False}, "one session evaluated by at least three of you"),
    ],
)
def test_what_is_missing_is_said(phase, lack, words):
    assert missing(phase, replace(grown, **lack)) == [words]


@given(st.builds(History), st.sampled_from([FOUNDING, ROTATING]))
def test_doing_more_never_adds_to_what_is_missing(history, phase):
    more = replace(history, members=history.members + 1, sessions_held=history.sessions_held + 1)
    assert len(missing(phase, more)) <= len(missing(phase, history))
