import dataclasses
import json

import pytest
from hypothesis import given, settings

from programmes.matching import Criterion, Gate, Kind, Person, explain, scoring

from . import reference
from .cohorts import cohorts, criterion


def told(one: Criterion, mentor=None, mentee=None, **known):
    """Explain one criterion between a mentor and a mentee with these answers to q."""
    explanation = explain(
        mentor if isinstance(mentor, Person) else Person(id="m", answers={"q": mentor}),
        mentee if isinstance(mentee, Person) else Person(id="n", answers={"q": mentee}),
        [one],
        **known,
    )
    return explanation.contributions[0]


def outcome(contribution):
    return contribution.met, contribution.points, contribution.reason.code, dict(contribution.reason.params)


@pytest.mark.parametrize(
    ("mentor", "mentee", "same"),
    [
        ("x", "x", True),
        ("x", "y", False),
        ("x", ("x",), True),
        (("x", "y"), ("y", "x"), True),
        (("x", "y"), ("x",), False),
        (3, 3, True),
        (3, 4, False),
        (0, 0, True),
        (0, "0", False),
    ],
)
def test_same_and_different_compare_whole_answers(mentor, mentee, same):
    code = "same_answer" if same else "different_answer"
    weight = {"weight": 4}
    assert outcome(told(criterion(Kind.SAME, "q", **weight), mentor, mentee)) == (same, 400 * same, code, {})
    assert outcome(told(criterion(Kind.DIFFERENT, "q", **weight), mentor, mentee)) == (
        not same,
        400 * (not same),
        code,
        {},
    )


@pytest.mark.parametrize(
    ("distance", "inside"), [(-2, False), (-1, False), (0, False), (1, True), (2, True), (3, False)]
)
def test_distance_is_mentor_minus_mentee_with_both_bounds_inside(distance, inside):
    grade = criterion(Kind.DISTANCE, "q", minimum=1, maximum=2, weight=5)
    expected = (inside, 500 * inside, "scale_distance", {"distance": distance, "minimum": 1, "maximum": 2})
    assert outcome(told(grade, 4 + distance, 4)) == expected


@pytest.mark.parametrize(
    ("distance", "above", "below"), [(-1, False, True), (0, True, True), (1, True, False)]
)
def test_distance_may_be_open_on_either_side(distance, above, below):
    assert told(criterion(Kind.DISTANCE, "q", minimum=0), distance, 0).met is above
    assert told(criterion(Kind.DISTANCE, "q", maximum=0), distance, 0).met is below


def test_distance_reaches_from_end_to_end_of_the_scale():
    widest = criterion(Kind.DISTANCE, "q", minimum=-2000, maximum=2000)
    assert told(widest, -1000, 1000).reason.params["distance"] == -2000
    assert told(widest, 1000, -1000).reason.params["distance"] == 2000


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 233), (2, 466), (3, 700), (4, 700)])
def test_shared_items_give_points_in_proportion_up_to_enough(count, points):
    topics = criterion(Kind.SHARED, "q", weight=7, at_least=3)
    mentor, mentee = tuple("abcd"), (*"abcd"[:count], "only the mentee's")
    expected = (count >= 3, points, "shared_items", {"shared": count, "at_least": 3})
    assert outcome(told(topics, mentor, mentee)) == expected
    assert told(topics, mentor, mentee).out_of == 700


@pytest.mark.parametrize(("count", "met"), [(1, False), (2, True), (3, True)])
def test_overlap_required_asks_for_enough_hours(count, met):
    free = criterion(Kind.OVERLAP, "q", at_least=2)
    mentor, mentee = (0, 83, 167), (*(0, 83, 167)[:count], 5)
    assert outcome(told(free, mentor, mentee)) == (met, 0, "overlap_hours", {"hours": count, "at_least": 2})


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "met", "points", "code"),
    [
        (1, 1, True, 600, "mutual_preference"),
        (1, 0, False, 300, "preferred_by_mentee"),
        (0, 3, False, 100, "preferred_by_mentor"),
        (2, 3, True, 300, "mutual_preference"),
        (0, 0, False, 0, "no_preference"),
        (4, 0, False, 0, "no_preference"),
    ],
)
def test_preference_counts_each_sides_rank(of_mentee, of_mentor, met, points, code):
    def naming(rank, name):
        return tuple(name if place == rank else f"other {place}" for place in range(1, 5))

    mentor = Person(id="m", identity="M", prefers=naming(of_mentor, "N"))
    mentee = Person(id="n", identity="N", prefers=naming(of_mentee, "M"))
    given = told(criterion(Kind.PREFERENCE, weight=6, ranks=3), mentor, mentee)
    assert (given.met, given.points, given.out_of, given.reason.code) == (met, points, 600, code)
    ranks = {"mentee_rank": of_mentee, "mentor_rank": of_mentor}
    assert given.reason.params == {name: rank for name, rank in ranks.items() if 0 < rank <= 3}


