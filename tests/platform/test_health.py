"""The health page says which part is silent, and which only has much to do."""

from datetime import timedelta

import pytest
import redis
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Letter
from notifications.models import Message
from notifications.tasks import heartbeat
from organisations import tenancy
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db

WELL = {
    "status": "ok",
    "database": "ok",
    "broker": "ok",
    "worker": "ok",
    "beat": "ok",
    "mail": "ok",
    "oldest_due_seconds": 0,
}


@pytest.fixture
def queue(worker_id, monkeypatch):
    """A part of the broker that no other test uses."""
    number = 1 + int(worker_id.removeprefix("gw") if worker_id.startswith("gw") else 9)
    url = settings.BROKER_URL.rpartition("/")[0] + f"/{number}"
    monkeypatch.setattr(settings, "BROKER_URL", url)
    with redis.Redis.from_url(url) as client:
        client.delete(*settings.QUEUES)
        yield client
        client.delete(*settings.QUEUES)


def states(client) -> tuple[int, dict[str, str]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_is_well_after_a_pulse_came_through(client, queue):
    heartbeat()
    status, parts = states(client)
    assert status == 200
    assert parts == WELL


def test_without_a_pulse_and_with_an_empty_queue_beat_is_silent(client, queue):
    status, parts = states(client)
    assert (status, parts["beat"], parts["worker"]) == (503, "silent", "unknown")


def test_a_stale_pulse_with_work_left_in_the_queue_means_a_silent_worker(client, queue):
    heartbeat()
    queue.rpush(settings.FIRST_QUEUE, "something")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        status, parts = states(client)
    assert (status, parts["worker"], parts["beat"]) == (503, "silent", "unknown")


def test_a_broker_that_does_not_answer_is_down(client, monkeypatch):
    monkeypatch.setattr(settings, "BROKER_URL", "redis://127.0.0.1:1/0")
    status, parts = states(client)
    assert (status, parts["broker"], parts["worker"]) == (503, "down", "unknown")


def test_the_page_tells_nobody_anything_else(client, queue):
    assert set(states(client)[1]) == set(WELL)


def test_a_busy_worker_is_behind_and_not_dead(client, queue):
    """Thousands of mails wait, and the pulse came through all the same, since it overtakes them."""
    due(timedelta(minutes=6))
    queue.rpush("bulk", *["something"] * 5_000)
    heartbeat()
    status, parts = states(client)
    assert status == 200
    assert parts == WELL | {"status": "behind", "mail": "behind", "oldest_due_seconds": 360}


def test_mail_left_waiting_by_a_dead_worker_is_trouble(client, queue):
    due(timedelta(minutes=6))
    heartbeat()
    queue.rpush(settings.FIRST_QUEUE, "something")
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        status, parts = states(client)
    assert (status, parts["status"], parts["worker"], parts["mail"]) == (503, "trouble", "silent", "behind")


def test_a_sign_in_code_that_waits_counts_and_what_is_not_due_does_not(client, queue):
    heartbeat()
    due(-timedelta(minutes=6))
    letter = Letter.objects.create(recipient="a@example.org", subject="Code", text="Code")
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() - timedelta(seconds=30))
    status, parts = states(client)
    assert (status, parts["mail"]) == (200, "ok")
    assert 30 <= parts["oldest_due_seconds"] < 40


def test_what_was_claimed_and_lies_in_the_queue_waits_still(client, queue):
    """And what a worker has tried, or what waits for the morning, is not behind."""
    heartbeat()
    due(timedelta(minutes=10))
    due(timedelta(minutes=20), attempts=1)
    due(timedelta(minutes=30), not_before=timezone.now() + timedelta(hours=1), claimed=False)
    due(timedelta(minutes=40), not_before=timezone.now() - timedelta(minutes=5), claimed=False)
    assert 600 <= states(client)[1]["oldest_due_seconds"] < 610


def due(ago, *, claimed=True, **fields):
    """Have a message due since then, claimed and handed to the broker."""
    riverside = make.organisation(f"riverside-{ago.total_seconds():.0f}".replace("--", "-"))
    person = make.member(riverside)
    with tenancy.inside(riverside.pk):
        now = timezone.now()
        messages().create(
            organisation=riverside,
            recipient=person,
            kind="invitation",
            subject_id=person.pk,
            link="/",
            key="one",
            due_at=now - ago,
            state=Message.State.CLAIMED if claimed else Message.State.WAITING,
            lease_until=now + timedelta(minutes=4) if claimed else None,
            **fields,
        )
