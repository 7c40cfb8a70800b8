import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.matching import Criterion, CriterionError, Gate, Kind

from .cohorts import criteria, criterion

GOOD = {
    "kind": "distance",
    "label": "Grade",
    "weight": None,
    "mentor_key": "grade",
    "mentee_key": "grade",
    "minimum": 1,
    "maximum": 2,
    "only_if": {"mentee_key": "wants", "answer": "yes"},
}


@given(criteria)
def test_criterion_survives_the_round_trip_through_json(one):
    assert Criterion.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_to_dict_gives_what_the_kind_has_and_nothing_else():
    assert Criterion.from_dict(GOOD).to_dict() == GOOD
    assert criterion(Kind.AVOID, label="Avoid").to_dict() == {
        "kind": "avoid",
        "label": "Avoid",
        "weight": None,
    }


def test_fields_with_a_default_may_be_absent():
    shared = {"kind": "shared", "label": "Topics", "weight": 3, "mentor_key": "t", "mentee_key": "t"}
    assert Criterion.from_dict(shared) == criterion(Kind.SHARED, "t", label="Topics", weight=3, at_least=1)
    gated = Criterion.from_dict({**shared, "only_if": {"mentee_key": "wants"}})
    assert gated.only_if == Gate("wants", "yes")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "closeness"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": ["same"]}, "kind"),
        ({"kind": {"same": 1}}, "kind"),
        ({"kind": "themself"}, "kind"),
        ({"kind": "forbidden"}, "kind"),
        ({"label": ""}, "label"),
        ({"label": " "}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"label": 5}, "label"),
        ({"label": None}, "label"),
        ({"weight": 0}, "weight"),
        ({"weight": 11}, "weight"),
        ({"weight": -1}, "weight"),
        ({"weight": True}, "weight"),
        ({"weight": 2.0}, "weight"),
        ({"weight": "5"}, "weight"),
        ({"weight": [5]}, "weight"),
        ({"mentor_key": ""}, "mentor_key"),
        ({"mentee_key": None}, "mentee_key"),
        ({"mentee_key": {}}, "mentee_key"),
        ({"minimum": None, "maximum": None}, "minimum"),
        ({"minimum": 3}, "maximum"),
        ({"minimum": "1"}, "minimum"),
        ({"maximum": False}, "maximum"),
        ({"maximum": 10**30}, "maximum"),
        ({"minimum": float("nan")}, "minimum"),
        ({"at_least": 2}, "'at_least'"),
        ({"__class__": "x"}, "'__class__'"),
        ({"to_dict": 1}, "'to_dict'"),
        ({5: 1}, "a int"),
        ({"only_if": "wants"}, "only_if"),
        ({"only_if": []}, "only_if"),
        ({"only_if": {}}, "only_if.mentee_key"),
        ({"only_if": {"mentee_key": ""}}, "only_if.mentee_key"),
        ({"only_if": {"mentee_key": "a", "answer": True}}, "only_if.answer"),
        ({"only_if": {"mentee_key": "a", "other": 1}}, "only_if.'other'"),
    ],
)
def test_from_dict_says_which_field_is_wrong(change, field):
    with pytest.raises(CriterionError) as caught:
        Criterion.from_dict({**GOOD, **change})
    assert caught.value.field == field
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("missing", ["kind", "label", "weight", "mentor_key", "mentee_key"])
def test_from_dict_says_what_is_missing(missing):
    with pytest.raises(CriterionError) as caught:
        Criterion.from_dict({name: value for name, value in GOOD.items() if name != missing})
    assert caught.value.field == missing


@pytest.mark.parametrize("plain", [None, [], "same", 3, [("kind", "same")]])
def test_from_dict_wants_an_object(plain):
    with pytest.raises(CriterionError):
        Criterion.from_dict(plain)


scraps = st.text(alphabet="aé \x00\u202e<", max_size=5)
nonsense = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | scraps | st.sampled_from(list(Kind)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scraps, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from((*GOOD, "at_least", "ranks", "x")), nonsense), st.booleans())
def test_from_dict_takes_anything_and_gives_a_criterion_or_a_clear_error(hostile, over_good):
    plain = {**GOOD, **hostile} if over_good else hostile
    try:
        made = Criterion.from_dict(plain)
    except CriterionError as caught:
        fault = caught
    else:
        assert Criterion.from_dict(made.to_dict()) == made
        return
    assert fault.field


@pytest.mark.parametrize("kind", [Kind.AVOID, Kind.MANAGEMENT, Kind.PARTNERED])
def test_kinds_that_always_forbid_take_no_weight(kind):
    with pytest.raises(CriterionError) as caught:
        criterion(kind, weight=5)
    assert caught.value.field == "weight"
    assert Criterion(kind=kind, label="").required


@pytest.mark.parametrize(
    ("kind", "foreign"),
    [
        (Kind.SAME, {"minimum": 1}),
        (Kind.SAME, {"at_least": 2}),
        (Kind.DISTANCE, {"minimum": 1, "ranks": 4}),
        (Kind.SHARED, {"ranks": 4}),
    ],
)
def test_fields_of_another_kind_are_refused(kind, foreign):
    with pytest.raises(CriterionError):
        criterion(kind, "q", **foreign)


def test_keys_are_refused_where_no_question_is_asked():
    with pytest.raises(CriterionError):
        criterion(Kind.PREFERENCE, "q", weight=1)


def test_limits_themselves_are_inside():
    assert criterion(Kind.SHARED, "q", weight=10, at_least=168).weight == 10
    assert criterion(Kind.SHARED, "q", weight=1, at_least=1).weight == 1
    assert criterion(Kind.DISTANCE, "q", minimum=-2000, maximum=2000)
    assert criterion(Kind.DISTANCE, "q", minimum=1, maximum=1)
    with pytest.raises(CriterionError):
        criterion(Kind.OVERLAP, "q", at_least=169)
    with pytest.raises(CriterionError):
        criterion(Kind.PREFERENCE, ranks=0)
