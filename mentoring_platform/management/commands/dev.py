"""``bin/dev``: the whole product on one machine, with demo data; Ctrl-C stops every part of it."""

import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from mentoring_platform import local

WAIT = 60.0


class Command(BaseCommand):
    help = "Serves the product with demo data, worker and beat, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fresh", action="store_true", help="forget all data and begin with new demo data"
        )
        parser.add_argument(
            "--reload", action="store_true", help="start the web server anew when code changes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _interrupt)
        port, var = settings.ENVIRONMENT.port, settings.VAR_DIR
        if not local.port_is_free(port):
            raise CommandError(
                f"Port {port} is in use: stop what listens there, or choose another with PORT=8001."
            )
        if options["fresh"]:
            self._forget(var)
        if _has_migrations_to_run():
            self._say("Database: bringing it up to date …")
            call_command("migrate", verbosity=0)
        if settings.DEMO:
            self._say("Demo data …")
            call_command("demo")
        for connection in connections.all():
            connection.close()
            getattr(connection, "close_pool", lambda: None)()
        processes: list[local.Process] = []
        try:
            self._serve(processes, port, var, reload=options["reload"])
        except KeyboardInterrupt:
            self._say("\nStopping …")
        finally:
            for process in reversed(processes):
                process.stop()
        self._say("Stopped.")

    def _serve(self, processes: list[local.Process], port: int, var: Path, *, reload: bool) -> None:
        self._say("Broker …")
        process, url = local.start_broker(var, local.free_port())
        processes.append(process)
        env = os.environ | {"BROKER_URL": url, "VAR_DIR": str(var)}
        self._say("Worker, beat and web server …")
        for name, command in _commands(port, reload=reload).items():
            log = None if name == "web" and reload else var / f"{name}.log"
            processes.append(local.Process.start(name, command, log=log, env=env))
        self._wait_until_ready(processes, port, var)
        self._say(f"Ready: http://127.0.0.1:{port}/")
        while True:
            time.sleep(0.5)
            self._complain_about_the_dead(processes, var)

    def _wait_until_ready(self, processes: list[local.Process], port: int, var: Path) -> None:
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            self._complain_about_the_dead(processes, var)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                return
        raise CommandError(f"The parts did not come up in {WAIT:.0f} seconds; the logs in {var} say why.")

    def _complain_about_the_dead(self, processes: list[local.Process], var: Path) -> None:
        for process in processes:
            if not process.running:
                raise CommandError(f"The {process.name} has stopped; {var / f'{process.name}.log'} says why.")

    def _forget(self, var: Path) -> None:
        """Empty the database and what was written beside it; the server itself keeps running."""
        self._say("Forgetting all data …")
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for folder in ("mail", "files"):
            shutil.rmtree(var / folder, ignore_errors=True)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _has_migrations_to_run() -> bool:
    """Say whether the database lacks any; asking costs less than running none of them."""
    executor = MigrationExecutor(connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _commands(port: int, *, reload: bool) -> dict[str, list[str]]:
    python, celery = sys.executable, [sys.executable, "-m", "celery", "--app", "mentoring_platform"]
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--blocking-threads", "4", "--no-access-log", "mentoring_platform.wsgi:application"]
    return {
        "web": [*web, "--reload"] if reload else web,
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--scheduler", "celery.beat:Scheduler"],
    }
