"""Every form that a page of the demo offers, as each kind of person who sees it, is sent: with every option of every
choice at least once, filled rightly and wrongly, with and without htmx. It crashes nowhere and says what came of it."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from cop.actions import sessions
from cop.models import Community
from mentoring_platform.demo import people
from organisations import tenancy
from organisations.models import Member, Organisation
from portfolios import links
from portfolios.models import ShowcaseLink
from tests.form_walk import Walk
from tests.platform.installation import demo_database

SLUG = people.ORGANISATIONS[0][0]


@pytest.fixture(scope="module")
def made(seen, django_db_blocker):
    """The demo's database, for all tests here."""
    with django_db_blocker.unblock(), demo_database(seen.folder):
        yield


@pytest.fixture(scope="module")
def sent(made):
    """The forms that somebody has sent with every option, as which others send them once."""
    return set()


@pytest.fixture(autouse=True)
def _files(seen, settings):
    """The files that people of the demo uploaded."""
    default = settings.STORAGES["default"]
    kept = {"location": seen.folder / "files"}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": default["OPTIONS"] | kept}}


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{role}@{SLUG}.example"))
    return client


@pytest.mark.parametrize("role", [role for role, _label in people.ROLES])
def test_every_form_that_somebody_finds_does_something_and_says_so(sent, role):
    walk = Walk(client_of(role), [f"/{SLUG}/"], sent).go()
    assert walk.faults == []
    assert walk.crowded == [], "more than one main button"
    assert walk.counts["forms"] > 40
    assert len(walk.refused) * 8 < walk.counts["forms"], f"hardly filled in rightly: {sorted(walk.refused)}"
    assert walk.counts["sent"] > walk.counts["forms"]


def test_every_form_that_a_stranger_finds_does_something_and_says_so(sent):
    walk = Walk(Client(), ["/accounts/login/", "/accounts/signup/", a_showcase()], sent).go()
    assert walk.faults == []
    assert walk.crowded == [], "more than one main button"
    assert {"account_login", "showcase_shown_pdf"} <= walk.reached


def a_showcase() -> str:
    """Return the address that leads to what somebody of the demo shows outside."""
    with tenancy.as_operator():
        organisation = Organisation.objects.get(slug=SLUG)
    with tenancy.inside(organisation.pk):
        mentee = Member.objects.select_related("organisation").get(email=f"mentee@{SLUG}.example")
    with tenancy.inside(organisation.pk, mentee.pk):
        link = ShowcaseLink.objects.standing().get()
        return links.address_of(link, mentee).removeprefix(settings.SITE_URL)


def test_a_repeating_session_that_crashes_is_found(sent, monkeypatch):
    """The fault for which the walk was made: the option was offered, and no test had ever sent it."""

    def crash(**_wanted: object) -> None:
        raise TypeError("propose_series() got an unexpected keyword argument")

    with tenancy.as_operator():
        organisation = Organisation.objects.get(slug=SLUG)
    with tenancy.inside(organisation.pk):
        community = Community.objects.filter(phase="founding").first()
    address = f"/{SLUG}/communities/{community.pk}/sessions/new/"
    assert Walk(client_of("coordinator"), [address], most_in_all=1).go().faults == []
    monkeypatch.setattr(sessions.meetings, "schedule_series", crash)
    faults = Walk(client_of("coordinator"), [address], most_in_all=1).go().faults
    assert any("/sessions/new/" in fault and "TypeError" in fault for fault in faults)
