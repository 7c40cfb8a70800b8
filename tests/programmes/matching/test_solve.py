import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from programmes.matching import (
    Kind,
    LeftOutBecause,
    MatchingError,
    Obstacle,
    PeopleError,
    Person,
    PinError,
    SpareCapacity,
    explain,
    solve,
)

from . import reference
from .cohorts import Cohort, cohorts, criterion, real_cohort


def answer(cohort: Cohort, pinned=()):
    return solve(cohort.mentors, cohort.mentees, cohort.criteria, pinned=pinned, **cohort.pairs_known)


def pairs(assignment):
    return [(pair.mentor_id, pair.mentee_id) for pair in assignment.pairs]


def people(*ids, **parts):
    return [Person(id=name, **parts) for name in ids]


@settings(max_examples=120, deadline=None)
@given(cohorts())
def test_solve_gives_the_very_pairs_that_trying_all_finds(cohort):
    given = [
        [
            reference.pair_worth(mentor, mentee, cohort.criteria, **cohort.pairs_known)
            for mentor in cohort.mentors
        ]
        for mentee in cohort.mentees
    ]
    best = reference.best_assignment(
        [[points for _, points in row] for row in given],
        [[allowed for allowed, _ in row] for row in given],
        [mentor.capacity for mentor in cohort.mentors],
    )
    expected = [
        (cohort.mentors[mentor].id, mentee.id)
        for mentee, mentor in zip(cohort.mentees, best, strict=True)
        if mentor < len(cohort.mentors)
    ]
    assert pairs(answer(cohort)) == expected


@settings(max_examples=60, deadline=None)
@given(cohorts(), st.randoms(use_true_random=False))
def test_order_of_people_changes_nothing(cohort, chance):
    assert answer(cohort.shuffled(chance)) == answer(cohort)


def test_order_of_people_changes_nothing_in_a_real_cohort():
    cohort = real_cohort(60, 70)
    expected = answer(cohort)
    for seed in range(5):
        assert answer(cohort.shuffled(random.Random(seed))) == expected


@settings(max_examples=80, deadline=None)
@given(cohorts(), st.data())
def test_answer_is_whole_and_true_whatever_is_pinned(cohort, data):
    every = [(mentor.id, mentee.id) for mentor in cohort.mentors for mentee in cohort.mentees]
    pinned = data.draw(st.lists(st.sampled_from(every), max_size=2)) if every else []
    try:
        given = answer(cohort, pinned)
    except PinError as caught:
        fault = caught
    else:
        answer_is_whole_and_true(given, cohort, pinned)
        return
    assert (fault.mentor_id, fault.mentee_id) in pinned


def answer_is_whole_and_true(given, cohort, pinned):
    mentors = {mentor.id: mentor for mentor in cohort.mentors}
    mentees = {mentee.id: mentee for mentee in cohort.mentees}
    taken = Counter(mentor for mentor, _ in pairs(given))

    assert sorted(
        [mentee for _, mentee in pairs(given)] + [one.mentee_id for one in given.left_out]
    ) == sorted(mentees)
    assert set(pinned) <= set(pairs(given))
    assert {one.mentor_id: one.places for one in given.spare} == {
        name: mentor.capacity - taken[name]
        for name, mentor in mentors.items()
        if mentor.capacity > taken[name]
    }
    assert all(taken[name] <= mentor.capacity for name, mentor in mentors.items())
    for pair in given.pairs:
        assert pair.pinned is ((pair.mentor_id, pair.mentee_id) in pinned)
        assert pair.pinned or pair.explanation.allowed
        assert pair.explanation == explain(
            mentors[pair.mentor_id], mentees[pair.mentee_id], cohort.criteria, **cohort.pairs_known
        )
    for one in given.left_out:
        left_out_reason_is_true(one, cohort, mentees[one.mentee_id], given)


def left_out_reason_is_true(one, cohort, mentee, given):
    explained = [explain(mentor, mentee, cohort.criteria, **cohort.pairs_known) for mentor in cohort.mentors]
    suitable = [mentor.id for mentor, pair in zip(cohort.mentors, explained, strict=True) if pair.allowed]
    assert one.suitable == len(suitable)
    assert not {spare.mentor_id for spare in given.spare} & set(suitable)
    if not cohort.mentors:
        assert one.because is LeftOutBecause.NO_MENTORS
    elif suitable:
        assert one.because is LeftOutBecause.NO_CAPACITY_LEFT
    else:
        assert one.because is LeftOutBecause.RULES
    rules = Counter((rule.kind, rule.label) for pair in explained for rule in pair.blocked_by)
    found = Counter()
    for obstacle in one.obstacles:
        found[obstacle.kind, obstacle.label] += obstacle.mentors
    assert found == rules
    assert sum(obstacle.alone for obstacle in one.obstacles) == sum(
        len(pair.blocked_by) == 1 for pair in explained
    )


