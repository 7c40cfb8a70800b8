"""``bin/manage rotate_signing_key``: an organisation signs its credentials with a new key from now on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisations import tenancy
from organisations.models import Organisation
from portfolios.issuing import keys


class Command(BaseCommand):
    help = "Makes a new signing key for an organisation. What the old one signed stays true; its private half is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="its address, such as riverside")

    def handle(self, *args: Any, **options: Any) -> None:
        with tenancy.as_operator():
            found = Organisation.objects.filter(slug=options["organisation"]).first()
        if found is None:
            raise CommandError(f"There is no organisation at {options['organisation']}.")
        with tenancy.inside(found.pk):
            key = keys.rotate(found.pk)
        self.stdout.write(f"{found.name} signs with {key.public['kid']} now.")
