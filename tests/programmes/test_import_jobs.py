"""A long list is imported by a worker: once, whole or not at all, and not against the word of whoever asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from programmes import actions, import_jobs, tasks
from programmes.errors import ProgrammeError
from programmes.models import Coordination, Enrolment, Import, ImportJob
from tests import make
from tests.budget import questions
from tests.notifications.machine import wait_for
from tests.programmes import people

pytestmark = pytest.mark.django_db

HEAD = "name,email,grade,department\n"
LONG = HEAD + "".join(f"Person {n},p{n}@example.org,Officer,Joy\n" for n in range(501))


@pytest.fixture
def where():
    return people.place()


@pytest.fixture
def asked(where):
    """A long list that its coordinator has asked to have taken."""
    return ask(where, LONG)


def ask(where, text):
    import_ = people.started(where, text, choices={"department": ["Joy"]})
    with where.inside():
        return actions.request_import(import_=import_, by=where.ines)


def take(import_job):
    import_jobs.run(import_job.organisation_id, import_job.by_id, import_job.pk)


def now(where, import_job):
    with where.inside():
        return ImportJob.objects.get(pk=import_job.pk)


def enrolled(where):
    with where.inside():
        return Enrolment.objects.count()


def page(where, import_job, rest="job/", **headers):
    client = people.browser(where.ines)
    return client.get(people.url(where.ines, f"imports/{import_job.list_id}/{rest}"), headers=headers)


def press(where, import_job, rest):
    return people.browser(where.ines).post(people.url(where.ines, f"imports/{import_job.list_id}/{rest}/"))


def in_a_thread(work, *args):
    """Work with a connection of one's own."""
    try:
        return work(*args)
    finally:
        connection.close()


def test_a_long_list_is_handed_on_and_the_page_says_so(where, django_capture_on_commit_callbacks):
    import_ = people.started(where, LONG, choices={"department": ["Joy"]})
    client = people.browser(where.ines)
    address = people.url(where.ines, f"imports/{import_.pk}/")
    with django_capture_on_commit_callbacks() as callbacks:
        for _press in range(2):
            assert client.post(f"{address}application/")["Location"].endswith(f"{import_.pk}/job/")
    assert len(callbacks) == 1
    with where.inside():
        import_job = ImportJob.objects.get()
    words = page(where, import_job).content.decode()
    assert "Waiting for its turn" in words
    assert 'http-equiv="refresh"' in words
    piece = page(where, import_job, **{"HX-Request": "true"}).content.decode()
    assert "every 2s" in piece
    assert "<html" not in piece


def test_a_broker_that_is_down_loses_nothing(where, django_capture_on_commit_callbacks, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("celery.app.task.Task.apply_async", down)
    import_ = people.started(where, LONG, choices={"department": ["Joy"]})
    client = people.browser(where.ines)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(people.url(where.ines, f"imports/{import_.pk}/application/"))
    assert answer.status_code == 302
    with where.inside():
        import_job = ImportJob.objects.get()
        ImportJob.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert import_jobs.list_waiting() == [(import_job.organisation_id, where.ines.pk, import_job.pk)]


def test_beat_leaves_fresh_and_settled_lists_alone(where, asked):
    assert import_jobs.list_waiting() == []
    with where.inside():
        ImportJob.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert len(import_jobs.list_waiting()) == 1
    take(asked)
    assert import_jobs.list_waiting() == []


def test_a_worker_takes_the_list_and_the_page_tells(where, asked):
    tasks.run_import(str(asked.organisation_id), str(asked.by_id), str(asked.pk))
    import_job = now(where, asked)
    assert (import_job.outcome, import_job.rows, import_job.enrolled) == (ImportJob.Outcome.TAKEN, 501, 501)
    assert enrolled(where) == 501
    words = page(where, asked).content.decode()
    assert "501 enrolments are new" in words
    assert "every 2s" not in words
    assert 'http-equiv="refresh"' not in words


def test_taking_twice_takes_once(where, asked):
    for _time in range(3):
        take(asked)
    assert enrolled(where) == 501
    assert now(where, asked).attempts == 1
    with where.inside(), pytest.raises(ProgrammeError, match="taken already"):
        actions.request_import(import_=asked.list, by=where.ines)


def test_progress_is_told_as_it_goes(where, asked):
    told = []
    with where.inside():
        actions.run_import(import_job=asked, by=where.ines, tell=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 80)
    assert len(told) >= 4


def test_progress_is_read_from_outside_of_the_work_s_transaction(where, asked, django_assert_num_queries):
    with where.inside(), django_assert_num_queries(0):
        import_jobs.note_progress(asked.pk, 40)
        assert import_jobs.progress(asked) == 40
    with where.inside():
        ImportJob.objects.update(attempts=1)
    assert "40 % done" in page(where, asked).content.decode()


def test_without_a_place_for_progress_a_list_is_taken_all_the_same(where, asked, settings):
    settings.CACHES["progress"]["LOCATION"] = "redis://127.0.0.1:1/0"
    settings.CACHES = {**settings.CACHES}
    take(asked)
    assert enrolled(where) == 501
    assert import_jobs.progress(asked) is None


def test_a_stopped_list_is_not_taken(where, asked):
    assert press(where, asked, "stopping").status_code == 302
    take(asked)
    assert now(where, asked).outcome == ImportJob.Outcome.STOPPED
    assert enrolled(where) == 0
    assert "Nobody was taken" in page(where, asked).content.decode()
    assert page(where, asked, "").status_code == 200, "the list can be looked at again"
    assert press(where, asked, "application").status_code == 302
    with where.inside():
        take(ImportJob.objects.open().get())
    assert enrolled(where) == 501


def test_stopping_in_the_middle_leaves_nothing_behind(where, asked):
    def stop_half_way(percent):
        if percent >= 20:
            actions.stop_import_job(import_job=asked, by=where.ines)

    # The stop comes from another connection in life; here it is undone together with the rest.
    with where.inside(), pytest.raises(actions.StoppedError):
        actions.run_import(import_job=asked, by=where.ines, tell=stop_half_way)
    assert enrolled(where) == 0
    with where.inside():
        assert Import.objects.get().applied_at is None


def test_stopping_too_late_says_so(where, asked):
    take(asked)
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"imports/{asked.list_id}/stopping/"), follow=True
    )
    assert "before it could be stopped" in answer.content.decode()
    assert enrolled(where) == 501


