"""What breaks in the night, with real processes and under load: nothing is lost, and only what was held is repeated."""

import shutil
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections

from accounts.models import Letter
from notifications import delivery
from notifications.models import Heartbeat, Message
from tests import plugin
from tests.notifications import machine as machines
from tests.notifications.machine import kill, wait_for

pytestmark = pytest.mark.fault
CONCURRENCY = 2


@pytest.fixture
def machine(transactional_db, tmp_path):
    with machines.running(tmp_path) as machine:
        yield machine


@pytest.fixture
def server(transactional_db, worker_id):
    folder = plugin.var() / f"restarted-{worker_id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with machines.own_database_server(folder) as server:
        yield server
    shutil.rmtree(folder)


def test_a_worker_killed_under_load_loses_none(machine):
    count = 100
    machine.due(count)
    first = machine.worker()
    machine.poke()
    wait_for(lambda: len(machine.mail.taken) >= 30)
    kill(first)
    assert machine.count(Message.State.SENT) < count, "the worker was done before it could be killed"
    machine.worker()
    machine.all_sent(count)
    assert len(set(machine.mail.taken)) == count
    assert len(machine.mail.taken) - count <= CONCURRENCY


def test_a_broker_restarted_under_load_loses_none(machine):
    """And repeats none, unless the worker gave up over it.

    Closing a channel whose connection is gone can end a worker of kombu 5.7 (``'NoneType' object has no attribute
    'hostname'``); what supervises it starts another, and only what the first one held is repeated.
    """
    count = 60
    machine.due(count)
    worker = machine.worker()
    machine.poke()
    for part in (10, 30):
        machine.until(lambda part=part: len(machine.mail.taken) >= part)
        machine.restart_broker()
    assert machine.count(Message.State.SENT) < count, "all was sent before the broker went"
    machine.all_sent(count)
    assert len(set(machine.mail.taken)) == count
    assert len(machine.mail.taken) - count <= (0 if worker.running else CONCURRENCY)


def test_a_database_restarted_under_load_loses_none_and_repeats_none(server, tmp_path: Path):
    """It goes while the mail server holds two mails, which says yes to them before it is back."""
    count, held, gone = 40, [], threading.Event()
    with machines.running(tmp_path) as machine:

        def hold() -> None:
            if len(machine.mail.taken) >= 10 and not gone.is_set():
                held.append(True)
                gone.wait()

        machine.mail.before_yes = hold
        machine.due(count)
        worker = machine.worker()
        machine.poke()
        wait_for(lambda: len(held) == CONCURRENCY)
        taken = len(machine.mail.taken)
        server.crash()
        gone.set()
        wait_for(lambda: len(machine.mail.taken) == taken + CONCURRENCY)
        server.start()
        connections["default"].close()
        machine.all_sent(count)
        assert worker.running
        assert sorted(Counter(machine.mail.taken).values()) == [1] * count


def test_a_sign_in_code_and_the_pulse_overtake_what_waits_in_bulk(machine):
    """However much is queued: only what a worker has in hand already goes before."""
    count = 300
    machine.due(count)
    claims = delivery.claim_due()
    for organisation, message, attempts in claims:
        machine.app.send_task("notifications.tasks.deliver", [str(organisation), str(message), attempts])
    machine.mail.before_yes = lambda: time.sleep(0.02)
    machine.worker()
    wait_for(lambda: len(machine.mail.taken) >= 20)
    letter = Letter.objects.create(recipient="maya@example.org", subject="Code", text="Code")
    before = len(machine.mail.taken)
    machine.app.send_task("accounts.tasks.send_letters")
    machine.app.send_task("notifications.tasks.heartbeat")
    wait_for(lambda: any(str(letter.pk) in each for each in machine.mail.taken))
    place = next(place for place, each in enumerate(machine.mail.taken) if str(letter.pk) in each)
    wait_for(Heartbeat.objects.exists)
    assert len(machine.mail.taken) < count, "all had been sent before"
    assert place - before <= 10 * CONCURRENCY
