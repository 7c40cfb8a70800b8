from datetime import timedelta

import pytest

from cop.models import CommunityQuestion, EvaluationAnswer, Reflection
from tests import make
from tests.budget import questions

HEARD, CHANGE = "Everyone was heard", "What should we change?"


@pytest.fixture
def session(circle):
    circle.joined("Priya Raman")
    circle.name(circle.people[0])
    return circle.held(circle.people[0], focus="Feedback that lands")


def page(circle, *parts):
    return "/".join(["/riverside/communities", str(circle.community.pk), *map(str, parts), ""])


def signed_in(client, person):
    client.force_login(person.user)
    return client


def test_from_home_by_the_turn_a_facilitator_closes_and_says_how_it_was(client, circle, session):
    amara, jonas = circle.people[:2]
    signed_in(client, amara)
    closing = page(circle, "sessions", session.pk, "closing")
    with circle.inside(amara):
        turn = page(circle, "turns", session.turn.pk, "close")
    assert turn in client.get("/riverside/").content.decode()
    for where in (turn, page(circle)):
        assert closing in client.get(where).content.decode()
    assert client.post(closing, {"sent": "yes"}).status_code == 422
    answer = client.post(closing, {"came": [amara.pk, jonas.pk]})
    form = page(circle, "sessions", session.pk, "evaluation", "answer")
    assert answer.url == form
    assert client.get(closing).status_code == 404
    signed_in(client, jonas)
    assert form in client.get("/riverside/").content.decode()
    assert form in client.get(page(circle)).content.decode()
    with circle.inside(amara):
        heard = f"asked_{circle_question(session, HEARD)}"
    assert client.post(form, {heard: "9"}).status_code == 422
    assert client.post(form, {"took": " "}).status_code == 422
    assert client.post(form, {heard: "4", "took": "Courage"}).status_code == 302
    with circle.inside(jonas):
        assert EvaluationAnswer.objects.get().rating == 4
        assert Reflection.objects.get().took == "Courage"
    assert form not in client.get("/riverside/").content.decode()
    shown = client.get(page(circle, "sessions", session.pk, "evaluation")).content.decode()
    assert "Courage" in shown
    assert "Change what you said" in shown
    kept = client.get(form).content.decode()
    assert "Courage" in kept
    assert "checked" in kept


def circle_question(session, text):
    from cop.models import EvaluationQuestion

    return EvaluationQuestion.objects.get(evaluation__session=session, question__text=text).pk


def test_who_was_not_there_reads_that_others_look_back_and_cannot_answer(client, circle, session):
    make.open_evaluation(session, circle.people[:3])
    signed_in(client, circle.people[3])
    form = page(circle, "sessions", session.pk, "evaluation", "answer")
    assert client.get(form).status_code == 302
    assert client.post(form, {"took": "Courage"}).status_code == 302
    shown = client.get(page(circle, "sessions", session.pk, "evaluation")).content.decode()
    assert "Those who were there are evaluating it" in shown
    with circle.inside(circle.people[3]):
        assert not Reflection.objects.exists()


def test_results_are_the_communitys_and_what_one_keeps_is_ones_own(client, circle, session):
    amara, jonas, wei, priya = circle.people
    make.looked_back(
        session, {person: {HEARD: 4, CHANGE: "Shorter rounds"} for person in (amara, jonas, wei)}
    )
    for person in (amara, priya):
        shown = signed_in(client, person).get(page(circle, "sessions", session.pk, "evaluation"))
        text = shown.content.decode()
        assert "3 of you answered" in text
        assert "Shorter rounds" in text
        assert ("Amara Nwosu took" in text) == (person == amara)
        assert "Jonas Aydin took" not in text
        assert "Fewer than three answered" in text
    assert "3 answers" in client.get(page(circle)).content.decode()
    assert "Session by session" in client.get(page(circle, "evaluations")).content.decode()
    signed_in(client, circle.coordinator)
    for parts in (["sessions", session.pk, "evaluation"], ["evaluations"]):
        assert client.get(page(circle, *parts)).status_code == 404
    assert "Shorter rounds" not in client.get(page(circle, "coordination")).content.decode()


