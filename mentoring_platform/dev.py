"""``bin/dev``: the whole product on one machine, with demo data; Ctrl-C stops every part of it.

A part that stops by itself is started again, later each time, until it has stopped too often.

Django is loaded by the web server and the worker side by side, and not here: nothing waits for a third time. Only a
database that is not ready yet costs a ``manage.py prepare`` before.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psycopg
from psycopg import sql

from mentoring_platform import local

WAIT = 60.0
RESTARTS, WITHIN = 5, 60.0  # a part is started again so often in so many seconds
FIRST_PAUSE = 0.5  # seconds before the first of these; then twice as long each time
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser("bin/dev", description=__doc__.partition("\n")[0])
    parser.add_argument("--fresh", action="store_true", help="forget all data and begin with new demo data")
    parser.add_argument("--reload", action="store_true", help="start the web server anew when code changes")
    options = parser.parse_args()
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also where a shell's background job was told to ignore them
        signal.signal(number, _interrupt)
    port, var = _port(), local.var_dir()
    if not local.port_is_free(port):
        sys.exit(f"Port {port} is in use: stop what listens there, or choose another with PORT=8001.")
    try:
        with _database(var) as server:
            _prepare(server, fresh=options.fresh)
            _serve(port, var, reload=options.reload)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit():
        sys.exit("PORT: expected a number.")
    return int(given)


def _database(var: Path) -> AbstractContextManager[local.Postgres | None]:
    """Bring a PostgreSQL along; None where DATABASE_URL names another one."""
    return nullcontext() if os.environ.get("DATABASE_URL") else local.postgres(var)


def _prepare(server: local.Postgres | None, *, fresh: bool) -> None:
    """Have the tables made and the demo data put in, unless this database was left just so by an earlier start."""
    if server:
        os.environ.update(server.environment)
        if not fresh and _is_prepared(server):
            return
    command = [sys.executable, "manage.py", "prepare", *(["--fresh"] if fresh else [])]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(1)
    if server:
        _note_as_prepared(server)


def _is_prepared(server: local.Postgres) -> bool:
    with server.superuser(local.DATABASE) as connection:
        note = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        return bool(note) and note == (_state(connection),)


def _note_as_prepared(server: local.Postgres) -> None:
    """Write into the database itself what it is prepared for: the note goes where the data goes."""
    with server.superuser(local.DATABASE) as connection:
        command = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(command.format(sql.Identifier(local.DATABASE), sql.Literal(_state(connection))))


def _state(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """Sum up what preparing depends on: migrations there are, those that ran, packages, and whether data is wanted."""
    try:
        ran = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        filled = connection.execute("SELECT EXISTS (SELECT FROM organisations_organisation)").fetchone()
    except psycopg.errors.UndefinedTable:
        return "empty"
    files = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/migrations/*.py"))
    packages = (ROOT / "requirements/local.txt").read_bytes()
    parts = repr((ran, filled, files, os.environ.get("DEMO"))).encode() + packages
    return hashlib.sha256(parts).hexdigest()


def pause_before_restart(stops: Sequence[float], now: float) -> float | None:
    """Return how long to wait before a part is started again, in seconds; None when it has stopped too often.

    ``stops`` are the moments at which it stopped, the last one included.
    """
    lately = [stop for stop in stops if stop > now - WITHIN]
    return None if len(lately) > RESTARTS else FIRST_PAUSE * 2 ** (len(lately) - 1)


@dataclass
class Part:
    """A process of the product, which is to run as long as the whole does."""

    start: Callable[[], local.Process]
    log: Path | None
    process: local.Process = field(init=False)
    stops: list[float] = field(default_factory=list)
    due: float | None = None

    def __post_init__(self) -> None:
        self.process = self.start()

    def keep_running(self) -> None:
        """Start the process again when it has stopped and the pause is over.

        Raises:
            SystemExit: it has stopped too often.
        """
        now = time.monotonic()
        if self.due is not None and now >= self.due:
            self.due = None
            self.process.stop()  # what may be left of its children
            self.process = self.start()
            _say(f"The {self.process.name} is running again.")
        elif self.due is None and not self.process.running:
            self.stops.append(now)
            pause = pause_before_restart(self.stops, now)
            if pause is None:
                self.give_up()
            self.due = now + pause
            _say(f"The {self.process.name} has stopped{self._reason}. It is started again in {pause:g} s …")

    def give_up(self) -> NoReturn:
        """End everything, and say which part would not run."""
        sys.exit(f"The {self.process.name} has stopped{self._reason}.")

    @property
    def _reason(self) -> str:
        return f" ({self.log} says why)" if self.log else ""


def _serve(port: int, var: Path, *, reload: bool) -> None:
    parts: list[Part] = []
    try:
        _say("Broker, web server, and worker with beat …")
        broker_port = local.free_port()  # the same one after a restart, where the others look for it
        parts.append(Part(lambda: local.launch_broker(var, broker_port)[0], var / "broker.log"))
        # Whoever tries the product at night wants to see its mails as well.
        env = (
            {"QUIET_HOURS": "off"}
            | os.environ
            | {"BROKER_URL": local.broker_url(broker_port), "VAR_DIR": str(var)}
        )
        for name, command in _commands(port, reload=reload).items():
            log = None if name == "web" and reload else var / f"{name}.log"
            parts.append(Part(partial(local.Process.start, name, command, log=log, env=env), log))
        _wait_until_ready(parts, port, var)
        _say(f"Ready: http://127.0.0.1:{port}/")
        while True:
            time.sleep(0.5)
            for part in parts:
                part.keep_running()
    except KeyboardInterrupt:
        _say("\nStopping …")
        raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C must not leave half of them running
            signal.signal(number, signal.SIG_IGN)
        for part in reversed(parts):
            part.process.stop()


def _wait_until_ready(parts: list[Part], port: int, var: Path) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        for part in parts:
            if not part.process.running:
                part.give_up()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)  # asking more often would only slow the parts down
        else:
            return
    sys.exit(f"The parts did not come up in {WAIT:.0f} seconds; the logs in {var} say why.")


def _commands(port: int, *, reload: bool) -> dict[str, list[str]]:
    """Return what to start. Beat comes along with the worker: one interpreter fewer to wait for."""
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--blocking-threads", "4", "--no-access-log", "mentoring_platform.wsgi:application"]
    worker = [python, "-m", "celery", "--app", "mentoring_platform", "worker", "--concurrency", "2"]
    worker += ["--loglevel", "INFO", "--without-mingle", "--beat", "--scheduler", "celery.beat:Scheduler"]
    return {"web": [*web, "--reload"] if reload else web, "worker": worker}


def _say(words: str) -> None:
    print(words, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
