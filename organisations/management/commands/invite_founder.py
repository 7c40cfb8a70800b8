"""``bin/manage invite_founder``: the operator lets one person create an organisation of their own."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from organisations import links


class Command(BaseCommand):
    help = "Prints a link by which the owner of an e-mail address can create an organisation; it lasts two weeks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(settings.SITE_URL + links.founding_path(options["email"]))
