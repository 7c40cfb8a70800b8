"""The health page says which part is silent."""

from datetime import timedelta

import pytest
import redis
import time_machine
from django.conf import settings
from django.utils import timezone

from notifications.tasks import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(worker_id, monkeypatch):
    """A part of the broker that no other test uses."""
    number = 1 + int(worker_id.removeprefix("gw") if worker_id.startswith("gw") else 9)
    url = settings.BROKER_URL.rpartition("/")[0] + f"/{number}"
    monkeypatch.setattr(settings, "BROKER_URL", url)
    with redis.Redis.from_url(url) as client:
        client.delete("celery")
        yield client
        client.delete("celery")


def states(client) -> tuple[int, dict[str, str]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_is_well_after_a_pulse_came_through(client, queue):
    heartbeat()
    status, parts = states(client)
    assert status == 200
    assert parts == {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}


def test_without_a_pulse_and_with_an_empty_queue_beat_is_silent(client, queue):
    status, parts = states(client)
    assert (status, parts["beat"], parts["worker"]) == (503, "silent", "unknown")


def test_a_stale_pulse_with_work_left_in_the_queue_means_a_silent_worker(client, queue):
    heartbeat()
    queue.rpush("celery", "something")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        status, parts = states(client)
    assert (status, parts["worker"], parts["beat"]) == (503, "silent", "unknown")


def test_a_broker_that_does_not_answer_is_down(client, monkeypatch):
    monkeypatch.setattr(settings, "BROKER_URL", "redis://127.0.0.1:1/0")
    status, parts = states(client)
    assert (status, parts["broker"], parts["worker"]) == (503, "down", "unknown")


def test_the_page_tells_nobody_anything_else(client, queue):
    assert set(states(client)[1]) == {"status", "database", "broker", "worker", "beat"}
