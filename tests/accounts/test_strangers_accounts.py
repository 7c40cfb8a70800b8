"""An account that a stranger made for somebody's address: whoever shows first that the address is theirs owns it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.models import Letter, User
from organisations import actions, links, tenancy
from tests import make, post

pytestmark = pytest.mark.django_db
NOOR = "noor@new.example"
PASSWORD = "a long and quiet phrase 77"
OWN = "my own phrase is longer 5"
HOME = "198.51.100.7"


def sign_up(browser, password=PASSWORD, name="A stranger", source="203.0.113.1", email=NOOR):
    form = {"name": name, "email": email, "password1": password}
    return browser.post("/accounts/signup/", form, REMOTE_ADDR=source)


@pytest.fixture
def stranger():
    """A browser in which a stranger made an account for Noor's address."""
    browser = Client()
    assert sign_up(browser).status_code == 302
    post.delivered()
    Letter.objects.all().delete()
    return browser


@pytest.fixture
def invitation():
    riverside = make.organisation("riverside")
    ines = make.member(riverside, "Ines Duarte", admin=True)
    with tenancy.inside(riverside.pk, ines.pk):
        noor = actions.add_member(organisation=riverside, email=NOOR, name="Noor Haddad", by=ines)
        return actions.invite(member=noor, by=ines)


def link_of(invitation):
    return links.join_path(invitation.member.organisation, invitation)


def code_in(mail) -> str:
    return re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{2,4}\b", mail.body.replace("\n", " "))[0]


def come_by_code(browser):
    asked = browser.post("/accounts/login/code/", {"email": NOOR}, REMOTE_ADDR=HOME)
    mail = post.delivered()[-1]
    return browser.post(asked.url, {"code": code_in(mail)}, REMOTE_ADDR=HOME)


def is_in(browser) -> bool:
    return browser.get("/").status_code == 200


def sign_in(browser, password, source="203.0.113.1"):
    return browser.post("/accounts/login/", {"login": NOOR, "password": password}, REMOTE_ADDR=source)


def test_the_strangers_password_and_name_are_void_once_the_owner_came_by_a_code(stranger):
    owner = Client()
    come_by_code(owner)
    assert is_in(owner), "and stays in: her session goes by what the account is now"
    account = User.objects.get()
    assert (account.has_usable_password(), account.name) == (False, "")
    assert account.has_confirmed(NOOR)
    for browser in (stranger, Client()):
        sign_in(browser, PASSWORD)
        assert not is_in(browser)


def test_what_the_stranger_began_leads_nowhere_once_the_owner_came(stranger):
    sign_in(stranger, PASSWORD)  # and waits for the code
    come_by_code(Client())
    stranger.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"})
    assert not is_in(stranger)


def test_second_factors_of_the_stranger_are_void_too(stranger):
    totp.TOTP.activate(User.objects.get(), totp.generate_totp_secret())
    owner = Client()
    come_by_code(owner)
    assert is_in(owner)
    assert not Authenticator.objects.exists()


def test_who_came_by_the_invitation_and_a_code_is_called_as_it_calls_them(stranger, invitation):
    owner = Client()
    owner.get(link_of(invitation))
    come_by_code(owner)
    assert User.objects.get(email=NOOR).name == "Noor Haddad"


def test_a_password_by_mail_leaves_nothing_of_the_stranger(stranger):
    owner = Client()
    owner.post("/accounts/password/reset/", {"email": NOOR}, REMOTE_ADDR=HOME)
    link = re.search(r"/accounts/password/reset/key/\S+/", post.delivered()[-1].body)[0]
    page = owner.get(link, follow=True)
    owner.post(page.redirect_chain[-1][0], {"password1": OWN, "password2": OWN})
    account = User.objects.get()
    assert account.name == ""
    assert account.check_password(OWN)


def test_who_confirms_in_the_browser_that_signed_up_keeps_their_password(client):
    answer = sign_up(client, OWN, "Noor")
    client.post(answer.url, {"code": code_in(post.delivered()[-1])})
    assert is_in(client)
    again = Client()
    assert is_in(again) is False
    sign_in(again, OWN)
    assert is_in(again)
    assert User.objects.get().name == "Noor"


def test_a_code_later_on_takes_nothing_away(client):
    answer = sign_up(client, OWN, "Noor")
    client.post(answer.url, {"code": code_in(post.delivered()[-1])})
    come_by_code(Client())
    account = User.objects.get()
    assert account.check_password(OWN)
    assert account.name == "Noor"


def test_an_operators_password_is_their_own_before_any_mail():
    account = User.objects.create_superuser(NOOR, OWN, name="Noor")
    come_by_code(Client())
    account.refresh_from_db()
    assert account.check_password(OWN)


def test_an_account_that_nobody_confirmed_counts_as_none_for_who_is_invited(stranger, invitation):
    browser = Client()
    page = browser.get(link_of(invitation)).content.decode()
    assert "Make an account" in page
    assert "There is an account with the address" not in page
    sign_up(browser, OWN, "Noor", HOME)
    assert not Letter.objects.exists(), "her link is proof enough"
    assert browser.post(link_of(invitation)).url == "/riverside/"
    assert browser.get("/riverside/").status_code == 200
    account = User.objects.get(email=NOOR)
    assert (account.name, account.check_password(OWN)) == ("Noor", True)
    assert EmailAddress.objects.filter(email=NOOR, verified=True).count() == 1
    sign_in(stranger, PASSWORD)
    assert not is_in(stranger)


def test_sign_ups_of_strangers_keep_nobody_out_who_is_invited(invitation):
    for number in range(24):
        sign_up(Client(), source=f"203.0.113.{number}")
        sign_up(Client(), source=HOME)
    browser = Client()
    browser.get(link_of(invitation))
    answer = sign_up(browser, OWN, "Noor", HOME)
    assert answer.status_code == 302
    assert "confirm" not in answer.url


def test_without_the_link_an_account_that_nobody_confirmed_stays(stranger, invitation):
    account = User.objects.get(email=NOOR)
    assert "confirm" in sign_up(Client(), OWN).url
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_an_invitations_link_takes_nobodys_account(invitation):
    account = make.user("Noor Haddad", NOOR)
    for _ in range(8):
        browser = Client()
        browser.get(link_of(invitation))
        sign_up(browser, OWN, "Noor", HOME)
        assert not is_in(browser)
    assert User.objects.get(email=NOOR) == account
    assert Letter.objects.count() == 5, "limited: these are mails"


def test_an_invitations_link_takes_no_operators_account(invitation):
    account = User.objects.create_superuser(NOOR, OWN, name="Noor")
    browser = Client()
    assert "There is an account" in browser.get(link_of(invitation)).content.decode()
    sign_up(browser, PASSWORD, "Noor", HOME)
    assert not is_in(browser)
    assert User.objects.get(email=NOOR) == account
