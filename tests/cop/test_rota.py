from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cop.rota import Away, Person, Served, next_turns

FIRST = date(2026, 1, 5)


def key(number: int) -> UUID:
    return UUID(int=number + 1)


def person(number: int, **more) -> Person:
    return Person(key(number), **{"joined_on": FIRST, **more})


def day(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def lived(people, weeks, *, window=3):
    """Who facilitated, when at each week the next ``window`` turns stood and the first of them was taken."""
    served, settled = [], {}
    for week in range(weeks):
        days = [day(week + ahead) for ahead in range(window)]
        turns = next_turns(people, served, days, settled=settled)
        if turns[0] is not None:
            served.append(Served(turns[0], days[0]))
        settled = {place: turn for place, turn in enumerate(turns[1:]) if turn is not None}
    return served


@given(st.integers(1, 12), st.integers(0, 40), st.integers(1, 5))
def test_turns_of_those_available_all_the_time_differ_by_at_most_one(people, weeks, window):
    circle = [person(number) for number in range(people)]
    counted = Counter(turn.key for turn in lived(circle, weeks, window=window))
    turns = [counted[each.key] for each in circle]
    assert sum(turns) == weeks
    assert max(turns) - min(turns) <= 1


@st.composite
def circles(draw):
    """A steady core, and others who join late, go away and leave."""
    core = [person(number) for number in range(draw(st.integers(2, 6)))]
    others = []
    for number in range(draw(st.integers(0, 5))):
        joined, left = sorted([draw(st.integers(0, 30)), draw(st.integers(1, 60))])
        away = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=2))
        others.append(
            person(
                100 + number,
                joined_on=day(joined),
                left_on=draw(st.sampled_from([None, day(left + 1)])),
                away=[Away(day(start), day(start + length)) for start, length in away],
            )
        )
    return core, others


@given(circles(), st.integers(0, 60))
def test_comings_and_goings_of_others_keep_the_core_within_one(circle, weeks):
    core, others = circle
    counted = Counter(turn.key for turn in lived([*core, *others], weeks, window=1))
    turns = [counted[each.key] for each in core]
    assert max(turns) - min(turns) <= 1


@given(circles(), st.integers(0, 60))
def test_nobody_has_a_turn_on_a_day_they_are_not_available(circle, weeks):
    core, others = circle
    people = {each.key: each for each in [*core, *others]}
    assert all(
        people[turn.key].is_available(turn.on) for turn in lived(list(people.values()), weeks, window=1)
    )


@given(st.integers(3, 10), st.lists(st.integers(0, 9), max_size=20), st.integers(1, 3))
def test_the_window_is_filled_with_different_people_whatever_was_before(people, past, window):
    circle = [person(number) for number in range(people)]
    served = [Served(key(number % people), day(week)) for week, number in enumerate(past)]
    days = [day(len(past) + ahead) for ahead in range(window)]
    turns = next_turns(circle, served, days)
    assert None not in turns
    assert len(set(turns)) == window


def test_a_newcomer_starts_level_with_those_who_had_the_fewest():
    core = [person(0), person(1)]
    newcomer = person(2, joined_on=day(10))
    served = lived([*core, newcomer], 22, window=1)
    late = Counter(turn.key for turn in served if turn.on >= day(10))
    assert late[newcomer.key] <= 12 / 3 + 1


def test_who_comes_back_does_not_make_up_for_the_time_away():
    away = person(2, away=[Away(day(3), day(20))])
    served = lived([person(0), person(1), away], 24, window=1)
    assert [turn.key for turn in served if turn.on > day(20)].count(away.key) <= 2


def test_who_opted_out_has_no_turn_until_further_notice():
    served = lived([person(0), person(1), person(2, away=[Away(FIRST)])], 12)
    assert key(2) not in {turn.key for turn in served}


def test_fewest_turns_come_first_then_whose_last_is_longest_ago():
    served = [Served(key(0), day(0)), Served(key(1), day(1)), Served(key(0), day(2))]
    people = [person(0), person(1), person(2)]
    assert next_turns(people, served, [day(3), day(4), day(5)]) == [key(2), key(1), key(0)]
    assert next_turns(people, served[:2], [day(2), day(3), day(4)]) == [key(2), key(0), key(1)]


def test_a_settled_turn_stays_and_is_not_given_twice():
    people = [person(0), person(1), person(2)]
    turns = next_turns(people, [], [day(0), day(1), day(2)], settled={1: key(0)})
    assert turns == [key(1), key(0), key(2)]


def test_nobody_available_leaves_the_turn_open():
    assert next_turns([], [], [day(0)]) == [None]
    assert next_turns([person(0, left_on=day(1))], [], [day(0), day(2)]) == [key(0), None]


def test_with_fewer_people_than_turns_somebody_has_two():
    assert next_turns([person(0), person(1)], [], [day(0), day(1), day(2)]) == [key(0), key(1), key(0)]
