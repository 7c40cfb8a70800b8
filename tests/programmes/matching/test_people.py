import pytest

from programmes.matching import AnswerError, Criterion, Gate, Kind, PeopleError, Person, explain

from .cohorts import criterion


def test_person_without_identity_is_their_id():
    assert Person(id="a").identity == "a"


@pytest.mark.parametrize("capacity", [-1, True, 1.0, "2", None])
def test_person_capacity_is_a_whole_number_from_zero(capacity):
    with pytest.raises(PeopleError) as caught:
        Person(id="a", capacity=capacity)
    assert caught.value.person_id == "a"


@pytest.mark.parametrize("name", ["", None, 7])
def test_person_needs_an_id_of_text(name):
    with pytest.raises(PeopleError):
        Person(id=name)


READERS = {
    "choices": criterion(Kind.SHARED, "q"),
    "alike": criterion(Kind.SAME, "q"),
    "position": criterion(Kind.DISTANCE, "q", minimum=0),
    "hours": criterion(Kind.OVERLAP, "q"),
}


@pytest.mark.parametrize(
    ("reader", "answer"),
    [
        ("choices", 3),
        ("choices", frozenset({1})),
        ("choices", {"a": "b"}),
        ("choices", 1.5),
        ("choices", True),
        ("alike", 10**30),
        ("alike", 1.0),
        ("alike", False),
        ("position", "2"),
        ("position", True),
        ("position", 2.0),
        ("position", 1001),
        ("position", -1001),
        ("position", frozenset({1})),
        ("hours", frozenset({168})),
        ("hours", frozenset({-1})),
        ("hours", frozenset({True})),
        ("hours", frozenset({"9"})),
        ("hours", "mornings"),
        ("hours", 9),
    ],
)
def test_answers_of_the_wrong_shape_name_the_person_and_the_question(reader, answer):
    with pytest.raises(AnswerError) as caught:
        explain(Person(id="m", answers={"q": answer}), Person(id="n"), [READERS[reader]])
    assert (caught.value.person_id, caught.value.key) == ("m", "q")
    assert "'q'" in str(caught.value)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("answer", [None, "", "  ", (), frozenset(), [], {}])
def test_blank_answers_are_no_answers(reader, answer):
    blank = Person(id="m", answers={"q": answer})
    given = explain(blank, Person(id="n"), [READERS[reader]])
    assert given.contributions[0].reason.code == "neither_answered"


@pytest.mark.parametrize("shape", [list, tuple, set, frozenset])
def test_several_choices_may_come_in_any_collection(shape):
    mentor = Person(id="m", answers={"q": shape(["x", "y"]), "hours": shape([0, 167])})
    mentee = Person(id="n", answers={"q": "y", "hours": frozenset({167})})
    given = explain(mentor, mentee, [READERS["choices"], criterion(Kind.OVERLAP, "hours")])
    assert [one.met for one in given.contributions] == [True, True]


def test_gate_over_an_answer_that_is_no_choice_names_the_question():
    gated = Criterion(kind=Kind.PREFERENCE, label="wish", weight=1, only_if=Gate("grade"))
    with pytest.raises(AnswerError):
        explain(Person(id="m"), Person(id="n", answers={"grade": 3}), [gated])
