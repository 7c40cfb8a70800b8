"""A coordinator designs a programme: what is stored, and what is refused in words."""

import re

import pytest
from django.db import connection

from organisations.models import AuditEntry
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.forms.people import AnswersForm
from programmes.models import Cohort, EnrolmentAnswer, MatchingCriterion, Practice, Programme, Question
from tests import make
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db


_once_where, where = kept("where", people.place)


def test_only_who_may_design_makes_a_programme(where):
    plain = make.member(where.organisation, "Maya Lindqvist")
    assert people.browser(plain).get(people.url(plain, "new/")).status_code == 404
    answer = people.browser(where.ines).post(
        people.url(where.ines, "new/"), {"name": "High flyers", "template": "potential"}
    )
    assert answer.status_code == 302
    with where.inside():
        assert Programme.objects.get(name="High flyers").weeks == (6, 12, 16, 6)


def test_two_programmes_of_one_name_are_refused_beside_the_name(where):
    answer = people.browser(where.ines).post(
        people.url(where.ines, "new/"), {"name": "New colleagues", "template": "blank"}
    )
    assert answer.status_code == 422
    assert "There is a programme of this name already" in answer.content.decode()


def test_the_audit_log_says_who_made_it_and_holds_no_words(where):
    with where.inside():
        lines = list(AuditEntry.objects.filter(subject_id=where.programme.pk).values("action", "by", "facts"))
    assert lines == [{"action": "programme.created", "by": where.ines.pk, "facts": {"template": "induction"}}]


def test_editing_changes_pace_and_agreement(where):
    client, address = people.browser(where.ines), people.url(where.ines, f"{where.programme.pk}/edit/")
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    answer = client.post(address, data | {"weeks_initiation": 9, "agreement_focus": "Ours"})
    assert answer.status_code == 302
    with where.inside():
        programme = Programme.objects.get()
        assert (programme.weeks_initiation, programme.agreement_focus) == (9, "Ours")
    assert client.post(address, data | {"weeks_initiation": 0, "name": ""}).status_code == 422


def test_a_cohort_ends_after_it_starts(where):
    client, address = people.browser(where.ines), people.url(where.ines, f"{where.programme.pk}/cohorts/new/")
    wrong = {"name": "Spring", "starts_on": "2027-03-01", "ends_on": "2027-02-01"}
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert "The end lies before the start" in answer.content.decode()
    assert client.post(address, wrong | {"ends_on": "2027-09-01"}).status_code == 302
    assert client.post(address, wrong | {"ends_on": "2027-09-01"}).status_code == 422
    with where.inside():
        assert Cohort.objects.filter(name="Spring").count() == 1


def test_a_question_gets_a_key_of_its_own_and_comes_last(where):
    client, address = (
        people.browser(where.ines),
        people.url(where.ines, f"{where.programme.pk}/questions/new/"),
    )
    wanted = {"label": "Grade", "kind": "one", "asked": "both", "choices": "Low\n\n  High \nlow"}
    assert client.post(address, wanted).status_code == 302
    with where.inside():
        question = where.programme.questions.last()
    assert (question.key, question.choices) == ("grade-2", ["Low", "High"])
    for wrong in ({"label": ""}, {"choices": "x" * 201}, {"choices": "a\0b"}, {"kind": "sonnet"}):
        assert client.post(address, wanted | wrong).status_code == 422


def test_a_choice_somebody_took_stays_and_so_does_the_kind(where):
    mentor = where.person("Tomas Okafor", "mentor", grade="Officer")
    values = {"label": "Grade", "kind": "scale", "asked": "both", "choices": ["Manager"]}
    with where.inside():
        question = where.programme.questions.get(key="grade")
        with pytest.raises(ProgrammeError, match="Officer"):
            actions.edit_question(question=question, values=values, by=where.ines)
        with pytest.raises(ProgrammeError, match="kind of answer"):
            actions.edit_question(question=question, values=values | {"kind": "short"}, by=where.ines)
        values["choices"] = ["Officer", "Manager", "Boss"]
        actions.edit_question(question=question, values=values, by=where.ines)
        assert Question.objects.get(pk=question.pk).choices == ["Officer", "Manager", "Boss"]
        assert EnrolmentAnswer.objects.get(enrolment=mentor).value == "Officer"


