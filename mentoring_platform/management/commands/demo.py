"""``bin/manage demo``: puts the demo's organisations and people in, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring_platform.demo import world


class Command(BaseCommand):
    help = "Loads the demo data; where it is there already, nothing happens."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Set DEMO=1: demo people with a known password do not belong in production.")
        if world.is_there():
            return
        world.make()
        self.stdout.write("Demo data is in.")
