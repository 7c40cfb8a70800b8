"""As the runtime role, in plain SQL: what an insider tries who wants to know what one person said."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cop.actions import communities, evaluations
from cop.models import (
    CommunityQuestion,
    Evaluation,
    EvaluationAnswer,
    EvaluationFinding,
    EvaluationOutcome,
    EvaluationQuestion,
    Reflection,
    Respondent,
)
from meetings.models import Attendance
from organisations import tenancy
from tests import make

ADD_ANSWER = "INSERT INTO cop_evaluationanswer (organisation_id, asked_id, author_id, rating, words)"

HEARD, TOOK, HELPED, CHANGE = (
    "Everyone was heard",
    "I took something with me",
    "What helped?",
    "What should we change?",
)
REFUSALS = {"42501", "23505", "23514"}  # not allowed, there already, not such a row
TABLES = (
    "cop_evaluationanswer",
    "cop_reflection",
    "cop_evaluationfinding",
    "cop_evaluationoutcome",
    "cop_evaluationquestion",
    "cop_respondent",
)


def sql(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement: str, *values: Any) -> bool:
    try:
        with transaction.atomic():
            sql(statement, *values)
    except DatabaseError as error:
        if error.__cause__.sqlstate not in REFUSALS:
            raise
        return True
    return False


@pytest.fixture
def session(circle):
    circle.joined("Priya Raman")
    circle.name(circle.people[0])
    return circle.held(circle.people[0])


def asked(evaluation: Evaluation, text: str) -> EvaluationQuestion:
    return EvaluationQuestion.objects.get(evaluation=evaluation, question__text=text)


def say(circle: Any, evaluation: Evaluation, person: Any, rating: int = 4) -> EvaluationAnswer:
    with circle.inside(person):
        return EvaluationAnswer.objects.create(
            organisation_id=evaluation.organisation_id,
            asked=asked(evaluation, HEARD),
            author=person,
            rating=rating,
        )


def readable(circle: Any, person: Any) -> dict[str, int]:
    with circle.inside(person):
        return {table: sql(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def test_an_answer_and_a_reflection_are_their_authors_alone_while_it_is_open(circle, session):
    first, second = circle.people[:2]
    evaluation = make.open_evaluation(session, circle.people)
    say(circle, evaluation, second)
    with circle.inside(second):
        Reflection.objects.create(
            organisation_id=evaluation.organisation_id, evaluation=evaluation, author=second, took="Courage"
        )
    mine = readable(circle, second)
    assert (mine["cop_evaluationanswer"], mine["cop_reflection"]) == (1, 1)
    for person in (first, circle.people[2], circle.coordinator, None):
        others = readable(circle, person)
        assert (others["cop_evaluationanswer"], others["cop_reflection"]) == (0, 0)
        with circle.inside(person):
            assert sql("UPDATE cop_evaluationanswer SET rating = 1") == 0
            assert sql("DELETE FROM cop_evaluationanswer") == 0


def test_nothing_is_published_before_it_is_over_and_nobody_can_bring_that_forward(circle, session):
    evaluation = make.open_evaluation(session, circle.people)
    for person in circle.people:
        say(circle, evaluation, person)
    facilitator = circle.people[0]
    with circle.inside(facilitator):
        sql("SELECT cop_publish(%s)", circle.community.pk)
        assert not EvaluationOutcome.objects.exists()
        assert refused("UPDATE cop_evaluation SET closes_at = now()")
        assert refused("UPDATE cop_evaluation SET opened_at = now() - interval '8 days', closes_at = now()")
        assert refused("DELETE FROM cop_evaluation")
        row = (evaluation.organisation_id, evaluation.pk)
        assert refused(
            "INSERT INTO cop_evaluationoutcome (organisation_id, evaluation_id, at) VALUES (%s, %s, now())",
            *row,
        )
        assert refused("INSERT INTO cop_evaluation SELECT * FROM cop_evaluation")


def test_only_who_was_present_answers_for_themself_and_what_was_asked(circle, session):
    amara, jonas, wei, priya = circle.people
    evaluation = make.open_evaluation(session, [amara, jonas, wei])
    with circle.inside(amara):
        question = asked(evaluation, HEARD)
        words = asked(evaluation, HELPED)
    row = f"{ADD_ANSWER} VALUES (%s, %s, %s, %s, %s)"
    of = evaluation.organisation_id
    with circle.inside(priya):
        assert refused(row, of, question.pk, priya.pk, 1, "")
    with circle.inside(circle.coordinator):
        assert refused(row, of, question.pk, circle.coordinator.pk, 1, "")
    with circle.inside():
        assert refused(row, of, question.pk, jonas.pk, 1, "")
    with circle.inside(amara):
        assert refused(row, of, question.pk, jonas.pk, 1, "")
        assert refused(row, of, question.pk, amara.pk, None, "in words where a number is asked")
        assert refused(row, of, words.pk, amara.pk, 3, "")
        assert refused(row, of, question.pk, amara.pk, 6, "")
        assert not refused(row, of, question.pk, amara.pk, 5, "")
        assert refused(row, of, question.pk, amara.pk, 5, "")
        assert refused("UPDATE cop_evaluationanswer SET author_id = %s", jonas.pk)
        assert refused("UPDATE cop_evaluationanswer SET asked_id = %s", words.pk)


def test_changing_the_attendance_or_the_questions_afterwards_changes_nothing(circle, session):
    amara, jonas, wei, priya = circle.people
    evaluation = make.open_evaluation(session, [amara, jonas, wei])
    with circle.inside(amara):
        here = Attendance.objects.filter(meeting=session.meeting)
        here.filter(member=priya).update(presence="came", presence_at=evaluation.opened_at)
        here.filter(member=jonas).update(presence="missed", presence_at=evaluation.opened_at)
        CommunityQuestion.objects.update(retired_at=evaluation.opened_at)
        assert refused("UPDATE cop_communityquestion SET text = 'Who are you?'")
        for change in (
            "INSERT INTO cop_respondent (organisation_id, evaluation_id, member_id) VALUES (%s, %s, %s)",
            "DELETE FROM cop_respondent WHERE (organisation_id, evaluation_id, member_id) = (%s, %s, %s)",
        ):
            assert refused(change, evaluation.organisation_id, evaluation.pk, priya.pk)
        assert refused("DELETE FROM cop_evaluationquestion")
        assert EvaluationQuestion.objects.count() == 6
        assert set(Respondent.objects.values_list("member", flat=True)) == {amara.pk, jonas.pk, wei.pk}
    say(circle, evaluation, jonas)
    with pytest.raises(DatabaseError):
        say(circle, evaluation, priya)


def test_who_left_answers_no_more(circle, session):
    evaluation = make.open_evaluation(session, circle.people)
    wei = circle.people[2]
    with circle.inside(wei):
        communities.leave(community=circle.community, member=wei, by=wei)
        assert not EvaluationQuestion.objects.exists()
    with circle.inside(circle.people[0]):
        key = asked(evaluation, HEARD).pk
    with circle.inside(wei):
        row = f"{ADD_ANSWER} VALUES (%s, %s, %s, 1, '')"
        assert refused(row, evaluation.organisation_id, key, wei.pk)


def test_once_published_it_stands_and_nobody_learns_from_a_difference(circle, session):
    amara, jonas, wei, priya = circle.people
    said = {HEARD: 4, CHANGE: "Shorter rounds"}
    evaluation = make.looked_back(
        session, {amara: said, jonas: said | {HELPED: "Pairs"}, wei: {HEARD: 2, HELPED: "Pairs"}, priya: said}
    )
    row = f"{ADD_ANSWER} VALUES (%s, %s, %s, 1, '')"

    def shown() -> list[Any]:
        with circle.inside(jonas):
            assert EvaluationOutcome.objects.get().answered == 4
            return list(
                EvaluationFinding.objects.values_list(
                    "pk", "asked__question__text", "answered", "counts", "texts"
                )
            )

    before = shown()
    by_question = {text: (answered, counts, texts) for _pk, text, answered, counts, texts in before}
    assert by_question == {
        HEARD: (4, [0, 1, 0, 3, 0], []),
        CHANGE: (3, [0, 0, 0, 0, 0], ["Shorter rounds"] * 3),
    }
    for person in (amara, jonas, wei):
        with circle.inside(person):
            assert not EvaluationAnswer.objects.exists()
            assert refused(row, evaluation.organisation_id, asked(evaluation, TOOK).pk, person.pk)
            for table in (
                "cop_evaluationfinding",
                "cop_evaluationoutcome",
                "cop_evaluation",
                "cop_respondent",
                "cop_evaluationquestion",
            ):
                assert refused(f"DELETE FROM {table}")
                assert refused(f"UPDATE {table} SET id = id")
    with circle.inside(priya):
        communities.leave(community=circle.community, member=priya, by=priya)
    for person in (priya, circle.coordinator, None):
        seen = readable(circle, person)
        assert (
            seen["cop_evaluationanswer"],
            seen["cop_evaluationfinding"],
            seen["cop_evaluationoutcome"],
        ) == (0, 0, 0)
    with circle.inside(amara):
        evaluations.publish(circle.community)
    assert shown() == before


def test_two_answers_are_never_shown_and_gone_once_it_is_over(circle, session):
    amara, jonas, wei = circle.people[:3]
    make.looked_back(session, {amara: {HEARD: 4}, jonas: {HEARD: 1}, wei: {}})
    for person in circle.people:
        with circle.inside(person):
            assert EvaluationOutcome.objects.get().answered is None
            assert not EvaluationFinding.objects.exists()
            assert not EvaluationAnswer.objects.exists()


def test_three_who_answered_different_questions_show_none_of_them(circle, session):
    amara, jonas, wei = circle.people[:3]
    make.looked_back(session, {amara: {HEARD: 4}, jonas: {HEARD: 1, TOOK: 2}, wei: {TOOK: 5}})
    with circle.inside(amara):
        assert EvaluationOutcome.objects.get().answered == 3
        assert not EvaluationFinding.objects.exists()


def test_too_late_is_too_late_though_nobody_has_looked_yet(circle, session):
    evaluation = make.open_evaluation(session, circle.people)
    jonas = circle.people[1]
    say(circle, evaluation, jonas)
    make.put_a_week_behind(evaluation)
    with pytest.raises(DatabaseError, match="until the evaluation closes"), transaction.atomic():
        say(circle, evaluation, circle.people[2])
    with circle.inside(jonas):
        assert sql("UPDATE cop_evaluationanswer SET rating = 1") == 0
        assert sql("DELETE FROM cop_evaluationanswer") == 0


def test_a_session_is_closed_by_its_facilitator_and_once(circle, session):
    row = (
        "INSERT INTO cop_evaluation (organisation_id, session_id, by_id, opened_at, closes_at) "
        "VALUES (%s, %s, %s, now(), now() + interval '7 days')"
    )
    shorter = row.replace("7 days", "1 day")
    later = row.replace("now()", "now() + interval '2 days'")
    amara, jonas = circle.people[:2]
    of = session.organisation_id
    with circle.inside(jonas):
        assert refused(row, of, session.pk, jonas.pk)
        assert refused(row, of, session.pk, amara.pk)
    with circle.inside(amara):
        assert refused(shorter, of, session.pk, amara.pk)
        assert refused(later, of, session.pk, amara.pk)
        assert not refused(row, of, session.pk, amara.pk)
        assert refused(row, of, session.pk, amara.pk)


def test_another_organisation_can_publish_nothing_here(circle, session):
    elsewhere = make.member(make.organisation("elsewhere"))
    evaluation = make.open_evaluation(session, circle.people)
    make.put_a_week_behind(evaluation)
    with tenancy.inside(elsewhere.organisation_id, elsewhere.pk):
        sql("SELECT cop_publish(%s)", circle.community.pk)
    with circle.inside(circle.people[0]):
        assert not EvaluationOutcome.objects.filter(evaluation=evaluation).exists()