def test_real_cohort_is_worth_what_the_oracle_finds():
    cohort = real_cohort(60, 110)
    given = [
        [reference.pair_worth(mentor, mentee, cohort.criteria) for mentor in cohort.mentors]
        for mentee in cohort.mentees
    ]
    allowed, points = (np.array([[cell[part] for cell in row] for row in given]) for part in (0, 1))
    one_pair = len(points) * int(points.max()) + 1
    seats = np.repeat(np.arange(len(cohort.mentors)), [mentor.capacity for mentor in cohort.mentors])
    worth = np.where(allowed, points + one_pair, 0)[:, seats]
    best = int(worth[linear_sum_assignment(worth, maximize=True)].sum())
    solution = answer(cohort)
    assert divmod(best, one_pair) == (len(solution.pairs), solution.points)
    assert 0 < len(solution.left_out) < len(cohort.mentees)


def test_more_pairs_come_before_more_points():
    # The best pair by far would leave the second mentee without anyone.
    mentors = [
        Person(id="m1", answers={"q": "x"}),
        Person(id="m2", answers={"q": "y"}, avoids=frozenset({"n2"})),
    ]
    mentees = [Person(id="n1", answers={"q": "x"}), Person(id="n2", answers={"q": "z"})]
    given = solve(mentors, mentees, [criterion(Kind.SAME, "q", weight=10)])
    assert pairs(given) == [("m2", "n1"), ("m1", "n2")]
    assert given.points == 0


def test_ties_go_to_the_first_by_id():
    given = solve(people("m2", "m1", "m3"), people("n2", "n1"), [])
    assert pairs(given) == [("m1", "n1"), ("m2", "n2")]
    short = solve(people("m1"), people("n2", "n3", "n1"), [])
    assert pairs(short) == [("m1", "n1")]
    assert [one.mentee_id for one in short.left_out] == ["n2", "n3"]


def test_capacity_may_be_any_number():
    given = solve([Person(id="m", capacity=10**30)], people("a", "b", "c"), [])
    assert len(given.pairs) == 3
    assert given.spare == (SpareCapacity("m", 10**30 - 3),)


def test_someone_on_both_sides_is_not_their_own_mentor():
    both = [Person(id="m", identity="X")], [Person(id="n", identity="X")]
    given = solve(*both, [])
    assert given.pairs == ()
    assert given.left_out[0].obstacles == (Obstacle(Kind.THEMSELF, "", 1, 1),)


def test_one_enrolment_id_may_stand_on_both_sides():
    given = solve(people("x", "y"), people("x", "y"), [])
    assert pairs(given) == [("y", "x"), ("x", "y")]


def test_empty_sides():
    assert solve([], [], []).pairs == ()
    assert solve([], people("n"), []).left_out[0].because is LeftOutBecause.NO_MENTORS
    assert solve(people("m"), [], []).spare == (SpareCapacity("m", 1),)


@pytest.mark.parametrize("side", [0, 1])
def test_people_occurring_twice_on_a_side_are_refused(side):
    sides = [people("m"), people("n")]
    sides[side] = people("a", "b", "a")
    with pytest.raises(PeopleError, match="id 'a'"):
        solve(*sides, [])
    sides[side] = people("a", "b", identity="same")
    with pytest.raises(PeopleError, match="identity 'same'"):
        solve(*sides, [])


def test_pin_that_breaks_a_rule_is_honoured_and_flagged():
    mentors = [
        Person(id="m1", answers={"q": "x"}, avoids=frozenset({"n1"})),
        Person(id="m2", answers={"q": "y"}),
    ]
    mentees = [Person(id="n1", answers={"q": "y"}), Person(id="n2", answers={"q": "y"})]
    given = solve(mentors, mentees, [criterion(Kind.SAME, "q")], pinned=[("m1", "n1")])
    assert pairs(given) == [("m1", "n1"), ("m2", "n2")]
    assert [pair.pinned for pair in given.pairs] == [True, False]
    assert [[rule.kind for rule in pair.explanation.blocked_by] for pair in given.pairs] == [
        [Kind.SAME, Kind.AVOID],
        [],
    ]


def test_pin_takes_a_place():
    given = solve(people("m", capacity=2), people("a", "b", "c"), [], pinned=[("m", "c")])
    assert pairs(given) == [("m", "a"), ("m", "c")]
    assert given.left_out[0].because is LeftOutBecause.NO_CAPACITY_LEFT


