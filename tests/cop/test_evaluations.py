from datetime import timedelta

import pytest
from django.utils import timezone

from cop.actions import evaluations
from cop.errors import CommunityError
from cop.models import CommunityQuestion, Evaluation, EvaluationAnswer, EvaluationQuestion, Reflection, Turn
from cop.queries.communities import get_history
from cop.queries.evaluations import get_result, get_trend, list_own_days
from meetings import actions as meetings
from meetings.models import AgendaItem, Attendance, Meeting
from notifications import kinds
from tests import make
from tests.budget import questions
from tests.post import messages

HEARD, HELPED, CHANGE = "Everyone was heard", "What helped?", "What should we change?"
RATINGS = {"Everyone was heard": 4, "I took something with me": 5, "Good use of the time": 3}


@pytest.fixture
def session(circle):
    circle.joined("Priya Raman")
    circle.name(circle.people[0])
    return circle.held(circle.people[0])


def close(circle, session, *, by=None, came=None):
    by = by or circle.people[0]
    with circle.inside(by):
        return evaluations.close_session(
            session=session, by=by, came={person.pk for person in came or circle.people}
        )


def answer(circle, evaluation, person, said, **mine):
    with circle.inside(person):
        asked = {
            each.question.text: each.pk for each in EvaluationQuestion.objects.select_related("question")
        }
        answers = {asked[text]: value for text, value in said.items()}
        return evaluations.answer(evaluation=evaluation, by=person, answers=answers, **mine)


def agenda(circle, session):
    with circle.inside(circle.people[0]):
        items = AgendaItem.objects.filter(meeting=session.meeting_id, source="evaluation")
        return sorted(items.values_list("text", flat=True))


def test_closing_notes_who_came_and_asks_them(circle, session):
    amara, jonas, wei, priya = circle.people
    evaluation = close(circle, session, came=[amara, jonas, wei])
    with circle.inside(amara):
        assert Attendance.objects.get(meeting=session.meeting, member=priya).presence == "missed"
        told = messages().filter(subject_id=evaluation.pk)
        now = set(told.filter(kind="community-evaluation").values_list("recipient", flat=True))
        later = told.filter(kind="community-evaluation-reminder")
        assert now == {jonas.pk, wei.pk}
        assert set(later.values_list("recipient", flat=True)) == {amara.pk, jonas.pk, wei.pk}
        assert {each.due_at for each in later} == {evaluation.closes_at - timedelta(days=2)}
    assert evaluation.closes_at - evaluation.opened_at == timedelta(days=7)


def test_closing_asks_all_in_one_statement_and_reminds_all_in_another(circle, session):
    with questions() as asked:
        close(circle, session)
    assert len([each for each in asked if each.startswith('INSERT INTO "notifications_message"')]) == 2


def test_closing_twice_is_closing_once(circle, session):
    assert close(circle, session) == close(circle, session, came=circle.people[:1])
    with circle.inside(circle.people[0]):
        assert Evaluation.objects.get().respondents.count() == 4


def test_closing_needs_somebody_who_came(circle, session):
    with circle.inside(circle.people[0]), pytest.raises(CommunityError, match="Say who was there"):
        evaluations.close_session(session=session, by=circle.people[0])


def test_whoever_was_there_can_note_who_came_and_close_a_session(circle, session):
    amara, jonas, wei, _priya = circle.people
    evaluation = close(circle, session, by=jonas, came=[jonas, wei])
    assert evaluation.by == jonas
    with circle.inside(jonas):
        here = Attendance.objects.filter(meeting=session.meeting_id)
        assert dict(here.values_list("member", "presence")) == {
            amara.pk: "missed",
            jonas.pk: "came",
            wei.pk: "came",
            circle.people[3].pk: "missed",
        }


