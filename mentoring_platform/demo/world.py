"""Puts the demo together: both organisations with everything that happened in them, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import account_mails
from accounts.models import User
from development_plans.actions import snapshots
from mentoring_platform.demo import looking_back, northgate, people, riverside
from mentoring_platform.demo.diary import Calendar, Diary, moved_clock
from mentoring_platform.demo.haste import in_haste
from mentoring_platform.demo.history import Setting
from notifications.models import Message
from organisations import actions, audit, tenancy
from organisations.models import Organisation

ZONE = "Europe/London"
LIVES = {"riverside": (riverside.life, 420), "northgate": (northgate.life, 84)}


def is_there() -> bool:
    return User.objects.filter(email=f"admin@{people.ORGANISATIONS[0][0]}.example").exists()


@transaction.atomic
def make(*slugs: str) -> None:
    """Make the organisations of these addresses, or all: everyone in them and all that has happened up to now.

    People, pairs and texts are the same every time; dates are relative to today.
    """
    now = timezone.now()
    with in_haste(), _without_letters():
        accounts = _accounts()
        made = [
            _live(slug, name, accounts, until=now)
            for slug, name in people.ORGANISATIONS
            if not slugs or slug in slugs
        ]
        for organisation in made:
            with tenancy.inside(organisation.pk):
                looking_back.see_results()
                snapshots.take_snapshots()
                _settle(timezone.now())


@contextmanager
def _without_letters() -> Iterator[None]:
    """Post none of the letters of the past, which would call a worker now."""
    post = account_mails.enqueue
    account_mails.enqueue = lambda mail, **_options: None
    try:
        yield
    finally:
        account_mails.enqueue = post


def _live(slug: str, name: str, accounts: dict[str, User], *, until: datetime) -> Organisation:
    """Found an organisation in the past and live through its history up to now; return it."""
    life, founded = LIVES[slug]
    calendar = Calendar(ZONE)
    admin = people.NAMES[slug]["admin"]
    with moved_clock(calendar.moment(founded)) as clock:
        member = actions.found_organisation(
            by=accounts[people.email(slug, admin)], name=name, slug=slug, time_zone=ZONE
        )
        diary = Diary(clock, until=until)
        setting = Setting(member.organisation, diary, calendar, accounts, members={admin: member})
        with audit.batched(), tenancy.inside(member.organisation_id):
            diary.begin(life(setting))
            diary.live()
    if slug == "riverside":
        looking_back.look_back(member.organisation)
    return member.organisation


def _settle(now: datetime) -> None:
    """Count what fell due in the past as sent, so that nobody is mailed about it today; what is ahead still waits.

    Nobody delivered anything in the past that was lived through, so that what was called off there later than a
    minute after it fell due counts as sent too.
    """
    overdue = Q(state=Message.State.WAITING) | Q(
        state=Message.State.CANCELLED, settled_at__gt=F("due_at") + timedelta(minutes=1)
    )
    Message.objects.filter(overdue, due_at__lte=now).update(
        state=Message.State.SENT, attempts=1, settled_at=F("due_at")
    )
    not_told = Message.objects.filter(state=Message.State.SENT, recipient__user=None)
    not_told.exclude(kind="invitation").update(state=Message.State.HELD)


def _accounts() -> dict[str, User]:
    """Make everybody's account, by address; a password is only for those whom the sign-in page offers.

    It is printed on that page, so that one hash for all of them gives nothing away, and saves a second.
    """
    password, nothing = make_password(people.PASSWORD), make_password(None)
    offered = {str(each["email"]) for each in people.offered()}
    names = {
        people.email(slug, name): name
        for slug, _name in people.ORGANISATIONS
        for name in [*people.NAMES[slug].values(), *people.of(slug)[0]]
    }
    made = User.objects.bulk_create(
        User(email=address, name=name, password=password if address in offered else nothing)
        for address, name in names.items()
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
    return {user.email: user for user in made}
