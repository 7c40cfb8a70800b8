"""Makes the database ready for ``bin/dev``: its tables, and the demo data."""

import shutil
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections


class Command(BaseCommand):
    help = "Brings the database up to date and, with DEMO=1, puts the demo data in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="forget all data first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fresh"]:
            self._say("Forgetting all data …")
            _forget()
        self._say("Database: bringing it up to date …")
        call_command("migrate", verbosity=0)
        if settings.DEMO:
            self._say("Demo data …")
            call_command("demo")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _forget() -> None:
    """Empty the database and what was written beside it; the server itself keeps running."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for folder in ("mail", "files"):
        shutil.rmtree(settings.VAR_DIR / folder, ignore_errors=True)