def test_a_question_a_rule_uses_cannot_go_and_another_takes_its_answers_along(where):
    where.person("Tomas Okafor", "mentor", grade="Officer", biography="A life")
    client = people.browser(where.ines)
    with where.inside():
        grade, biography = (where.programme.questions.get(key=key) for key in ("grade", "biography"))
    refused = client.post(people.url(where.ines, f"questions/{grade.pk}/removal/"))
    assert refused.status_code == 422
    assert "matching rule “Grade” uses this question" in refused.content.decode()
    page = client.get(people.url(where.ines, f"questions/{biography.pk}/removal/")).content.decode()
    assert "1 person has answered it" in page
    assert client.post(people.url(where.ines, f"questions/{biography.pk}/removal/")).status_code == 302
    with where.inside():
        assert not EnrolmentAnswer.objects.filter(question=biography.pk).exists()
        assert Question.objects.filter(key="grade").exists()


def guide(where, stage="initiation"):
    with where.inside():
        return list(where.programme.practices.filter(stage=stage))


def posted(rows):
    data = {"practices-TOTAL_FORMS": str(len(rows)), "practices-INITIAL_FORMS": "0"}
    for number, (key, text, question) in enumerate(rows):
        data |= {
            f"practices-{number}-{name}": value
            for name, value in zip(("key", "text", "question"), (key, text, question), strict=True)
        }
    return data


def test_the_stage_guide_is_reworded_added_to_and_thinned(where):
    first, second, third = guide(where)
    address = people.url(where.ines, f"{where.programme.pk}/guide/initiation/")
    client = people.browser(where.ines)
    rows = [
        (first.pk, "Reworded", "Why?"),
        (second.pk, "", ""),
        (third.pk, third.text, ""),
        ("", "New one", ""),
    ]
    assert client.post(address, posted(rows)).status_code == 302
    assert [practice.text for practice in guide(where)] == ["Reworded", third.text, "New one"]
    assert guide(where)[0].pk == first.pk
    empty = [(practice.pk, "", "") for practice in guide(where)]
    answer = client.post(address, posted(empty))
    assert answer.status_code == 422
    assert "at least one practice" in answer.content.decode()
    assert client.post(address, posted([("", "", "A question alone")])).status_code == 422
    assert client.post(address, {"practices-TOTAL_FORMS": "nonsense"}).status_code == 422
    assert client.get(people.url(where.ines, f"{where.programme.pk}/guide/graduation/")).status_code == 404


def test_a_practice_that_was_looked_back_on_stays_though_the_coordinator_cannot_see_why(where):
    from partnerships.models import PracticeRating, ReviewAnswer, StageReview

    maya, tomas = (make.member(where.organisation, name) for name in ("Maya L", "Tomas O"))
    partnership = make.partnership(where.cohort, mentor=tomas, mentee=maya)
    first, *others = guide(where)
    with where.inside(maya):
        review = StageReview.objects.create(
            organisation=where.organisation, partnership=partnership, stage="initiation", opened_by=maya
        )
        answer = ReviewAnswer.objects.create(
            organisation=where.organisation,
            review=review,
            member=maya,
            trust=3,
            openness=3,
            enthusiasm=3,
            proposes="stay",
        )
        PracticeRating.objects.create(
            organisation=where.organisation, answer=answer, practice=first, rating=2
        )
    keep = [(practice.pk, practice.text, "") for practice in others]
    with where.inside(), pytest.raises(ProgrammeError, match="rated in a stage review"):
        actions.edit_stage_guide(programme=where.programme, stage="initiation", practices=keep, by=where.ines)
    with where.inside():
        assert Practice.objects.filter(pk=first.pk).exists()