def test_preference_counts_a_name_given_twice_once():
    mentee = Person(id="n", prefers=("a", "a", "m"))
    given = told(criterion(Kind.PREFERENCE, weight=1, ranks=2), Person(id="m"), mentee)
    assert given.reason.params == {"mentee_rank": 2}


@pytest.mark.parametrize(
    ("mentor_avoids", "mentee_avoids", "code"),
    [
        ((), (), "not_avoided"),
        (("n",), (), "avoided_by_mentor"),
        ((), ("m",), "avoided_by_mentee"),
        (("n",), ("m",), "avoided_by_both"),
    ],
)
def test_avoid_forbids_from_either_side_even_when_not_listed(mentor_avoids, mentee_avoids, code):
    mentor = Person(id="m", avoids=frozenset(mentor_avoids))
    mentee = Person(id="n", avoids=frozenset(mentee_avoids))
    assert told(criterion(Kind.AVOID), mentor, mentee).reason.code == code
    unlisted = explain(mentor, mentee, [])
    assert unlisted.contributions == ()
    assert [one.reason.code for one in unlisted.blocked_by] == [code] * (code != "not_avoided")


@pytest.mark.parametrize(
    ("mentor_managers", "mentee_managers", "code"),
    [
        ((), (), "separate_lines"),
        (("x", "top"), ("y", "top"), "separate_lines"),
        (("x",), ("y", "x"), "separate_lines"),
        (("x",), ("m", "x"), "mentor_above_mentee"),
        (("x",), ("y", "m"), "mentor_above_mentee"),
        (("y", "n"), ("z",), "mentee_above_mentor"),
        (("x", "top"), ("x", "top"), "same_manager"),
    ],
)
def test_management_forbids_one_line(mentor_managers, mentee_managers, code):
    given = told(
        criterion(Kind.MANAGEMENT),
        Person(id="m", managers=mentor_managers),
        Person(id="n", managers=mentee_managers),
    )
    assert (given.reason.code, given.met) == (code, code == "separate_lines")


@pytest.mark.parametrize("pair", [("M", "N"), ("N", "M")])
def test_partnered_forbids_former_partners_whoever_mentored(pair):
    mentor, mentee = Person(id="m", identity="M"), Person(id="n", identity="N")
    rule = criterion(Kind.PARTNERED)
    assert outcome(told(rule, mentor, mentee, partnered=[pair])) == (False, 0, "already_partnered", {})
    assert told(rule, mentor, mentee, partnered=[("m", "n"), ("M", "x")]).met


@pytest.mark.parametrize("pair", [("M", "N"), ("N", "M")])
@pytest.mark.parametrize("kind", [Kind.PARTNERED, Kind.REFUSED])
def test_former_partners_and_refusals_are_kept_apart_though_no_rule_asks_for_it(kind, pair):
    mentor, mentee = Person(id="m", identity="M"), Person(id="n", identity="N")
    given = explain(mentor, mentee, [], **{kind.value: [pair]})
    assert [one.kind for one in given.blocked_by] == [kind]
    assert explain(mentor, mentee, [], **{kind.value: [("m", "n")]}).allowed


def test_nobody_mentors_themself():
    given = explain(Person(id="m", identity="M"), Person(id="n", identity="M"), [])
    assert [one.kind for one in given.blocked_by] == [Kind.THEMSELF]
    assert not given.allowed


def test_forbidden_pairs_are_by_id_and_mentor_first():
    mentor, mentee = Person(id="m", identity="M"), Person(id="n", identity="N")
    assert not explain(mentor, mentee, [], forbidden=[("m", "n")]).allowed
    assert explain(mentor, mentee, [], forbidden=[("n", "m"), ("M", "N"), ("m", "gone")]).allowed


KINDS_OVER_ANSWERS = {
    Kind.SAME: {},
    Kind.DIFFERENT: {},
    Kind.SHARED: {},
    Kind.DISTANCE: {"minimum": -9},
    Kind.OVERLAP: {},
}


@pytest.mark.parametrize("kind", KINDS_OVER_ANSWERS)
@pytest.mark.parametrize(
    ("silent", "code"),
    [("m", "mentor_did_not_answer"), ("n", "mentee_did_not_answer"), ("mn", "neither_answered")],
)
def test_missing_answers_block_when_required_and_give_nothing_when_weighted(kind, silent, code):
    answer = {Kind.DISTANCE: 1, Kind.OVERLAP: (1,)}.get(kind, "x")
    people = [Person(id=side, answers={} if side in silent else {"q": answer}) for side in "mn"]
    required = explain(*people, [criterion(kind, "q", **KINDS_OVER_ANSWERS[kind])])
    assert [one.reason.code for one in required.blocked_by] == [code]
    weighted = explain(*people, [criterion(kind, "q", weight=2, **KINDS_OVER_ANSWERS[kind])])
    assert (weighted.allowed, weighted.points, weighted.out_of) == (True, 0, 200)
    assert weighted.contributions[0].reason.code == code


