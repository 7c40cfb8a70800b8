"""An installation as ``bin/dev`` makes it: real processes, in a folder of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.db import transaction

from mentoring_platform import local
from tests.notifications.machine import leading_to

ROOT = Path(__file__).parents[2]


@dataclass
class Installation:
    """A folder and a port for ``bin/dev``, and what was seen of it there."""

    folder: Path
    demo: bool
    port: int = field(default_factory=local.free_port)
    lines: list[str] = field(default_factory=list)

    def start(self) -> subprocess.Popen:
        env = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL"}
        }
        env |= {
            "VAR_DIR": str(self.folder),
            "PORT": str(self.port),
            "DEBUG": "1",
            "DEMO": str(int(self.demo)),
            "PYTHONUNBUFFERED": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "mentoring_platform.dev"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self, process: subprocess.Popen) -> None:
        self.lines = []
        for line in process.stdout:
            self.lines.append(line.strip())
            if line.startswith("Ready:"):
                return
        raise AssertionError("\n".join(self.lines))

    def kill_part(self, process: subprocess.Popen, word: str) -> list[str]:
        """Kill the part whose command has a word in it; return what is said until it runs again."""
        parts = psutil.Process(process.pid).children()
        [part] = [each for each in parts if word in each.cmdline()]
        part.kill()
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if line.endswith("running again.\n"):
                return said
        raise AssertionError("\n".join(said))

    def wait_until_well(self, seconds: float = 60) -> str:
        """Return what ``/healthz`` says once all parts are well; what it says last where they do not become so."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.page("/healthz")
            except urllib.error.HTTPError as error:
                if time.monotonic() > end:
                    return f"{error.code} {error.read().decode()}"
            time.sleep(0.2)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return f"{answer.status} {answer.read().decode()}"

    def processes(self) -> list[str]:
        """Return the commands of what runs in its folder or knows of it."""
        found = []
        for process in psutil.process_iter(["cmdline", "environ"]):
            command = " ".join(process.info["cmdline"] or [])
            known = command + " ".join((process.info["environ"] or {}).values())
            if str(self.folder) in known and process.pid != os.getpid():
                found.append(command)
        return found


@contextmanager
def running(*installations: Installation) -> Iterator[list[subprocess.Popen]]:
    """Have them run side by side, ready, for as long as the block lasts; then each is told to stop, by Ctrl-C."""
    processes = [each.start() for each in installations]
    try:
        for each, process in zip(installations, processes, strict=True):
            each.wait_until_ready(process)
        yield processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    time.sleep(0.5)


@contextmanager
def demo_database(folder: Path) -> Iterator[None]:
    """Have the connections lead to the database that an installation left in its folder; nothing in it is changed."""
    with local.postgres(folder) as server, leading_to(server.socket_dir), transaction.atomic():
        yield
        transaction.set_rollback(True)