def test_a_rule_is_added_changed_and_removed(where):
    client = people.browser(where.ines)
    new = people.url(where.ines, f"{where.programme.pk}/rules/new/")
    assert "What should the rule look at" in client.get(new).content.decode()
    wanted = {
        "label": "Not far apart",
        "weight": "3",
        "mentor_key": "grade",
        "mentee_key": "grade",
        "maximum": "2",
    }
    assert client.post(f"{new}?kind=distance", wanted).status_code == 302
    with where.inside():
        rule = MatchingCriterion.objects.get(label="Not far apart")
    assert (rule.weight, rule.settings) == (3, {"mentor_key": "grade", "mentee_key": "grade", "maximum": 2})
    edit = people.url(where.ines, f"rules/{rule.pk}/")
    assert client.post(edit, wanted | {"weight": "", "minimum": "1"}).status_code == 302
    with where.inside():
        assert MatchingCriterion.objects.get(pk=rule.pk).is_required
    assert client.post(people.url(where.ines, f"rules/{rule.pk}/removal/")).status_code == 302
    with where.inside():
        assert not MatchingCriterion.objects.filter(pk=rule.pk).exists()


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("distance", {"minimum": "", "maximum": ""}, "at least one end"),
        ("distance", {"minimum": "3", "maximum": "1"}, "Exchange the two"),
        ("distance", {"mentor_key": "biography"}, "Choose one of those that are offered."),
        ("shared", {"at_least": "0"}, "Give 1 or more."),
        ("same", {"weight": "11"}, "Choose one of those that are offered."),
        ("same", {"label": ""}, "Fill this in"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(where, kind, wrong, words):
    keys = {"distance": "grade", "shared": "characteristics", "same": "profession"}
    sensible = {
        "label": "Rule",
        "weight": "5",
        "mentor_key": keys[kind],
        "mentee_key": keys[kind],
        "minimum": "1",
        "at_least": "1",
    }
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"{where.programme.pk}/rules/new/?kind={kind}"), sensible | wrong
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_another_coordinators_programme_does_not_exist(where):
    other = make.member(where.organisation, "Otto Other", coordinator=True)
    client = people.browser(other)
    with where.inside():
        question, rule = where.programme.questions.first(), where.programme.criteria.first()
    for address in (
        f"{where.programme.pk}/",
        f"{where.programme.pk}/edit/",
        f"{where.programme.pk}/cohorts/new/",
        f"{where.programme.pk}/guide/initiation/",
        f"{where.programme.pk}/questions/new/",
        f"{where.programme.pk}/rules/new/",
        f"questions/{question.pk}/",
        f"questions/{question.pk}/removal/",
        f"rules/{rule.pk}/",
        f"cohorts/{where.cohort.pk}/people/",
        f"cohorts/{where.cohort.pk}/matching/",
        f"cohorts/{where.cohort.pk}/imports/new/",
    ):
        assert client.get(people.url(other, address)).status_code == 404, address
    assert client.post(people.url(other, f"rules/{rule.pk}/removal/")).status_code == 404
    assert client.get(people.url(other, "")).status_code == 200


def test_removing_unused_practices_leaves_no_check_behind(where):
    """The checks made early are put back to the end of the transaction."""
    first, second, third = guide(where)
    with where.inside():
        kept = [(first.pk, first.text, ""), (second.pk, second.text, "")]
        actions.edit_stage_guide(programme=where.programme, stage="initiation", practices=kept, by=where.ines)
        assert not Practice.objects.filter(pk=third.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("kind", ["one", "several", "scale"])
def test_a_question_that_is_answered_by_choosing_says_what_there_is_to_choose(where, kind):
    client = people.browser(where.ines)
    address = people.url(where.ines, f"{where.programme.pk}/questions/new/")
    wanted = {"label": "Interests", "kind": kind, "asked": "both"}
    for choices in ("", "Only this"):
        answer = client.post(address, wanted | {"choices": choices})
        assert answer.status_code == 422
        assert "Write at least two choices" in answer.content.decode()
    assert client.post(address, wanted | {"choices": "This\nThat"}).status_code == 302
    with where.inside():
        question = Question.objects.get(label="Interests")
    again = client.post(people.url(where.ines, f"questions/{question.pk}/"), wanted | {"choices": ""})
    assert again.status_code == 422, "nor can they be taken away"


def test_a_question_of_a_template_may_wait_for_the_choices_of_a_list(where):
    with where.inside():
        question = Question.objects.filter(programme=where.programme, kind="one", choices=[]).first()
    wanted = {"label": "Your department", "kind": "one", "asked": "both", "choices": ""}
    address = people.url(where.ines, f"questions/{question.pk}/")
    assert people.browser(where.ines).post(address, wanted).status_code == 302


@pytest.mark.parametrize("kind", ["one", "several", "scale"])
def test_a_question_without_choices_is_answered_in_ones_own_words_until_it_has_some(where, kind):
    with where.inside():
        actions.add_question(
            programme=where.programme,
            values={"label": "Interests", "kind": kind, "asked": "both", "choices": []},
            by=where.ines,
        )
        question = Question.objects.get(label="Interests")
    enrolment = where.person("Maya Lindqvist", "mentee")
    address = people.url(enrolment.member, f"enrolments/{enrolment.pk}/answers/")
    page = people.browser(enrolment.member).get(address).content.decode()
    assert re.search(r'<(input type="text"|textarea) name="interests"', page)
    with where.inside(enrolment.member):
        form = AnswersForm({"interests": "Chess"}, enrolment=enrolment, questions=[question])
        assert form.is_valid()
        assert form.answers == {question.pk: ["Chess"] if kind == "several" else "Chess"}
