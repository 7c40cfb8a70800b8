from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cop.half_years import END, MIDDLE, START, Half, half_of, halves, is_short

spans = st.tuples(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 365 * 5))


@given(spans)
def test_halves_cover_each_day_of_the_programme_once(span):
    first, days = span
    last = first + timedelta(days=days)
    found = halves(first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)


@given(spans)
def test_halves_last_between_three_and_nine_months_once_there_is_more_than_one(span):
    first, days = span
    found = halves(first, first + timedelta(days=days))
    if len(found) > 1:
        assert all(88 <= (half.last - half.first).days + 1 <= 279 for half in found)


@given(spans)
def test_the_moments_of_a_half_come_in_order_and_each_has_its_day(span):
    first, days = span
    for half in halves(first, first + timedelta(days=days)):
        seen = [
            half.moment(half.first + timedelta(days=day)) for day in range((half.last - half.first).days + 1)
        ]
        assert seen == sorted(seen, key=[START, MIDDLE, END].index)
        if len(seen) > 45:
            assert set(seen) == {START, MIDDLE, END}
        assert seen[-1] == END


def test_a_year_from_any_day_has_two_halves():
    found = halves(date(2026, 10, 17), date(2027, 10, 16))
    assert [half.first for half in found] == [date(2026, 10, 17), date(2027, 4, 17)]


def test_a_half_that_begins_on_the_last_of_a_month_goes_to_the_last_of_another():
    assert [half.first for half in halves(date(2026, 8, 31), date(2027, 8, 30))] == [
        date(2026, 8, 31),
        date(2027, 2, 28),
    ]


def test_a_short_rest_belongs_to_the_half_before():
    assert len(halves(date(2026, 1, 1), date(2026, 8, 31))) == 1
    assert len(halves(date(2026, 1, 1), date(2026, 10, 1))) == 2


def test_the_coordinator_is_told_three_weeks_before_the_end():
    half = Half(date(2026, 1, 1), date(2026, 6, 30))
    assert half.moment(date(2026, 3, 31)) == START
    assert half.moment(date(2026, 4, 2)) == MIDDLE
    assert half.moment(date(2026, 6, 8)) == MIDDLE
    assert half.moment(date(2026, 6, 9)) == END
    assert half.moment(date(2026, 7, 1)) == ""


def test_outside_of_a_programme_there_is_no_half():
    assert half_of(date(2026, 1, 1), date(2026, 12, 31), date(2025, 12, 31)) is None
    assert half_of(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)) is None


def test_meetings_of_another_half_do_not_count():
    half = Half(date(2026, 1, 1), date(2026, 6, 30))
    assert is_short(half, [date(2025, 12, 31), date(2026, 7, 1)], 1)
    assert not is_short(half, [date(2026, 6, 30)], 1)
    assert is_short(half, [date(2026, 6, 30)], 2)