def test_who_was_not_there_does_not_close_a_session(circle, session):
    jonas, wei = circle.people[1:3]
    with pytest.raises(CommunityError, match="Were you there"):
        close(circle, session, by=jonas, came=[wei])
    with pytest.raises(CommunityError, match="whoever was there"):
        close(circle, session, by=circle.coordinator, came=[wei])


def test_what_the_facilitator_noted_stays_when_somebody_else_closes(circle, session):
    amara, jonas, wei = circle.people[:3]
    with circle.inside(amara):
        meetings.record_attendance(by=amara, meeting=session.meeting, presence={wei.pk: "missed"})
    close(circle, session, by=jonas, came=[jonas, wei])
    with circle.inside(jonas):
        assert Attendance.objects.get(meeting=session.meeting_id, member=wei).presence == "missed"


def test_while_a_session_is_under_way_its_facilitator_alone_closes_it(circle):
    amara, jonas = circle.people[:2]
    circle.name(amara)
    session = circle.arrange(amara)
    with circle.inside(amara):
        session.meeting.starts_at = timezone.now() - timedelta(minutes=15)
        session.meeting.ends_at = timezone.now() + timedelta(minutes=45)
        session.meeting.save()
    with pytest.raises(CommunityError, match="once it is over"):
        close(circle, session, by=jonas, came=[amara, jonas])
    close(circle, session, came=[amara, jonas])


def test_a_session_that_its_facilitator_missed_is_nobodys_turn(circle, session):
    _amara, jonas, wei = circle.people[:3]
    close(circle, session, by=jonas, came=[jonas, wei])
    with circle.inside(jonas):
        assert not Turn.objects.taken().filter(community=circle.community).exists()
        assert get_history(circle.community).facilitators == 0


def test_a_session_ahead_cannot_be_closed(circle):
    circle.name(circle.people[0])
    session = circle.arrange(circle.people[0])
    with pytest.raises(CommunityError, match="not begun"):
        close(circle, session)


def test_an_answer_can_be_changed_and_taken_back(circle, session):
    evaluation, jonas = close(circle, session), circle.people[1]
    answer(circle, evaluation, jonas, RATINGS | {HELPED: "The pairs"}, took="Courage")
    answer(circle, evaluation, jonas, {HEARD: 2}, tries="Wait longer")
    with circle.inside(jonas):
        assert [(each.rating, each.words) for each in EvaluationAnswer.objects.all()] == [(2, "")]
        mine = Reflection.objects.get()
        assert (mine.took, mine.tries) == ("", "Wait longer")
        assert list_own_days(jonas, circle.community) == [timezone.localdate()]
    with circle.inside(circle.people[0]):
        assert list_own_days(jonas, circle.community) == []


def test_answering_asks_for_something_and_is_for_who_was_there(circle, session):
    amara, jonas = circle.people[:2]
    evaluation = close(circle, session, came=[amara])
    with pytest.raises(CommunityError, match="at least one thing"):
        answer(circle, evaluation, amara, {HELPED: ""}, took=" ")
    with pytest.raises(CommunityError, match="present"):
        answer(circle, evaluation, jonas, {HEARD: 2})
    with circle.inside(circle.coordinator), pytest.raises(CommunityError, match="has closed"):
        evaluations.answer(evaluation=evaluation, by=circle.coordinator, answers={}, took="x")


def test_the_mails_are_dropped_once_somebody_has_answered_and_hold_no_words(circle, session):
    evaluation, jonas = close(circle, session), circle.people[1]
    with circle.inside(jonas):
        waiting = list(messages().filter(subject_id=evaluation.pk, recipient=jonas))
        assert len(waiting) == 2
        for message in waiting:
            assert "New lecturers" in kinds.get(message.kind).compose(message).subject
    answer(circle, evaluation, jonas, {HEARD: 4})
    with circle.inside(jonas):
        assert [kinds.get(each.kind).compose(each) for each in waiting] == [None, None]