def test_pin_given_twice_is_one_pin():
    assert len(solve(people("m"), people("n"), [], pinned=[("m", "n"), ("m", "n")]).pairs) == 1


@pytest.mark.parametrize(
    ("pinned", "code", "blamed"),
    [
        ([("x", "n1")], "unknown_mentor", ("x", "n1")),
        ([("m1", "x")], "unknown_mentee", ("m1", "x")),
        ([("n1", "m1")], "unknown_mentor", ("n1", "m1")),
        ([("m1", "n1"), ("m2", "n1")], "pinned_twice", ("m2", "n1")),
        ([("m1", "n2"), ("m1", "n1")], "over_capacity", ("m1", "n2")),
        ([("m2", "n2")], "forbidden", ("m2", "n2")),
        ([("m2", "same")], "themself", ("m2", "same")),
        ([("full", "n1")], "over_capacity", ("full", "n1")),
    ],
)
def test_pins_that_cannot_be_honoured_name_the_pair(pinned, code, blamed):
    mentors = [*people("m1"), Person(id="m2", identity="S"), Person(id="full", capacity=0)]
    mentees = [*people("n1", "n2"), Person(id="same", identity="S")]
    with pytest.raises(PinError) as caught:
        solve(mentors, mentees, [], pinned=pinned, forbidden=[("m2", "n2")])
    assert (caught.value.mentor_id, caught.value.mentee_id) == blamed
    assert caught.value.code == code
    assert isinstance(caught.value, MatchingError)


def test_forbidden_pair_goes_elsewhere_and_the_gone_are_passed_over():
    given = solve(
        people("m1", "m2"), people("n1", "n2"), [], forbidden=[("m1", "n1"), ("gone", "n1"), ("m1", "gone")]
    )
    assert pairs(given) == [("m2", "n1"), ("m1", "n2")]


def test_left_out_counts_the_mentors_behind_each_rule():
    grades = criterion(Kind.DISTANCE, "grade", minimum=1, maximum=2)
    departments = criterion(Kind.DIFFERENT, "department")
    mentors = [
        Person(id=f"m{number}", answers={"grade": grade, "department": department})
        for number, (grade, department) in enumerate(
            [(9, "Joy"), (9, "Joy"), (9, "Fun"), (4, "Joy"), (None, "Fun")]
        )
    ]
    mentee = Person(id="n", answers={"grade": 3, "department": "Joy"}, avoids=frozenset({"m2"}))
    given = solve(mentors, [mentee], [departments, grades])
    assert given.left_out[0].because is LeftOutBecause.RULES
    assert given.left_out[0].obstacles == (
        Obstacle(Kind.DISTANCE, "grade", mentors=4, alone=1, mentors_silent=1),
        Obstacle(Kind.DIFFERENT, "department", mentors=3, alone=1),
        Obstacle(Kind.AVOID, "", mentors=1, alone=0),
    )
    assert given.left_out[0].suitable == 0


def test_left_out_tells_a_missing_answer_from_one_that_does_not_fit():
    grades = criterion(Kind.DISTANCE, "grade", minimum=1, maximum=2)
    mentors = [Person(id=f"m{number}", answers={"grade": grade}) for number, grade in enumerate([9, None])]
    silent, said = Person(id="n1"), Person(id="n2", answers={"grade": 3})
    given = solve(mentors, [silent, said], [grades])
    assert [each.obstacles for each in given.left_out] == [
        (Obstacle(Kind.DISTANCE, "grade", 2, 2, mentee_silent=True),),
        (Obstacle(Kind.DISTANCE, "grade", 2, 2, mentors_silent=1),),
    ]


def test_left_out_when_the_suitable_are_full():
    given = solve(people("m1"), people("n1", "n2"), [criterion(Kind.MANAGEMENT)])
    assert given.left_out[0].because is LeftOutBecause.NO_CAPACITY_LEFT
    assert (given.left_out[0].suitable, given.left_out[0].obstacles) == (1, ())


def test_mentees_own_capacity_is_not_looked_at():
    cohort = real_cohort(20, 20)
    mentees = tuple(replace(mentee, capacity=0) for mentee in cohort.mentees)
    assert pairs(answer(replace(cohort, mentees=mentees))) == pairs(answer(cohort))


def test_people_and_pairs_may_come_from_generators():
    given = solve(iter(people("m")), iter(people("n")), [], pinned=iter([("m", "n")]), forbidden=iter([]))
    assert pairs(given) == [("m", "n")]
