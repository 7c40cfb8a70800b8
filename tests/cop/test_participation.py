from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.participation import (
    ATTENDED,
    CENTRE,
    EDGE,
    HALF_LIFE,
    MIDDLE,
    RINGS,
    WEIGHTS,
    Act,
    in_sum,
    presence,
    ring,
    tellable,
    way,
)

TODAY = date(2026, 11, 21)
day_of = st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days))
sessions = st.lists(day_of, max_size=20, unique=True)
acts = st.lists(st.builds(Act, kind=st.sampled_from(sorted(WEIGHTS)), on=day_of), max_size=40)


@st.composite
def lives(draw):
    """The days of a community's sessions, and what somebody did, who came to some of them."""
    held = draw(sessions)
    came = draw(st.sets(st.sampled_from(held))) if held else set()
    return held, [*draw(acts), *(Act(ATTENDED, day) for day in sorted(came))]


def ago(kind: str, days: int) -> Act:
    return Act(kind, TODAY - timedelta(days=days))


def days_ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in days]


def test_who_did_nothing_is_at_the_edge():
    assert ring([], days_ago(7, 60), TODAY) == EDGE


@given(st.integers(1, 366), st.integers(2, 30), st.integers(0, 366))
def test_who_comes_to_every_session_is_at_the_centre_however_often_a_community_meets(pace, count, later):
    held = [TODAY - timedelta(days=later + pace * number) for number in range(count)]
    assert ring([Act(ATTENDED, day) for day in held], held, TODAY) == CENTRE


def test_every_third_session_leads_away_from_the_edge_and_one_of_many_does_not():
    held = days_ago(*range(7, 367, 30))
    assert ring([Act(ATTENDED, day) for day in held[::3]], held, TODAY) == MIDDLE
    assert ring([Act(ATTENDED, held[-1])], held, TODAY) == EDGE


def test_the_only_session_there_was_is_not_the_centre_yet():
    held = days_ago(7)
    assert ring([Act(ATTENDED, held[0])], held, TODAY) == MIDDLE


def test_who_facilitated_and_still_comes_is_at_the_centre():
    held = days_ago(7, 30, 60, 90, 120)
    came = [Act(ATTENDED, day) for day in held[:2]]
    assert ring([ago("facilitated", 30), *came], held, TODAY) == CENTRE


def test_an_act_counts_half_after_half_a_year():
    assert presence([ago("shared", HALF_LIFE.days)], [], TODAY) == pytest.approx(WEIGHTS["shared"] / 2)


def test_what_lies_ahead_does_not_count():
    assert presence([ago("facilitated", -1), ago(ATTENDED, -1)], days_ago(-1), TODAY) == 0


@given(lives(), acts)
def test_doing_more_never_leads_outwards(life, more):
    held, done = life
    assert ring(done + more, held, TODAY) <= ring(done, held, TODAY)


@given(lives(), st.integers(0, 900))
def test_doing_nothing_more_never_leads_inwards(life, days):
    held, done = life
    assert presence(done, held, TODAY + timedelta(days=days)) <= presence(done, held, TODAY) + 1e-9


@given(lives())
def test_the_order_of_acts_does_not_matter(life):
    held, done = life
    assert presence(done, held, TODAY) == pytest.approx(presence(list(reversed(done)), held, TODAY))


@given(st.lists(acts, max_size=8), sessions)
def test_everybody_is_in_one_ring(everyone, held):
    assert sum(in_sum(everyone, held, TODAY)) == len(everyone)


@given(lives())
def test_the_way_ends_where_one_is(life):
    held, done = life
    days = [TODAY - timedelta(days=90), TODAY]
    assert way(done, held, days)[-1] == ring(done, held, TODAY)
    assert set(way(done, held, days)) <= set(RINGS)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 1, 3), (0, 0, 0)),  # of few, it is known who is meant
        ((0, 0, 9), (0, 0, 0)),  # where all are in one ring, each is
        ((9, 0, 0), (0, 0, 0)),
        ((0, 1, 4), (0, 1, 4)),
        ((3, 3, 3), (3, 3, 3)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_the_sum_of_the_others_is_told_where_it_tells_nobodys_place(counts, told):
    assert tellable(counts) == told
