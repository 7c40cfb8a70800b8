"""Answering and publishing an evaluation at the same moment, over connections of their own: an answer counts, or it is
refused in words, and what was published stays."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction
from django.db.models.signals import pre_save
from django.utils import timezone

from cop.actions import evaluations
from cop.errors import CommunityError
from cop.models import EvaluationAnswer, EvaluationFinding, EvaluationOutcome, EvaluationQuestion
from cop.queries.evaluations import get_result
from organisations import tenancy
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_FOR = timedelta(seconds=3)
HEARD = "Everyone was heard"
CLOSED = "This has closed. What was said until then stands."


@pytest.fixture
def session(circle):
    circle.joined("Priya Raman")
    circle.name(circle.people[0])
    return circle.held(circle.people[0])


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def begin(pool: ThreadPoolExecutor, act: Callable[[], object]) -> "Future[object]":
    """Do something over a connection of its own; what comes back is its result, or the refusal's words."""

    def run() -> object:
        try:
            return act()
        except CommunityError as error:
            return str(error)
        finally:
            connections["default"].close()

    return pool.submit(run)


def say(evaluation, person, rating, *, before_commit: Callable[[], object] = lambda: None):
    with tenancy.inside(evaluation.organisation_id, person.pk), transaction.atomic():
        asked = EvaluationQuestion.objects.get(evaluation=evaluation, question__text=HEARD)
        evaluations.answer(evaluation=evaluation, by=person, answers={asked.pk: rating})
        before_commit()


def publish(circle, *, before_commit: Callable[[], object] = lambda: None):
    with circle.inside(circle.people[0]), transaction.atomic():
        evaluations.publish(circle.community)
        before_commit()


def over(evaluation):
    sleep(max(0, (evaluation.closes_at - timezone.now()).total_seconds()) + 0.02)


def is_waited_for() -> bool:
    """Whether some connection waits for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def until(condition: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not condition():
        assert monotonic() < end, "it never came to that"
        sleep(0.01)


def counts(circle, evaluation):
    with circle.inside(circle.people[0]):
        result = get_result(evaluation)
        return result.answered, [finding.counts for finding in result.ratings]


@pytest.mark.parametrize("changes", [False, True])
def test_publishing_waits_for_who_is_answering_and_counts_them(circle, session, pool, changes):
    amara, jonas, wei, _priya = circle.people
    evaluation = make.open_evaluation(session, circle.people, open_for=OPEN_FOR)
    for person in (jonas, wei, *([amara] if changes else [])):
        say(evaluation, person, 2)
    said, go_on = Event(), Event()

    def hold():
        said.set()
        go_on.wait()

    answering = begin(pool, lambda: say(evaluation, amara, 5, before_commit=hold))
    assert said.wait(20)
    over(evaluation)
    publishing = begin(pool, lambda: publish(circle))
    until(is_waited_for)
    assert not publishing.done()
    go_on.set()
    assert (answering.result(), publishing.result()) == (None, None)
    assert counts(circle, evaluation) == (3, [[0, 2, 0, 0, 1]])


def test_who_comes_while_it_is_published_is_refused_and_nothing_changes(circle, session, pool):
    evaluation = make.open_evaluation(session, circle.people)
    for person in circle.people:
        say(evaluation, person, 2)
    make.put_a_week_behind(evaluation)
    published, go_on = Event(), Event()

    def hold():
        published.set()
        go_on.wait()

    publishing = begin(pool, lambda: publish(circle, before_commit=hold))
    assert published.wait(20)
    late = begin(pool, lambda: say(evaluation, circle.people[1], 5))
    sleep(0.2)
    go_on.set()
    assert (publishing.result(), late.result()) == (None, CLOSED)
    assert counts(circle, evaluation) == (4, [[0, 4, 0, 0, 0]])


@pytest.mark.parametrize("said_before", [False, True])
def test_who_is_overtaken_by_closing_while_answering_is_refused_and_nothing_changes(
    circle, session, said_before
):
    evaluation = make.open_evaluation(session, circle.people, open_for=OPEN_FOR)
    amara, *others = circle.people
    for person in (*others, *([amara] if said_before else [])):
        say(evaluation, person, 2)

    def wait(**_about):
        over(evaluation)

    pre_save.connect(wait, sender=EvaluationAnswer)
    try:
        with pytest.raises(CommunityError, match=CLOSED):
            say(evaluation, amara, 5)
    finally:
        pre_save.disconnect(wait, sender=EvaluationAnswer)
    publish(circle)
    heard = 4 if said_before else 3
    assert counts(circle, evaluation) == (heard, [[0, heard, 0, 0, 0]])


def test_whoever_answers_up_to_the_last_moment_is_counted_with_what_was_taken_last(circle, session, pool):
    """Everybody changes their answer over and over while others look for the result, across the moment of closing."""
    evaluation = make.open_evaluation(session, circle.people, open_for=2 * OPEN_FOR)
    is_over = Event()

    def go_on_answering(person):
        taken, rating, refused = None, 0, ""
        while not refused:
            rating = rating % 5 + 1
            try:
                say(evaluation, person, rating)
                taken = rating
            except CommunityError as error:
                refused = str(error)
        return taken, refused

    def go_on_publishing():
        seen = []
        while not is_over.is_set():
            publish(circle)
            with circle.inside(circle.people[0]):
                seen += EvaluationOutcome.objects.values_list("pk", "at", "answered")
        return seen

    looking = [begin(pool, go_on_publishing) for _each in range(2)]
    answering = [begin(pool, lambda person=person: go_on_answering(person)) for person in circle.people]
    try:
        ends = [each.result(60) for each in answering]
        over(evaluation)
        publish(circle)
        first = counts(circle, evaluation)
    finally:
        is_over.set()
    seen = {outcome for each in looking for outcome in each.result(60)}
    taken = [rating for rating, _refused in ends]
    assert {refused for _taken, refused in ends} == {CLOSED}
    assert first == (4, [[taken.count(rating) for rating in range(1, 6)]])
    assert len(seen) <= 1
    publish(circle)
    assert counts(circle, evaluation) == first
    with circle.inside(circle.people[1]):
        assert not EvaluationAnswer.objects.exists()
        assert EvaluationFinding.objects.count() == 1
