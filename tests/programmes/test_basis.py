"""A run holds as long as what it rests on; after that it can neither be proposed nor passed off as up to date."""

import pytest

from programmes import actions, input_fingerprint
from programmes.errors import ProgrammeError
from programmes.models import Enrolment, MatchingCriterion, MatchingRun, Proposal
from tests.programmes import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    where = people.place()
    where.mentor = where.person("Tomas Okafor", "mentor", grade="Manager", department="A", capacity=2)
    where.mentee = where.person("Maya Lindqvist", "mentee", grade="Officer", department="B")
    with where.inside():
        where.run = actions.run_matching(cohort=where.cohort, by=where.ines)
    return where


def answered(where, **given):
    with where.inside():
        keys = {question.key: question.pk for question in where.programme.questions.all()}
        answers = {keys[key]: value for key, value in given.items()}
        actions.give_answers(enrolment=where.mentee, answers=answers, by=where.ines)


def a_rule(where):
    with where.inside():
        actions.remove_criterion(criterion=MatchingCriterion.objects.first(), by=where.ines)


def an_answer(where):
    answered(where, department="C")


def a_newcomer(where):
    where.person("Lea Kowalczyk", "mentee", grade="Officer", department="B")


def a_departure(where):
    with where.inside():
        actions.withdraw(enrolment=where.mentee, by=where.ines)


def a_place(where):
    with where.inside():
        actions.change_capacity(enrolment=where.mentor, capacity=1, by=where.ines)


def a_pin(where):
    with where.inside():
        actions.decide_pair(mentor=where.mentor, mentee=where.mentee, decision="pinned", by=where.ines)


def the_scale(where):
    with where.inside():
        question = where.programme.questions.get(key="grade")
        question.choices = list(reversed(question.choices))
        question.save()


CHANGES = [
    (a_rule, "the rules"),
    (an_answer, "what people answered"),
    (a_newcomer, "who can be matched"),
    (a_departure, "who can be matched"),
    (a_place, "who can be matched"),
    (a_pin, "pairs settled by hand"),
    (the_scale, "the rules"),
]


def page(where, rest):
    return people.browser(where.ines).get(people.url(where.ines, rest)).content.decode()


def test_a_fresh_run_holds(where):
    words = page(where, f"cohorts/{where.cohort.pk}/matching/")
    assert "out of date" not in words
    assert "Propose this pair" in words


@pytest.mark.parametrize(("change", "part"), CHANGES, ids=[change.__name__ for change, _part in CHANGES])
def test_a_change_makes_a_run_stale_and_keeps_it_from_being_proposed(where, change, part):
    change(where)
    words = page(where, f"cohorts/{where.cohort.pk}/matching/")
    assert "This run is out of date" in words
    assert part in words
    assert "Propose this pair" not in words
    assert "Propose this pair</button>" not in page(where, f"runs/{where.run.pk}/confirmation/")
    with where.inside(), pytest.raises(ProgrammeError, match=part):
        actions.confirm_run(run=where.run, by=where.ines)
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"runs/{where.run.pk}/confirmation/"), {"answer_by": ""}
    )
    assert answer.status_code == 422
    with where.inside():
        assert not Proposal.objects.exists()


def test_what_is_changed_back_counts_as_unchanged(where):
    for department in ("C", "B"):
        answered(where, department=department)
    with where.inside():
        assert len(actions.confirm_run(run=where.run, by=where.ines)) == 1


def test_an_answer_that_no_rule_compares_leaves_the_run_alone(where):
    answered(where, biography="Something else")
    assert "out of date" not in page(where, f"cohorts/{where.cohort.pk}/matching/")


def test_a_run_of_before_sums_were_kept_is_matched_again_first(where):
    with where.inside():
        MatchingRun.objects.update(basis={})
        with pytest.raises(ProgrammeError, match="Match again"):
            actions.confirm_run(run=where.run, by=where.ines)


def test_one_cohort_says_nothing_about_another(where):
    with where.inside():
        before = input_fingerprint.of_cohort(where.cohort, where.programme.criteria.all())
        other = actions.create_cohort(
            programme=where.programme,
            name="Other",
            starts_on=people.a_day(1),
            ends_on=people.a_day(9),
            by=where.ines,
        )
        Enrolment.objects.create(
            organisation=where.organisation, cohort=other, member=where.mentee.member, role="mentee"
        )
        assert input_fingerprint.of_cohort(where.cohort, where.programme.criteria.all()) == before