def test_a_list_that_needs_mending_is_refused_with_its_reason(where):
    import_job = ask(where, LONG + "Eve,not an address,Officer,Joy\n")
    take(import_job)
    assert now(where, import_job).outcome == ImportJob.Outcome.REFUSED
    assert enrolled(where) == 0
    assert "some rows need mending first" in page(where, import_job).content.decode()


def test_whoever_coordinates_no_longer_takes_nobody_in(where, asked):
    with where.inside():
        Coordination.objects.all().delete()
    take(asked)
    assert now(where, asked).outcome == ImportJob.Outcome.REFUSED
    assert enrolled(where) == 0


def test_a_failure_of_ours_is_tried_again_and_then_told(where, asked, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("programmes.actions.imports._add", fail)
    for _time in range(import_jobs.ATTEMPTS):
        assert now(where, asked).is_open
        with pytest.raises(OSError, match="disk"):
            take(asked)
    assert now(where, asked).outcome == ImportJob.Outcome.FAILED
    assert enrolled(where) == 0
    assert "went wrong" in page(where, asked).content.decode()


def test_a_list_under_way_can_neither_be_changed_nor_thrown_away(where, asked):
    for rest in ("mapping", "discarding", "application"):
        assert press(where, asked, rest)["Location"].endswith("job/")
    assert page(where, asked, "mapping/")["Location"].endswith("job/")
    take(asked)
    assert enrolled(where) == 501


def test_another_list_of_the_same_people_leaves_the_one_under_way_alone(where, asked):
    people.started(where, LONG, choices={"department": ["Joy"]})
    take(asked)
    assert now(where, asked).outcome == ImportJob.Outcome.TAKEN


def test_the_page_costs_few_questions(where, asked):
    client = people.browser(where.ines)
    with questions() as found:
        assert client.get(people.url(where.ines, f"imports/{asked.list_id}/job/")).status_code == 200
    assert len(found) <= 8


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_it_once():
    where = people.place()
    import_job = ask(where, LONG)
    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(in_a_thread, take, import_job) for _each in range(2)]:
            done.result()
    assert enrolled(where) == 501
    assert now(where, import_job).outcome == ImportJob.Outcome.TAKEN


@pytest.mark.django_db(transaction=True)
def test_a_stop_from_elsewhere_reaches_the_worker_while_it_works():
    where = people.place()
    import_job = ask(where, LONG)

    def stop():
        with where.inside():
            actions.stop_import_job(import_job=import_job, by=where.ines)

    def stop_half_way(percent):
        if percent == 20:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(in_a_thread, stop).result()

    with pytest.raises(actions.StoppedError), where.inside():
        actions.run_import(import_job=import_job, by=where.ines, tell=stop_half_way)
    assert enrolled(where) == 0
    assert now(where, import_job).outcome == ImportJob.Outcome.STOPPED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", [("Ada", "Zoe"), ("Zoe", "Ada")])
def test_two_who_add_the_same_people_at_once_do_not_wait_for_each_other_for_ever(order):
    where = people.place()
    rows = "".join(f"{name},{name.lower()}@example.org,Officer,Joy\n" for name in order)
    import_job = ask(where, HEAD + rows)

    def take_it():
        with where.inside(), pytest.raises(ProgrammeError, match="Somebody else was adding"):
            actions.run_import(import_job=import_job, by=where.ines)

    with ThreadPoolExecutor(1) as elsewhere:
        with where.inside():
            make.member(where.organisation, "Ada", joined=False)
            taken = elsewhere.submit(in_a_thread, take_it)
            wait_for(somebody_waits)
            make.member(where.organisation, "Zoe", joined=False)
        taken.result()
    assert now(where, import_job).outcome == ImportJob.Outcome.OPEN


def somebody_waits():
    """Whether another connection waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT true FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()
