"""From nothing to an organisation of one's own, and in again by a code."""

import re

from tests import make, post


def code_in(message) -> str:
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", message.body, re.MULTILINE)[1]


def test_a_newcomer_signs_up_and_creates_an_organisation(somebody):
    maya = somebody(width=360)
    page = maya.go("/")
    maya.follow("Create an account")
    page.get_by_label("Your name").fill("Maya Lindqvist")
    page.get_by_label("E-mail address").fill("maya@example.org")
    page.get_by_label("Password").fill("a long and quiet phrase")
    maya.submit()
    page.get_by_label("Code").fill(code_in(post.delivered()[0]))
    maya.submit()
    maya.follow("Create an organisation")
    maya.submit()
    assert page.locator("[aria-invalid=true]").count() >= 1
    page.get_by_label("Name of the organisation").fill("Harbour Hospital")
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    maya.submit()
    assert page.url.endswith("/harbour-hospital/")


def test_signing_in_by_code_in_the_dark(somebody):
    account = make.user("Maya Lindqvist", "maya@example.org")
    make.member(make.organisation("riverside"), account=account)
    maya = somebody(dark=True)
    page = maya.go("/riverside/")
    maya.follow("E-mail me a code")
    page.get_by_label("E-mail address").fill("maya@example.org")
    maya.submit()
    page.get_by_label("Code").fill(code_in(post.delivered()[0]))
    maya.submit()
    assert page.url.endswith("/riverside/")


def test_the_pages_work_without_scripts(somebody):
    account = make.user("Greta Holm", "greta@example.org")
    make.member(make.organisation("riverside"), account=account, admin=True)
    greta = somebody(scripts=False, signed_in=account)
    page = greta.page
    page.goto(greta.base + "/riverside/people/")
    page.get_by_label("Their name").fill("Ines Duarte")
    page.get_by_label("Their e-mail address").fill("ines@example.org")
    page.get_by_label("Design and run programmes").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_text("Ines Duarte").first.is_visible()
