"""Nobody keeps anybody else out: however many wrong tries from elsewhere, the owner signs in at once.

Measured once with a thousand tries; here the wide limits are narrower, so that fewer reach beyond them.
"""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import signing
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from accounts import attempts, devices
from accounts.models import Letter
from tests import make, post
from tests.pages import without_tokens

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet phrase"
WIDE, MANY = 20, 25
HOME, OFFICE, ELSEWHERE = "198.51.100.1", "198.51.100.2", "203.0.113.9"
SIGN_IN, CODE, RESET, SECOND = (
    f"/accounts/{path}/" for path in ("login", "login/code", "password/reset", "2fa/authenticate")
)


@pytest.fixture(autouse=True)
def _narrower(settings):
    wide = {"password-source": f"{WIDE}/5m/key", "password-account": f"{WIDE}/h/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | wide


@pytest.fixture
def maya():
    return an_account("Maya Lindqvist", "maya@riverside.example")


def an_account(name, email):
    account = make.user(name, email)
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def hashed(monkeypatch):
    """Each password that was compared with the one that is kept."""
    compared = []
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *args: compared.append(1) or verify(*args))
    return compared


def somewhere(number: int) -> str:
    return f"203.{number // 250}.{number % 250}.7"


def sign_in(account, browser=None, password=PASSWORD, source=HOME):
    form = {"login": account.email, "password": password}
    return (browser or Client()).post(SIGN_IN, form, REMOTE_ADDR=source)


def is_in(answer) -> bool:
    return answer.status_code == 302


def known_browser(account):
    browser = Client()
    assert is_in(sign_in(account, browser))
    browser.post("/accounts/logout/")
    assert browser.get("/").status_code == 302
    return browser


def guess(account, source, times=1):
    for _ in range(times):
        assert not is_in(sign_in(account, password="wrong", source=source))


def was_refused(answer) -> bool:
    return answer.status_code == 200 and "too often" in answer.content.decode()


def test_wrong_tries_from_one_address_keep_the_owner_out_nowhere(maya, hashed):
    browser = known_browser(maya)
    guess(maya, ELSEWHERE, times=MANY)
    assert len(hashed) == 1 + 5, "guesses that reached the password"
    assert was_refused(sign_in(maya, source=ELSEWHERE)), "the right one, where many were wrong"
    assert is_in(sign_in(maya, browser)), "where the owner signed in before"
    assert is_in(sign_in(maya, source=OFFICE)), "in a new browser elsewhere"


def test_wrong_tries_from_everywhere_keep_no_known_browser_out(maya, hashed):
    browser = known_browser(maya)
    for number in range(MANY):
        guess(maya, somewhere(number))
    assert len(hashed) == 1 + WIDE, "guesses that reached the password"
    assert was_refused(sign_in(maya, source=somewhere(1))), "nobody guesses on for ever"
    assert is_in(sign_in(maya, browser))
    asked = Client().post(CODE, {"email": maya.email}, REMOTE_ADDR=OFFICE)
    assert asked.status_code == 302, "by a code in a new browser"


def test_one_persons_failures_keep_no_colleague_behind_the_same_address_out(maya):
    greta = an_account("Greta Holm", "greta@riverside.example")
    guess(maya, OFFICE, times=8)
    assert is_in(sign_in(greta, source=OFFICE))


def test_a_whole_workshop_signs_in_behind_one_address():
    people = [an_account(f"Member {n}", f"member{n}@riverside.example") for n in range(25)]
    assert all(is_in(sign_in(person, source=OFFICE)) for person in people)


def test_one_password_is_not_tried_with_everybody(maya):
    for number in range(MANY):
        form = {"login": f"member{number}@riverside.example", "password": "wrong"}
        Client().post(SIGN_IN, form, REMOTE_ADDR=ELSEWHERE)
    browser = known_browser(maya)
    assert was_refused(sign_in(maya, source=ELSEWHERE))
    assert is_in(sign_in(maya, browser, source=ELSEWHERE)), "a known browser even there"


def test_a_known_browser_has_tries_of_its_own_and_no_more(maya):
    browser = known_browser(maya)
    for _ in range(10):
        assert not is_in(sign_in(maya, browser, "wrong"))
    assert was_refused(sign_in(maya, browser))
    assert is_in(sign_in(maya)), "another one at the same place"


