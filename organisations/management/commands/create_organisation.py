"""``bin/manage create_organisation``: the operator's way to open an organisation."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from organisations import actions
from organisations.forms import OrganisationForm


class Command(BaseCommand):
    help = (
        "Creates an organisation; its first admin is an account, made without a password when there is none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--slug", default="", help="its address; made from the name when not given")
        parser.add_argument("--admin", required=True, metavar="EMAIL")
        parser.add_argument("--admin-name", default="")
        parser.add_argument("--time-zone", default="Europe/London")

    def handle(self, *args: Any, **options: Any) -> None:
        form = OrganisationForm(
            {
                "name": options["name"],
                "slug": options["slug"],
                "time_zone": options["time_zone"],
                "language": "en-gb",
            }
        )
        if not form.is_valid():
            raise CommandError(
                "; ".join(f"{field}: {' '.join(map(str, errors))}" for field, errors in form.errors.items())
            )
        email = options["admin"].lower()
        admin = User.objects.filter(email=email).first()
        if admin is None:
            admin = User.objects.create_user(email, name=options["admin_name"] or email.partition("@")[0])
            # Without a password the only ways in are mails to this address, and those show that it is theirs.
            EmailAddress.objects.create(user=admin, email=email, verified=True, primary=True)
        try:
            member = actions.found_organisation(by=admin, **form.cleaned_data)
        except actions.OrganisationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{member.organisation.name} is at /{member.organisation.slug}/, {email} looks after it."
        )
