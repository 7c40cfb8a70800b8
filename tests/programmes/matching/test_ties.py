import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from programmes.matching.flow import best_flow
from programmes.matching.tie_breaking import first_in_order

from .reference import best_assignment, every_assignment


@st.composite
def problems(draw, mentees=5, mentors=4, most_points=3):
    """Draw points, who may be with whom, and places; few different points, so that many assignments tie."""
    rows, columns = draw(st.integers(0, mentees)), draw(st.integers(0, mentors))
    points = draw(
        st.lists(
            st.lists(st.integers(0, most_points), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
    allowed = draw(
        st.lists(st.lists(st.booleans(), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
    places = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return (
        np.array(points, dtype=np.int64).reshape(rows, columns),
        np.array(allowed, dtype=bool).reshape(rows, columns),
        np.array(places, dtype=np.int64),
    )


def solved(points, allowed, places):
    return tuple(first_in_order(points, allowed, places, best_flow(points, allowed, places)).tolist())


@settings(max_examples=400, deadline=None)
@given(problems())
def test_answer_is_the_very_one_that_trying_all_finds(problem):
    points, allowed, places = problem
    assert solved(*problem) == best_assignment(points.tolist(), allowed.tolist(), places.tolist())


@settings(max_examples=60, deadline=None)
@given(problems(mentees=4, mentors=3, most_points=1), st.data())
def test_every_best_assignment_leads_to_the_same_first_and_no_other_is_taken_for_best(problem, data):
    points, allowed, places = problem
    first = best_assignment(points.tolist(), allowed.tolist(), places.tolist())

    def value(mates):
        taken = [(row, mentor) for row, mentor in enumerate(mates) if mentor < len(places)]
        return len(taken), sum(int(points[pair]) for pair in taken)

    for mates in every_assignment(allowed.tolist(), places.tolist()):
        start = np.array(mates, dtype=np.int64)
        if value(mates) == value(first):
            assert tuple(first_in_order(points, allowed, places, start).tolist()) == first
        else:
            with pytest.raises(RuntimeError, match="not the best"):
                first_in_order(points, allowed, places, start)


@pytest.mark.parametrize(
    ("rows", "columns", "most_points", "density", "most_places"),
    [
        (60, 60, 1000, 1.0, 1),
        (120, 40, 5, 0.4, 3),
        (40, 120, 2, 0.1, 2),
        (150, 150, 1, 0.03, 1),
        (80, 80, 0, 0.5, 2),
    ],
)
def test_larger_answers_are_worth_what_the_oracle_finds(rows, columns, most_points, density, most_places):
    chance = np.random.default_rng(rows + columns + most_points)
    points = chance.integers(0, most_points + 1, (rows, columns))
    allowed = chance.random((rows, columns)) < density
    places = chance.integers(0, most_places + 1, columns)
    mates = np.array(solved(points, allowed, places))

    pair = rows * most_points + 1
    seats = np.repeat(np.arange(columns), places)
    worth = np.where(allowed, points + pair, 0)
    best_rows, best_seats = linear_sum_assignment(worth[:, seats], maximize=True)
    best = worth[best_rows, seats[best_seats]].sum()

    taken = np.flatnonzero(mates < columns)
    assert allowed[taken, mates[taken]].all()
    assert (np.bincount(mates[taken], minlength=columns) <= places).all()
    assert worth[taken, mates[taken]].sum() == best


def test_long_chain_of_moves_is_found():
    # Each mentee may have their own mentor or the next one; the last mentor has no place, so all hangs on a
    # chain.
    length = 400
    points = np.zeros((length, length), dtype=np.int64)
    allowed = np.eye(length, dtype=bool) | np.eye(length, k=1, dtype=bool)
    allowed[-1, 0] = True
    places = np.ones(length, dtype=np.int64)
    one_on = np.array([*range(1, length), 0])
    assert first_in_order(points, allowed, places, one_on).tolist() == list(range(length))


def test_more_pairs_come_before_more_points_however_many_must_move():
    # Three points each for the first two, or none at all for three: the fewer points are the more pairs.
    points = np.array([[3, 0, 0], [0, 3, 0], [0, 0, 0]])
    allowed = np.array([[True, True, False], [False, True, True], [True, False, False]])
    assert solved(points, allowed, np.ones(3, dtype=np.int64)) == (1, 2, 0)


def test_place_given_up_by_one_mentee_is_there_for_the_next():
    allowed = np.ones((2, 3), dtype=bool)
    start = np.array([1, 2])
    assert first_in_order(
        np.zeros((2, 3), dtype=np.int64), allowed, np.ones(3, dtype=np.int64), start
    ).tolist() == [0, 1]
