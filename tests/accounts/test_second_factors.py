"""A second factor from its making to its end, recovery codes that work once, and ending a session elsewhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet phrase"


@pytest.fixture
def maya():
    account = make.user("Maya Lindqvist", "maya@riverside.example")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def clock():
    """A clock that moves on by itself and, with ``shift``, past the limits on attempts, which are real here."""
    with time_machine.travel(timezone.now()) as traveller:
        yield traveller


def sign_in(account, browser=None):
    browser = browser or Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0")
    answer = browser.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    return browser, answer


def code_for(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def inside(browser) -> bool:
    return browser.get("/").status_code == 200


def confirm(browser) -> None:
    """Show once more who one is, which comes before every change of a factor."""
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def with_totp(account):
    """Sign in, set an authenticator app up; return the browser and the app's secret."""
    browser, _answer = sign_in(account)
    confirm(browser)
    page = browser.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, page
    secret = page.context["form"].secret
    assert browser.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer.status_code == 302
    return browser, secret


def recovery_codes(browser) -> list[str]:
    confirm(browser)
    text = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\w+)</code></li>", text)


def test_the_app_is_asked_for_after_the_password(maya, clock):
    browser, secret = with_totp(maya)
    browser.post("/accounts/logout/")
    clock.shift(timedelta(minutes=10))
    browser, answer = sign_in(maya)
    assert not inside(browser)
    wrong = browser.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
    assert not inside(browser)
    assert browser.post(answer.url, {"code": code_for(secret)}).status_code == 302
    assert inside(browser)


def test_a_code_of_the_app_works_once(maya, clock):
    _browser, secret = with_totp(maya)
    clock.shift(timedelta(minutes=10))
    code = code_for(secret)
    browser, answer = sign_in(maya)
    assert browser.post(answer.url, {"code": code}).status_code == 302
    browser, answer = sign_in(maya)
    assert browser.post(answer.url, {"code": code}).status_code == 200
    assert not inside(browser)


def test_a_recovery_code_works_once_and_new_ones_end_the_old(maya, clock):
    browser, _secret = with_totp(maya)
    first, second, *_others = recovery_codes(browser)
    for code, works in ((first, True), (first, False), (second, True)):
        clock.shift(timedelta(minutes=10))
        browser, answer = sign_in(maya)
        browser.post(answer.url, {"code": code})
        assert inside(browser) is works, code
    left = recovery_codes(browser)
    assert not {first, second} & set(left)
    assert browser.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    fresh = recovery_codes(browser)
    assert len(fresh) == 10
    assert not set(left) & set(fresh)
    clock.shift(timedelta(minutes=10))
    browser, answer = sign_in(maya)
    browser.post(answer.url, {"code": left[0]})
    assert not inside(browser)


def test_guessing_codes_is_limited(maya, clock):
    _browser, secret = with_totp(maya)
    clock.shift(timedelta(minutes=10))
    browser, answer = sign_in(maya)
    for _ in range(12):
        browser.post(answer.url, {"code": "000000"})
    browser.post(answer.url, {"code": code_for(secret)})
    assert not inside(browser), "even the right one, for a while"


def test_turning_the_app_off_asks_for_no_code_any_more(maya, clock):
    browser, _secret = with_totp(maya)
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=maya, type="totp").exists()
    clock.shift(timedelta(minutes=10))
    browser, _answer = sign_in(maya)
    assert inside(browser)


def test_changing_a_factor_asks_for_a_fresh_sign_in(maya, clock):
    browser, _answer = sign_in(maya)
    clock.shift(timedelta(hours=1))
    assert "/reauthenticate/" in browser.get("/accounts/2fa/totp/activate/").url
    answer = browser.post(
        "/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD}
    )
    assert answer.status_code == 302
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200


def test_another_session_is_ended_from_here(maya):
    here, _answer = sign_in(maya)
    there, _answer = sign_in(maya)
    assert inside(there)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("Firefox") == 2
    assert here.post("/accounts/sessions/").status_code == 302
    assert inside(here)
    assert not inside(there)
