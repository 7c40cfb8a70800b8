from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.participation import (
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
    way,
)

TODAY = date(2026, 11, 21)
acts = st.lists(
    st.builds(
        Act,
        kind=st.sampled_from(sorted(WEIGHTS)),
        on=st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days)),
    ),
    max_size=40,
)


def ago(kind: str, days: int) -> Act:
    return Act(kind, TODAY - timedelta(days=days))


def test_who_did_nothing_is_at_the_edge():
    assert ring([], TODAY) == EDGE


def test_coming_twice_and_saying_something_leads_away_from_the_edge():
    assert ring([ago("attended", 7), ago("attended", 60), ago("shared", 60)], TODAY) == MIDDLE


def test_who_facilitated_and_still_comes_is_at_the_centre():
    assert ring([ago("facilitated", 30), *(ago("attended", days) for days in (7, 30, 60))], TODAY) == CENTRE


def test_an_act_counts_half_after_half_a_year():
    assert presence([ago("attended", HALF_LIFE.days)], TODAY) == pytest.approx(WEIGHTS["attended"] / 2)


def test_what_lies_ahead_does_not_count():
    assert presence([ago("facilitated", -1)], TODAY) == 0


@given(acts, acts)
def test_doing_more_never_leads_outwards(done, more):
    assert ring(done + more, TODAY) <= ring(done, TODAY)


@given(acts, st.integers(0, 900))
def test_doing_nothing_more_never_leads_inwards(done, days):
    assert ring(done, TODAY + timedelta(days=days)) >= ring(done, TODAY)


@given(acts)
def test_the_order_of_acts_does_not_matter(done):
    assert presence(done, TODAY) == pytest.approx(presence(list(reversed(done)), TODAY))


@given(st.lists(acts, max_size=8))
def test_everybody_is_in_one_ring(everyone):
    assert sum(in_sum(everyone, TODAY)) == len(everyone)


@given(acts)
def test_the_way_ends_where_one_is(done):
    days = [TODAY - timedelta(days=90), TODAY]
    assert way(done, days)[-1] == ring(done, TODAY)
    assert set(way(done, days)) <= set(RINGS)
