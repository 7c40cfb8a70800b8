"""A worker killed at its work, with real processes: nothing is lost, and only what it held is repeated."""

import email
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from mentoring_platform import local
from notifications.models import Message
from organisations import tenancy
from organisations.actions import INVITATION_LASTS
from organisations.models import Invitation, Member
from tests import make

MESSAGES = 1000
CONCURRENCY = 2


@pytest.fixture
def due(transactional_db):
    riverside = make.organisation()
    admin = make.member(riverside, "Ines Duarte", admin=True)
    now = timezone.now()
    with tenancy.inside(riverside.pk, admin.pk):
        people = Member.objects.bulk_create(
            Member(organisation=riverside, email=f"p{number}@example.org", display_name=f"Person {number}")
            for number in range(MESSAGES)
        )
        invitations = Invitation.objects.bulk_create(
            Invitation(
                organisation=riverside,
                member=person,
                by=admin,
                sent_at=now,
                expires_at=now + INVITATION_LASTS,
            )
            for person in people
        )
        Message.objects.bulk_create(
            Message(
                organisation=riverside,
                recipient=invitation.member,
                kind="invitation",
                subject_id=invitation.pk,
                link="/",
                key=str(invitation.pk),
                due_at=now,
            )
            for invitation in invitations
        )
    return riverside


def sent(riverside) -> int:
    with tenancy.inside(riverside.pk):
        return Message.objects.filter(state=Message.State.SENT).count()


def message_ids(folder: Path) -> list[str]:
    parts = [part for file in folder.glob("*.log") for part in file.read_bytes().split(b"-" * 79 + b"\n")]
    return [str(email.message_from_bytes(part)["Message-ID"]) for part in parts if part.strip()]


def wait_for(condition, *, seconds: float, step=lambda: None) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        step()
        time.sleep(0.1)


@pytest.mark.fault
def test_a_worker_killed_among_a_thousand_messages_loses_none(due, tmp_path):
    name = connection.settings_dict["NAME"]
    host = settings.DATABASES["default"]["HOST"]
    with local.broker(tmp_path) as url:
        env = os.environ | {
            "DATABASE_URL": f"postgresql://{settings.RUNTIME_ROLE}@/{name}?host={host}",
            "BROKER_URL": url,
            "MAIL_URL": f"file:{tmp_path / 'mail'}",
            "LEASE_SECONDS": "10",
        }
        app = Celery(
            broker=url, set_as_current=False
        )  # or shared tasks of later tests would go to this broker
        command = [sys.executable, "-m", "celery", "--app", "mentoring_platform", "worker"]
        command += [
            "--concurrency",
            str(CONCURRENCY),
            "--loglevel",
            "WARNING",
            "--without-mingle",
            "--without-gossip",
        ]

        first = local.Process.start("worker", command, log=tmp_path / "first.log", env=env)
        try:
            app.send_task("notifications.tasks.deliver_due")
            wait_for(lambda: sent(due) >= 100, seconds=60)
        finally:
            first.signal(signal.SIGKILL)
            first.popen.wait()
        at_the_kill = sent(due)
        assert at_the_kill < MESSAGES, "the worker was done before it could be killed"

        second = local.Process.start("worker", command, log=tmp_path / "second.log", env=env)
        try:
            beat = {"last": 0.0}

            def every_second():
                if time.monotonic() - beat["last"] > 1:
                    beat["last"] = time.monotonic()
                    app.send_task("notifications.tasks.deliver_due")

            wait_for(lambda: sent(due) == MESSAGES, seconds=120, step=every_second)
        finally:
            second.stop()
    ids = message_ids(tmp_path / "mail")
    assert len(set(ids)) == MESSAGES
    assert len(ids) - MESSAGES <= CONCURRENCY