def test_results_show_what_three_answered_and_lead_to_the_last_phase(circle, session):
    amara, jonas, wei, priya = circle.people
    with circle.inside(amara):
        assert not get_history(circle.community).evaluated
    evaluation = make.looked_back(
        session,
        {
            amara: RATINGS | {HELPED: "Pairs", CHANGE: "Shorter rounds"},
            jonas: RATINGS | {HELPED: "Tea", CHANGE: "More pairs"},
            wei: {HEARD: 2, CHANGE: "Begin\non time"},
            priya: {},
        },
    )
    with circle.inside(circle.coordinator):
        assert get_history(circle.community).evaluated
    with circle.inside(amara):
        result = get_result(evaluation)
        assert result == get_result(evaluation)
        assert (result.answered, result.bars) == (3, [(HEARD, 3.3)])
        assert sorted(result.changes) == ["Begin\non time", "More pairs", "Shorter rounds"]
        assert [each.question.text for each in result.too_few] == [
            "I took something with me",
            "Good use of the time",
            HELPED,
            "What was hard?",
        ]


def test_two_answers_make_no_evaluated_community_and_no_result(circle, session):
    amara, jonas = circle.people[:2]
    evaluation = make.looked_back(session, {amara: RATINGS, jonas: RATINGS})
    with circle.inside(amara):
        assert not get_history(circle.community).evaluated
        assert get_result(evaluation).answered is None
        assert get_trend(circle.community).sessions == []


def test_what_should_change_comes_onto_the_next_agenda_once(circle, session):
    amara, jonas, wei = circle.people[:3]
    make.looked_back(
        session, {amara: {CHANGE: "Shorter rounds"}, jonas: {CHANGE: "Tea"}, wei: {CHANGE: "Pairs"}}
    )
    circle.name(jonas)
    following = circle.arrange(jonas)
    assert agenda(circle, following) == ["Pairs", "Shorter rounds", "Tea"]
    with circle.inside():
        assert evaluations.raise_what_waits() == 0
    assert len(agenda(circle, following)) == 3


def test_what_should_change_comes_onto_an_agenda_that_was_there_already(circle, session):
    amara, jonas, wei = circle.people[:3]
    circle.name(jonas)
    following = circle.arrange(jonas)
    make.looked_back(session, {person: {CHANGE: "Shorter rounds"} for person in (amara, jonas, wei)})
    with circle.inside():
        assert evaluations.raise_what_waits() == 1
        assert evaluations.raise_what_waits() == 0
    assert agenda(circle, following) == ["Shorter rounds (3 people)"]


def test_what_two_sessions_would_change_alike_comes_once(circle, session):
    amara, jonas, wei = circle.people[:3]
    circle.name(amara)
    again = circle.held(amara)
    make.looked_back(session, {person: {CHANGE: "Shorter rounds"} for person in (amara, jonas, wei)})
    make.looked_back(
        again, {amara: {CHANGE: "Shorter rounds!"}, jonas: {CHANGE: "Tea"}, wei: {CHANGE: "Shorter rounds"}}
    )
    circle.name(jonas)
    assert agenda(circle, circle.arrange(jonas)) == ["Shorter rounds (3 people)", "Tea"]


def test_what_two_would_change_comes_onto_no_agenda(circle, session):
    amara, jonas, wei = circle.people[:3]
    make.looked_back(session, {amara: {CHANGE: "Shorter rounds"}, jonas: {CHANGE: "Tea"}, wei: {HEARD: 3}})
    circle.name(jonas)
    assert agenda(circle, circle.arrange(jonas)) == []


def test_what_should_change_comes_onto_the_next_agenda_whoever_arranged_it(circle, session):
    make.looked_back(session, {person: {CHANGE: "Shorter rounds"} for person in circle.people})
    theirs = circle.arrange(circle.coordinator)
    assert theirs.meeting.facilitator == circle.coordinator
    assert agenda(circle, theirs) == ["Shorter rounds (4 people)"]