@pytest.mark.parametrize(
    ("answer", "applies"),
    [("yes", True), (("maybe", "yes"), True), ("no", False), ("", False), (None, False)],
)
def test_gate_opens_only_for_mentees_who_said_yes(answer, applies):
    mentor, mentee = (
        Person(id="m", answers={"q": "x", "g": "yes"}),
        Person(id="n", answers={"q": "y", "g": answer}),
    )
    required = explain(mentor, mentee, [criterion(Kind.SAME, "q", only_if=Gate("g"))])
    assert required.allowed is not applies
    weighted = explain(mentor, mentee, [criterion(Kind.DIFFERENT, "q", weight=1, only_if=Gate("g"))])
    assert (weighted.points, weighted.out_of) == ((100, 100) if applies else (0, 0))
    assert (weighted.contributions[0].reason.code == "not_applicable") is not applies


def test_gate_may_wait_for_another_answer():
    gated = criterion(Kind.SAME, "q", only_if=Gate("g", "ja"))
    answered = Person(id="n", answers={"q": "y", "g": "ja"})
    assert not explain(Person(id="m", answers={"q": "x"}), answered, [gated]).allowed


def test_criterion_may_ask_the_two_sides_different_questions():
    asymmetric = Criterion(kind=Kind.SHARED, label="Help", weight=1, mentor_key="offers", mentee_key="wants")
    mentor = Person(id="m", answers={"offers": "x", "wants": "y"})
    mentee = Person(id="n", answers={"wants": "x", "offers": "y"})
    assert explain(mentor, mentee, [asymmetric]).points == 100


def test_explanation_keeps_the_coordinators_order_and_sums_up():
    rules = [
        criterion(Kind.SAME, "q", label="first", weight=2),
        criterion(Kind.DIFFERENT, "q", label="second"),
        criterion(Kind.SAME, "q", label="third", weight=1),
    ]
    person = Person(id="m", answers={"q": "x"})
    given = explain(person, Person(id="n", answers={"q": "x"}), rules)
    assert [one.label for one in given.contributions] == ["first", "second", "third"]
    assert [one.label for one in given.blocked_by] == ["second"]
    assert (given.points, given.out_of, given.allowed) == (300, 300, False)
    assert [one.required for one in given.contributions] == [False, True, False]


def test_explanation_goes_into_json():
    given = explain(Person(id="m"), Person(id="n"), [criterion(Kind.DISTANCE, "q", minimum=1)])
    assert (
        json.loads(json.dumps(dataclasses.asdict(given)))["blocked_by"][0]["reason"]["code"]
        == "neither_answered"
    )


def disagreements(cohort):
    """Return the pairs that the engine and the reference judge differently."""
    for mentor in cohort.mentors:
        for mentee in cohort.mentees:
            given = explain(mentor, mentee, cohort.criteria, **cohort.pairs_known)
            expected = reference.pair_worth(mentor, mentee, cohort.criteria, **cohort.pairs_known)
            if (given.allowed, given.points) != expected:
                yield mentor.id, mentee.id, given, expected


@settings(max_examples=120, deadline=None)
@given(cohorts(mentors=3, mentees=3))
def test_explain_agrees_with_the_plain_reference(cohort):
    assert not list(disagreements(cohort))


def narrower_minimum(one, finding, real=scoring._judge_distance):
    return real(dataclasses.replace(one, minimum=one.minimum + 1, maximum=None), finding)


def wider_maximum(one, finding, real=scoring._judge_distance):
    return real(dataclasses.replace(one, maximum=one.maximum + 1), finding)


def turned_round(one, finding, real=scoring._judge_distance):
    return real(one, -finding)


@pytest.mark.parametrize("mutant", [narrower_minimum, wider_maximum, turned_round])
def test_mutants_of_the_bounds_would_be_found(monkeypatch, mutant):
    people = [Person(id=f"p{grade}", answers={"q": grade}) for grade in range(5)]
    others = [dataclasses.replace(person, id=f"o{person.id}", identity=f"o{person.id}") for person in people]
    rule = criterion(Kind.DISTANCE, "q", minimum=1, maximum=2)

    def grid():
        for mentor in people:
            for mentee in others:
                if explain(mentor, mentee, [rule]).allowed != reference.worth(rule, mentor, mentee)[0]:
                    yield mentor.id, mentee.id

    assert not list(grid())
    monkeypatch.setitem(scoring._JUDGES, Kind.DISTANCE, mutant)
    assert list(grid())
