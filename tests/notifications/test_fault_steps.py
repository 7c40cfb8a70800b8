"""What breaks in the night, with real processes: nothing is lost, and only what a worker held is repeated."""

import time
from collections import Counter
from collections.abc import Callable

import pytest

from mentoring_platform import local
from mentoring_platform.settings import QUEUES
from notifications import delivery
from notifications.models import Message
from tests.notifications import machine as machines
from tests.notifications.machine import Machine, TableLock, kill, kill_children, wait_for

pytestmark = pytest.mark.fault
CONCURRENCY = 2


@pytest.fixture
def machine(transactional_db, tmp_path, settings):
    settings.OUTBOX_LEASE = machines.LEASE
    with machines.running(tmp_path) as machine:
        yield machine


def repeated(machine: Machine) -> list[str]:
    return [name for name, times in Counter(machine.mail.taken).items() if times > 1]


def stopped_when_claimed(machine: Machine, lock: TableLock) -> local.Process:
    """It has claimed, and cannot hand over: the broker takes nothing."""
    lock.take()
    worker = machine.worker()
    machine.poke()
    wait_for(lock.waiting)
    machine.redis.execute_command("CLIENT", "PAUSE", 60_000, "WRITE")
    lock.release()
    wait_for(lambda: machine.count(Message.State.CLAIMED))
    return worker


def stopped_when_handed_over(machine: Machine, lock: TableLock) -> local.Process:
    """Workers hold the ids and cannot begin with the messages."""
    worker = machine.worker()
    claims = delivery.claim_due()
    lock.take()
    for organisation, message, attempts in claims:
        machine.app.send_task("notifications.tasks.deliver", [str(organisation), str(message), attempts])
    wait_for(lambda: lock.waiting() == CONCURRENCY)
    return worker


def stopped_when_rendered(machine: Machine, lock: TableLock) -> local.Process:
    """The mail server has heard it all and has not said yes."""
    arrived = []

    def hold() -> None:
        arrived.append(True)
        time.sleep(3600)

    machine.mail.before_yes = hold
    worker = machine.worker()
    machine.poke()
    wait_for(lambda: len(arrived) == CONCURRENCY)
    return worker


def stopped_before_the_mark(machine: Machine, lock: TableLock) -> local.Process:
    """The mail server has said yes, and we have not written it down."""
    machine.mail.before_yes = lock.take
    worker = machine.worker()
    machine.poke()
    wait_for(lambda: lock.waiting() and machine.mail.taken)
    return worker


@pytest.mark.parametrize(
    ("stopped", "killed", "most_repeated"),
    [
        (stopped_when_claimed, kill, 0),
        (stopped_when_handed_over, kill, 0),
        (stopped_when_rendered, kill, 0),
        (stopped_when_rendered, kill_children, 0),
        (stopped_before_the_mark, kill, CONCURRENCY),
    ],
)
def test_a_worker_killed_at_a_step_of_a_delivery(
    machine, stopped: Callable[[Machine, TableLock], local.Process], killed, most_repeated
):
    count = 4
    machine.due(count)
    with TableLock() as lock:
        worker = stopped(machine, lock)
        assert machine.count(Message.State.SENT) == 0
        killed(worker)
        machine.mail.before_yes = lambda: None
        machine.redis.execute_command("CLIENT", "UNPAUSE")
        lock.release()
    if not worker.running:
        machine.worker()
    machine.all_sent(count)
    assert len(set(machine.mail.taken)) == count
    assert len(repeated(machine)) <= most_repeated
    assert len(machine.mail.taken) <= count + most_repeated
    if most_repeated:
        assert repeated(machine), "the window was not met"


def test_two_beats_at_once_send_nothing_twice(machine):
    count = 30
    machine.due(count)
    for _ in range(2):
        machine.beat()
    wait_for(lambda: sum(map(machine.redis.llen, QUEUES)) >= 4)  # a pulse and a round from each
    machine.worker()
    wait_for(lambda: machine.count(Message.State.SENT) == count)
    assert sorted(Counter(machine.mail.taken).values()) == [1] * count
