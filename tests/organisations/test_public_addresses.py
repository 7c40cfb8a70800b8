"""Outside any organisation, an address that takes an organisation's name answers alike whether there is one or not."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from organisations import actions, links, tenancy
from tests import make

pytestmark = pytest.mark.django_db
THERE, NOWHERE = "northgate", "nowhere"

# Addresses with a name of an organisation, or its key, in the path; those with a key are read in test_issuer.
BY_NAME = {"join"}
BY_KEY = {"issuer", "issuer_keys", "issuer_key", "issuer_revocations", "issuer_achievement"}


@pytest.fixture
def own_token():
    """An invitation's token as somebody has it who was invited elsewhere."""
    riverside = make.organisation("riverside")
    make.organisation(THERE)
    ines = make.member(riverside, "Ines Duarte", admin=True)
    with tenancy.inside(riverside.pk, ines.pk):
        invited = actions.add_member(
            organisation=riverside, name="Maya Lindqvist", email="maya@riverside.example", by=ines
        )
        invitation = actions.invite(member=invited, by=ines)
        path = links.join_path(riverside, invitation)
    return path.split("/")[3]


def outside() -> dict[str, str]:
    """Return every address of the platform itself, by name."""
    patterns = get_resolver("mentoring_platform.urls").url_patterns
    return {each.name: str(each.pattern) for each in patterns if getattr(each, "name", None)}


def test_these_are_all_public_addresses_that_take_an_organisation():
    named = {
        name for name, route in outside().items() if re.search(r"<[^>]*(slug|organisation)[^>]*>", route)
    }
    assert named - {"showcase_shown_credential"} == BY_NAME | BY_KEY


def answer(path, browser):
    told = browser.get(path)
    page = re.sub(f'{THERE}|{NOWHERE}|nonce="[^"]*"', "", told.content.decode())
    return told.status_code, re.sub(f"{THERE}|{NOWHERE}", "", told.headers.get("Location", "")), page


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "path", ["/join/{}/{token}/", "/join/{}/forged/", "/{}/", "/{}/people/", "/{}/accounts/login/"]
)
def test_nobody_learns_by_an_address_which_organisations_there_are(own_token, path, signed_in):
    browser = Client()
    if signed_in:
        browser.force_login(make.user("Mallory"))
    there, nowhere = (answer(path.format(name, token=own_token), browser) for name in (THERE, NOWHERE))
    assert there == nowhere