def test_a_browser_is_known_for_its_owners_account_alone(maya):
    browser = known_browser(an_account("Greta Holm", "greta@riverside.example"))
    guess(maya, HOME, times=5)
    assert was_refused(sign_in(maya, browser))


def test_an_address_that_somebody_else_claims_makes_no_browser_known(maya):
    from allauth.account.models import EmailAddress

    mallory = an_account("Mallory", "mallory@elsewhere.example")
    EmailAddress.objects.create(user=mallory, email=maya.email, verified=False)
    browser = known_browser(mallory)
    guess(maya, HOME, times=5)
    assert was_refused(sign_in(maya, browser))


def test_a_forged_cookie_counts_as_none(maya):
    browser = Client()
    forged = signing.dumps({str(maya.pk): "mine"}, salt="another")
    for value in (forged, "", "x", signing.dumps({str(maya.pk): "x"}, key="k", salt=devices.SALT)):
        browser.cookies[settings.DEVICE_COOKIE_NAME] = value
        guess(maya, HOME, times=1)
        assert not is_in(sign_in(maya, browser, "wrong"))
    assert was_refused(sign_in(maya, browser))


def test_the_cookie_is_kept_from_scripts_and_names_nobody(maya):
    answer = sign_in(maya)
    cookie = answer.cookies[settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 60 * 60 * 24 * 365
    assert maya.email not in str(signing.loads(cookie.value, salt=devices.SALT))
    with override_settings(SESSION_COOKIE_SECURE=True):
        assert sign_in(maya).cookies[settings.DEVICE_COOKIE_NAME]["secure"]


def test_one_browser_is_kept_for_five_accounts(maya):
    browser = Client()
    for number in range(7):
        sign_in(an_account(f"Member {number}", f"member{number}@riverside.example"), browser)
        browser.post("/accounts/logout/")
    held = signing.loads(browser.cookies[settings.DEVICE_COOKIE_NAME].value, salt=devices.SALT)
    assert len(held) == 5


def test_signing_in_by_code_makes_a_browser_known_too(maya):
    browser = Client()
    asked = browser.post(CODE, {"email": maya.email}, REMOTE_ADDR=HOME)
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{2,4}\b", post.delivered()[0].body.replace("\n", " "))[0]
    assert settings.DEVICE_COOKIE_NAME in browser.post(asked.url, {"code": code}).cookies


def test_codes_asked_for_elsewhere_keep_the_owner_from_none(maya):
    browser = known_browser(maya)
    for number in range(40):
        Client().post(CODE, {"email": maya.email}, REMOTE_ADDR=somewhere(number % 8))
    assert Letter.objects.count() == 20, "no more mails in an hour than these"
    assert browser.post(CODE, {"email": maya.email}, REMOTE_ADDR=HOME).status_code == 302
    assert Letter.objects.count() == 21


def test_a_colleague_gets_a_code_where_somebody_else_asked_for_many(maya):
    greta = an_account("Greta Holm", "greta@riverside.example")
    for _ in range(8):
        Client().post(CODE, {"email": maya.email}, REMOTE_ADDR=OFFICE)
    assert Client().post(CODE, {"email": greta.email}, REMOTE_ADDR=OFFICE).status_code == 302


def test_resets_asked_for_elsewhere_leave_the_owner_with_a_link_that_works(maya):
    for number in range(40):
        Client().post(RESET, {"email": maya.email}, REMOTE_ADDR=somewhere(number % 8))
    assert Letter.objects.count() == 20
    browser = Client()
    assert browser.post(RESET, {"email": maya.email}, REMOTE_ADDR=HOME).status_code == 302
    assert Letter.objects.count() == 20
    link = re.search(r"/accounts/password/reset/key/\S+/", post.delivered()[0].body)[0]
    form_page = browser.get(link, follow=True)
    assert form_page.status_code == 200
    new = "another long and quiet phrase"
    answer = browser.post(form_page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert answer.status_code == 302
    assert is_in(sign_in(maya, password=new))


def test_a_new_password_by_mail_forgives_the_wrong_ones(maya):
    guess(maya, HOME, times=6)
    browser = Client(REMOTE_ADDR=HOME)
    browser.post(RESET, {"email": maya.email})
    link = re.search(r"/accounts/password/reset/key/\S+/", post.delivered()[0].body)[0]
    page = browser.get(link, follow=True)
    new = "another long and quiet phrase"
    browser.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert is_in(sign_in(maya, browser, new))


@pytest.mark.parametrize("path", [CODE, RESET])
def test_limits_tell_nobody_who_has_an_account(maya, path):
    def answers(email):
        return [
            (
                answer.status_code,
                without_tokens(answer).replace(email, ""),
            )
            for answer in (Client().post(path, {"email": email}, REMOTE_ADDR=HOME) for _ in range(7))
        ]

    assert answers(maya.email) == answers("nobody@riverside.example")


def test_limits_on_passwords_tell_nobody_who_has_an_account(maya):
    def answers(email):
        form = {"login": email, "password": "wrong"}
        return [
            without_tokens(answer).replace(email, "")
            for answer in (Client().post(SIGN_IN, form, REMOTE_ADDR=HOME) for _ in range(7))
        ]

    assert answers(maya.email) == answers("nobody@riverside.example")


def with_app(account):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    return secret


@pytest.fixture
def clock():
    """A clock that stands still, so that no code runs out on the way."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def code_for(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_who_knows_the_password_keeps_the_owner_from_no_second_factor(maya, clock):
    secret = with_app(maya)
    thief = Client()
    sign_in(maya, thief, source=ELSEWHERE)
    for _ in range(8):
        assert thief.post(SECOND, {"code": "000000"}, REMOTE_ADDR=ELSEWHERE).status_code == 200
    refused = thief.post(SECOND, {"code": code_for(secret)}, REMOTE_ADDR=ELSEWHERE)
    assert "Too many codes" in refused.content.decode()
    owner = Client()
    sign_in(maya, owner)
    assert owner.post(SECOND, {"code": code_for(secret)}, REMOTE_ADDR=HOME).status_code == 302
    assert owner.get("/").status_code == 200


def test_a_second_factor_is_guessed_twenty_times_an_hour_and_a_known_browser_goes_on(maya, clock):
    browser = known_browser(maya)
    secret = with_app(maya)
    for number in range(21):
        thief = Client()
        sign_in(maya, thief, source=somewhere(number))
        thief.post(SECOND, {"code": "000000"}, REMOTE_ADDR=somewhere(number))
    stranger = Client()
    sign_in(maya, stranger, source=OFFICE)
    assert "Too many codes" in stranger.post(SECOND, {"code": "000000"}, REMOTE_ADDR=OFFICE).content.decode()
    sign_in(maya, browser)
    assert browser.post(SECOND, {"code": code_for(secret)}, REMOTE_ADDR=HOME).status_code == 302
    assert Authenticator.objects.filter(user=maya).exists()


def test_who_is_signed_in_confirms_while_others_guess(maya):
    browser = Client()
    sign_in(maya, browser)
    del browser.cookies[settings.DEVICE_COOKIE_NAME]
    for number in range(MANY):
        guess(maya, somewhere(number))
    answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD}, REMOTE_ADDR=HOME)
    assert answer.status_code == 302


def test_signing_up_is_limited_by_the_mails_it_sends(maya):
    form = {"name": "X", "password1": PASSWORD}
    for number in range(22):
        Client().post("/accounts/signup/", form | {"email": maya.email}, REMOTE_ADDR=somewhere(number))
    assert Letter.objects.count() == 20
    for number in range(22):
        new = form | {"email": f"new{number}@riverside.example"}
        assert Client().post("/accounts/signup/", new, REMOTE_ADDR=OFFICE).status_code == 302, (
            "a whole workshop"
        )


def test_looking_for_a_better_password_costs_no_try(client):
    form = {"name": "X", "email": "new@riverside.example"}
    for _ in range(8):
        assert client.post("/accounts/signup/", form | {"password1": "short"}).status_code == 200
    assert client.post("/accounts/signup/", form | {"password1": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_where_a_try_comes_from(address, source):
    assert attempts.get_source(RequestFactory().post("/", REMOTE_ADDR=address)) == source


@pytest.mark.parametrize("what", ["password", "second-factor", "code", "reset", "sign-up", "passphrase"])
def test_every_kind_of_try_has_a_rate(what):
    assert settings.ACCOUNT_RATE_LIMITS[what]