def test_a_coordinator_who_arranges_a_session_does_not_read_what_should_change(circle, session):
    make.looked_back(session, {person: {CHANGE: "Shorter rounds"} for person in circle.people})
    theirs = circle.arrange(circle.coordinator)
    with circle.inside(circle.coordinator):
        assert Meeting.objects.visible_to(circle.coordinator).filter(pk=theirs.meeting_id).exists()
        assert not AgendaItem.objects.filter(meeting=theirs.meeting).exists()


def test_a_cancelled_session_hands_on_what_should_change(circle, session):
    make.looked_back(session, {person: {CHANGE: "Shorter rounds"} for person in circle.people})
    jonas = circle.people[1]
    circle.name(jonas)
    called_off = circle.arrange(jonas)
    with circle.inside(jonas):
        meetings.cancel(by=jonas, meeting=called_off.meeting)
    following = circle.arrange(jonas, starts_at=timezone.now() + timedelta(days=9))
    assert agenda(circle, following) == ["Shorter rounds (4 people)"]


@pytest.mark.parametrize(
    ("texts", "raised"),
    [
        (["Shorter rounds", "shorter  rounds.", "Tea"], ["Shorter rounds", "Tea"]),
        (["Tea", "Tea", "TEA", "Begin on time"], ["Tea (3 people)", "Begin on time"]),
        (["a" * 300] * 3, ["a" * 300]),
    ],
)
def test_what_several_say_alike_comes_once_and_is_counted_from_three_on(texts, raised):
    assert list(evaluations.worded(texts).values()) == raised


def test_other_words_are_another_question_and_old_results_keep_theirs(circle, session):
    amara, jonas, wei = circle.people[:3]
    first = make.looked_back(session, dict.fromkeys((amara, jonas, wei), RATINGS))
    circle.name(amara)
    with circle.inside(amara):
        question = CommunityQuestion.objects.current().get(text=HEARD)
        edited = evaluations.edit_question(question=question, text="We all spoke", kind="rating", by=amara)
        with pytest.raises(CommunityError, match="not asked any more"):
            evaluations.edit_question(question=question, text="Again", kind="rating", by=amara)
    again = circle.arrange(amara, starts_at=timezone.now() + timedelta(days=3))
    with circle.inside(amara):
        meeting = again.meeting
        now = timezone.now()
        meeting.starts_at, meeting.ends_at = now - timedelta(hours=2), now - timedelta(hours=1)
        meeting.save()
    make.looked_back(again, {person: {edited.text: 5} for person in (amara, jonas, wei)})
    with circle.inside(amara):
        assert get_result(first).bars[0] == (HEARD, 4.0)
        lines = {line.question: line.averages for line in get_trend(circle.community).lines}
        assert lines[HEARD] == [4.0, None]
        assert lines["We all spoke"] == [None, 5.0]


def test_who_decides_what_is_asked(circle):
    amara, jonas, _wei = circle.people
    circle.name(jonas)

    def may(member):
        with circle.inside(member):
            return evaluations.may_edit_questions(circle.community, member)

    assert [may(member) for member in (jonas, circle.coordinator, amara)] == [True, True, False]
    with circle.inside(amara), pytest.raises(CommunityError, match="facilitates next"):
        evaluations.add_question(community=circle.community, text="Why?", kind="words", by=amara)
    circle.step("rotating")
    assert not may(circle.coordinator)
    assert may(circle.coming()[0].member)


def test_questions_are_at_most_ten_and_at_least_one(circle):
    by = circle.coordinator
    with circle.inside(by):
        for number in range(4):
            evaluations.add_question(community=circle.community, text=f"{number}?", kind="words", by=by)
        with pytest.raises(CommunityError, match="Ten questions"):
            evaluations.add_question(community=circle.community, text="More?", kind="words", by=by)
        *most, last = CommunityQuestion.objects.current().filter(community=circle.community)
        for question in most:
            evaluations.retire_question(question=question, by=by)
        with pytest.raises(CommunityError, match="at least one"):
            evaluations.retire_question(question=last, by=by)
