"""A passkey from its making to its use, with an authenticator that the browser plays itself; and what a tab forgets."""

import re

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests import make, post


@pytest.fixture
def maya():
    return make.member(
        make.organisation("riverside"), account=make.user("Maya Lindqvist", "maya@example.org")
    )


def sign_in_by_code(person, email: str) -> None:
    page = person.go("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(email)
    person.submit()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", post.delivered()[-1].body, re.MULTILINE)[1]
    page.get_by_label("Code").fill(code)
    person.submit()


def sign_out(person) -> None:
    person.go("/accounts/logout/")
    person.submit()


def an_hour_passes() -> None:
    """Everybody's last sign-in lies an hour further back, so that they are asked again who they are."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        methods = session[AUTHENTICATION_METHODS_SESSION_KEY]
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**way, "at": way["at"] - 3600} for way in methods]
        session.save()


def test_a_passkey_is_added_and_signs_in(somebody, maya, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks http to this machine alone
    person = somebody()
    page = person.page
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in_by_code(person, "maya@example.org")
    person.go("/accounts/2fa/webauthn/add/")
    page.get_by_label("Let me sign in with it alone").check()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    person.go("/accounts/2fa/webauthn/")
    assert person.sees("not used yet")
    assert "passkey" in post.delivered()[-1].subject.lower()

    sign_out(person)
    person.go("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/riverside/")
    person.go("/accounts/2fa/webauthn/")
    assert person.sees("last used")

    an_hour_passes()
    person.follow("Remove")
    assert person.sees("Is it you?")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="Remove this passkey?").wait_for()
    person.look_over()
    person.press("Remove it")
    assert person.sees("You have none yet.")
    assert "passkey" in post.delivered()[-1].subject.lower()


def kept(page) -> list[str]:
    """Return the names under which words are kept; a draft's key, by which its form is known, is no word."""
    return page.evaluate(
        "Object.keys(sessionStorage).filter((key) => /^(draft|sent):(?!.*:once$)/.test(key))"
    )


def test_a_draft_outlives_a_session_and_nobody_else_sees_it(somebody, maya):
    riverside = maya.organisation
    tomas = make.member(riverside, account=make.user("Tomas Okafor", "tomas@example.org"))
    meeting = make.meeting([maya, tomas])
    path = f"/riverside/meetings/{meeting.pk}/"
    person = somebody()
    page = person.page
    words = page.locator("form[data-draft] textarea[name]").first

    def open_page() -> None:
        person.go(path)
        page.get_by_text("Write a shared note").click()

    sign_in_by_code(person, "maya@example.org")
    open_page()
    words.fill("What nobody else is to read")
    assert len(kept(page)) == 1
    page.context.clear_cookies()  # the session has run out
    sign_in_by_code(person, "maya@example.org")
    open_page()
    assert words.input_value() == "What nobody else is to read"

    page.context.clear_cookies()
    sign_in_by_code(person, "tomas@example.org")
    open_page()
    assert words.input_value() == ""
    assert kept(page) == [], "the one before has left nothing"

    words.fill("And this is mine")
    assert len(kept(page)) == 1
    sign_out(person)
    assert kept(page) == []


def test_a_private_draft_stands_in_no_form_that_shares_and_stays_until_it_is_taken(somebody, maya):
    tomas = make.member(maya.organisation, account=make.user("Tomas Okafor", "tomas@example.org"))
    meeting = make.meeting([maya, tomas])
    person = somebody(signed_in=maya.user)
    page = person.page

    def texts() -> dict[str, str]:
        person.go(f"/riverside/meetings/{meeting.pk}/")
        areas = page.locator("form[data-draft] textarea[name]").all()
        return {area.get_attribute("id"): area.input_value() for area in areas if area.input_value()}

    assert texts() == {}
    page.get_by_text("Write a private note").click()
    page.locator("#private_text").fill("What nobody else is to read")
    assert texts() == {"private_text": "What nobody else is to read"}

    page.get_by_text("Share something").click()
    page.locator("#resource_text").fill("A question that helped")
    page.locator("#resource_link").fill("nowhere")
    person.press("Share this")
    assert person.sees("needs another look")
    assert texts() == {
        "private_text": "What nobody else is to read",
        "resource_text": "A question that helped",
    }

    page.get_by_text("Share something").click()
    page.locator("#resource_link").fill("https://example.org/")
    person.press("Share this")
    assert texts() == {"private_text": "What nobody else is to read"}