def test_too_few_and_none_are_said_in_plain_words(client, circle, session):
    amara, jonas = circle.people[:2]
    signed_in(client, amara)
    where = page(circle, "sessions", session.pk, "evaluation")
    assert "This session is not closed yet" in client.get(where).content.decode()
    assert "Nothing to show yet" in client.get(page(circle, "evaluations")).content.decode()
    make.looked_back(session, {amara: {HEARD: 4}, jonas: {HEARD: 2}})
    shown = client.get(where).content.decode()
    assert "Fewer than three answered" in shown
    assert "Nothing to show yet" in client.get(page(circle, "evaluations")).content.decode()


def test_the_questions_are_taken_over_changed_and_let_go(client, circle):
    amara = circle.people[0]
    circle.name(amara)
    where = page(circle, "evaluations", "questions")
    signed_in(client, amara)
    assert HEARD in client.get(where).content.decode()
    assert client.post(where).status_code == 302
    with circle.inside(amara):
        first, second = CommunityQuestion.objects.current()[:2]
    edit = page(circle, "evaluations", "questions", first.pk, "edit")
    assert client.post(edit, {"text": "", "kind": "rating"}).status_code == 422
    assert client.post(edit, {"text": "We all spoke", "kind": "rating"}).status_code == 302
    assert client.post(page(circle, "evaluations", "questions", second.pk, "retirement")).status_code == 302
    assert (
        client.post(
            page(circle, "evaluations", "questions", "new"), {"text": "Why?", "kind": "words"}
        ).status_code
        == 302
    )
    text = client.get(where).content.decode()
    assert "We all spoke" in text
    assert "Why?" in text
    assert HEARD not in text
    signed_in(client, circle.people[1])
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_pages_ask_the_same_however_many_sessions_were_looked_back_on(client, circle, session, rows):
    amara = circle.people[0]
    said = {person: {HEARD: 4, CHANGE: "Shorter rounds"} for person in circle.people[:3]}
    held = [session, *(another(circle, amara, number) for number in range(rows - 1))]
    for each in held:
        make.looked_back(each, said)
    waits = make.open_evaluation(another(circle, amara, rows), circle.people).session
    signed_in(client, amara)
    budgets = {
        page(circle, "evaluations"): 10,
        page(circle, "sessions", session.pk, "evaluation"): 12,
        page(circle, "sessions", waits.pk, "evaluation", "answer"): 10,
        page(circle, "sessions"): 6,
        "/riverside/": 9,
    }
    asked = {address: count(client, address) for address in budgets}
    assert asked == budgets


def count(client, address):
    client.get(address)
    with questions() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def another(circle, facilitator, number):
    from cop.models import Session

    meeting = make.meeting(circle.people, starts_in=timedelta(days=-2 - number))
    with circle.inside(facilitator):
        meeting.facilitator = facilitator
        meeting.save()
        return Session.objects.create(
            organisation_id=meeting.organisation_id, community=circle.community, meeting=meeting
        )


def test_an_answer_from_a_second_window_takes_the_place_of_none_that_it_has_not_seen(client, circle, session):
    make.open_evaluation(session, circle.people[:3])
    jonas = circle.people[1]
    signed_in(client, jonas)
    form = page(circle, "sessions", session.pk, "evaluation", "answer")
    with circle.inside(jonas):
        heard = f"asked_{circle_question(session, HEARD)}"
    seen = client.get(form).context["form"].seen
    assert client.post(form, {heard: "4", "took": "Courage", "seen": seen}).status_code == 302
    second = client.post(form, {heard: "1", "took": "", "tries": "To listen", "seen": seen})
    assert second.status_code == 422
    assert "Largely" in second.content.decode()
    with circle.inside(jonas):
        assert EvaluationAnswer.objects.get().rating == 4
        assert Reflection.objects.get().took == "Courage"
    assert client.post(form, {heard: "4", "took": "", "tries": "To listen", "seen": seen}).status_code == 302
    with circle.inside(jonas):
        kept = Reflection.objects.get()
    assert (kept.took, kept.tries) == ("Courage", "To listen")
