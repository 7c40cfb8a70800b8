"""Links that are sent to people: one that leads nowhere now says so calmly, and the same as one that never was."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from development_plans.actions import feedback
from meetings import ics_feed
from organisations import actions as organisations
from organisations import links as invitations
from organisations import tenancy
from portfolios import links as showcase_links
from portfolios.actions import showcases
from tests import make
from tests.development_plans.conftest import _once_desk as _once_desk
from tests.development_plans.conftest import desk as desk
from tests.development_plans.test_feedback import asked

pytestmark = pytest.mark.django_db

SAYS = "This link does not lead anywhere now"
NOBODY = "01a200b6-5a33-7e5a-bfec-0556e0c9c787"


def showcase(desk: Any) -> tuple[str, Any]:
    with desk.inside(desk.maya):
        made = showcases.begin(title="Application", introduction="", with_profile=True, by=desk.maya)
        link = showcases.make_link(showcase=made, days=7, passphrase="", by=desk.maya)
        path = inside(showcase_links.address_of(link, desk.maya))
    return path, lambda: showcases.revoke(link=link, by=desk.maya)


def asked_for_feedback(desk: Any) -> tuple[str, Any]:
    feedback_request, found = asked(desk)
    return next(iter(found.values())), lambda: feedback.end_request(
        feedback_request=feedback_request, by=desk.maya
    )


def invited(desk: Any) -> tuple[str, Any]:
    ida = make.member(desk.maya.organisation, "Ida Invited", joined=False)
    with desk.inside(desk.ines):
        made = organisations.invite(member=ida, by=desk.ines)
        path = invitations.join_path(ida.organisation, made)
    return path, lambda: organisations.withdraw_invitation(invitation=made, by=desk.ines)


def calendar(desk: Any) -> tuple[str, Any]:
    with desk.inside(desk.maya):
        ics_feed.make_address(by=desk.maya)
        path = inside(ics_feed.address_of(desk.maya))
    return path, lambda: ics_feed.remove_address(by=desk.maya)


LINKS = {
    "showcase_shown": showcase,
    "feedback": asked_for_feedback,
    "join": invited,
    "calendar_feed": calendar,
}
# What hangs on one of them, and what never ends.
OTHERS = {
    "showcase_shown_pdf": "/showcases/no-token/pdf/",
    "showcase_shown_file": f"/showcases/no-token/files/{NOBODY}/",
    "showcase_shown_credential": f"/showcases/no-token/credentials/{NOBODY}/jwt/",
    "unsubscribe": "/unsubscribe/no-token/",
}


def inside(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def words_of(path: str, *, post: bool = False) -> tuple[int, str, dict[str, str]]:
    """Return what a stranger gets: the status, the page without what is new in each, and the headers."""
    answer = Client().post(path) if post else Client().get(path)
    page = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
    headers = {
        name: value for name, value in answer.headers.items() if name in {"Cache-Control", "X-Robots-Tag"}
    }
    return answer.status_code, page, headers


def test_every_link_with_a_token_is_tried_here() -> None:
    patterns = import_string(f"{settings.ROOT_URLCONF}.urlpatterns")
    names = {each.name for each in patterns if "<str:token>" in str(each.pattern)}
    assert names == LINKS.keys() | OTHERS.keys()


@pytest.mark.parametrize("name", LINKS)
def test_one_that_ended_reads_like_one_that_never_was(desk: Any, name: str) -> None:
    path, end = LINKS[name](desk)
    assert Client().get(path).status_code == 200
    person = desk.ines if name == "join" else desk.maya
    with desk.inside(person):
        end()
    ended, never = words_of(path), words_of(wrong(path))
    assert ended == never
    assert (ended[0], SAYS in ended[1]) == (404, True)
    assert "Ask whoever sent it to you." in ended[1]
    for told in ("Maya", "Ines", "Ida", "Riverside", "riverside"):
        assert told not in ended[1]


def wrong(path: str) -> str:
    """Return the path with another token of the same make."""
    token = max(path.split("/"), key=len)
    return path.replace(token, token.removesuffix(".ics")[::-1] + (".ics" if token.endswith(".ics") else ""))


@pytest.mark.parametrize("name", ["showcase_shown", "feedback", "join"])
def test_one_that_is_too_old_reads_so_too(desk: Any, name: str) -> None:
    path, _end = LINKS[name](desk)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert words_of(path) == words_of(wrong(path))
        assert SAYS in words_of(path)[1]


@pytest.mark.parametrize("name", OTHERS)
def test_what_hangs_on_a_link_reads_so_too(desk: Any, name: str) -> None:
    path, _end = showcase(desk)
    status, page, headers = words_of(OTHERS[name], post=name in {"unsubscribe", "showcase_shown_pdf"})
    assert (status, SAYS in page) == (404, True)
    assert (status, headers) == (words_of(wrong(path))[0], words_of(wrong(path))[2])


def test_a_link_to_create_an_organisation_that_is_no_longer_good_says_so(
    settings: Any, client: Client
) -> None:
    settings.WHO_MAY_CREATE_ORGANISATIONS = "invited"
    client.force_login(make.user("Maya Lindqvist"))
    answer = client.get("/organisations/new/?invitation=no-token")
    assert (answer.status_code, SAYS in answer.text) == (404, True)
    assert SAYS not in client.get("/organisations/new/").text


def test_it_names_no_organisation_that_there_is_not(desk: Any) -> None:
    """A signed invitation at another organisation's address, and at one that does not exist."""
    path, _end = invited(desk)
    make.organisation("northgate")
    pages = [words_of(path.replace("/riverside/", f"/{slug}/")) for slug in ("northgate", "nowhere")]
    assert pages[0] == pages[1]
    with tenancy.inside(desk.maya.organisation_id):
        assert SAYS in pages[0][1]
