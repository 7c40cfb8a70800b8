"""Puts the demo together."""

from django.db import transaction

from accounts.models import User
from mentoring_platform.demo import people
from organisations import actions, tenancy
from organisations.models import Appointment, Organisation


def is_there() -> bool:
    return User.objects.filter(email="admin@riverside.example").exists()


@transaction.atomic
def make() -> None:
    """Make both organisations with everyone in them."""
    for slug, name in people.ORGANISATIONS:
        admin = actions.found_organisation(
            by=_account(f"admin@{slug}.example", "Admin"), name=name, slug=slug, time_zone="Europe/London"
        )
        with tenancy.inside(admin.organisation_id, admin.pk):
            _members(admin.organisation, slug)


def _members(organisation: Organisation, slug: str) -> None:
    for role, label in people.ROLES[1:]:
        account = _account(f"{role}@{slug}.example", str(label))
        member = actions.add_member(
            organisation=organisation, email=account.email, name=account.name, by=None
        )
        member.user = account
        member.save()
        if role == "coordinator":
            actions.appoint(member=member, role=Appointment.Role.COORDINATOR, by=member)


def _account(email: str, name: str) -> User:
    from allauth.account.models import EmailAddress

    account = User.objects.create_user(email, people.PASSWORD, name=name)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account
