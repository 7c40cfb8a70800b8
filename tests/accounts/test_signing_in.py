"""Signing up and in: by password, by code, with limits, and without telling who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Letter, User
from tests import make, post

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet phrase"


@pytest.fixture
def maya():
    account = make.user("Maya Lindqvist", "maya@riverside.example")
    account.set_password(PASSWORD)
    account.save()
    return account


def code_in(message) -> str:
    return re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", message.body.replace("\n", " "))[0]


def test_signing_up_asks_for_a_name_and_verifies_the_address_by_code(client):
    form = {"name": "Tomás Okafor", "email": "Tomas@Riverside.example", "password1": PASSWORD}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code == 302
    account = User.objects.get()
    assert (account.email, account.name) == ("tomas@riverside.example", "Tomás Okafor")
    assert client.get("/").status_code == 302, "not signed in before the address is verified"
    answer = client.post(answer.url, {"code": code_in(post.delivered()[0])})
    assert answer.status_code == 302
    assert EmailAddress.objects.get().verified
    assert client.get("/").status_code == 200


def test_signing_in_by_password(client, maya):
    answer = client.post("/accounts/login/", {"login": "MAYA@riverside.example", "password": PASSWORD})
    assert answer.url == "/"


def test_signing_in_by_code(client, maya):
    answer = client.post("/accounts/login/code/", {"email": maya.email})
    assert answer.status_code == 302
    answer = client.post(answer.url, {"code": code_in(post.delivered()[0])})
    assert answer.url == "/"


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_nobody_learns_who_has_an_account(maya, path):
    known = Client().post(path, {"email": maya.email})
    unknown = Client().post(path, {"email": "nobody@riverside.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Letter.objects.count() == 2, "the same work for both"
    assert [message.to for message in post.delivered()] == [[maya.email]]


def test_signing_up_with_a_known_address_looks_like_any_other(maya):
    answers = [
        Client().post("/accounts/signup/", {"name": "X", "email": email, "password1": PASSWORD})
        for email in (maya.email, "new@riverside.example")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    assert User.objects.filter(email=maya.email).count() == 1


@pytest.fixture
def hashed(monkeypatch):
    """What was hashed, by which most of the time of signing in and up is spent."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    passwords = []

    def counted(name):
        ours = getattr(Argon2PasswordHasher, name)

        def count(self, password, *args):
            passwords.append(password)
            return ours(self, password, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, count)

    counted("encode")
    counted("verify")
    return passwords


def test_signing_in_takes_as_long_for_any_address(maya, hashed):
    greta = make.user("Greta Holm", "greta@riverside.example")
    pages = {}
    for email in (maya.email, greta.email, "nobody@riverside.example"):
        hashed.clear()
        page = Client().post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        pages[email] = (
            re.sub(r'nonce="[^"]*"|[\w-]{40,}|name="once" value="[^"]*"', "", page.replace(email, "")),
            len(hashed),
        )
    assert len(set(pages.values())) == 1
    assert pages[maya.email][1] == 1


def test_signing_up_takes_as_long_for_any_address(maya, hashed):
    spent = {}
    for email in (maya.email, "new@riverside.example"):
        hashed.clear()
        Client().post("/accounts/signup/", {"name": "X", "email": email, "password1": PASSWORD})
        spent[email] = (len(hashed), Letter.objects.filter(recipient=email).count())
    assert set(spent.values()) == {(1, 1)}


def test_passwords_are_kept_as_argon2(maya):
    assert maya.password.startswith("argon2")


@pytest.mark.parametrize("password", ["short", "password12", "1234567890123", "mayalindqvist"])
def test_a_weak_password_is_refused(client, password):
    form = {"name": "Maya Lindqvist", "email": "mayalindqvist@riverside.example", "password1": password}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert not User.objects.exists()


def test_two_accounts_cannot_share_an_address(maya):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        User.objects.create_user("MAYA@riverside.example")


def test_the_demo_door_does_not_exist_outside_the_demo(client):
    assert client.post("/demo/sign-in/", {"email": "admin@riverside.example"}).status_code in {302, 404}
    assert b"demo" not in client.get("/accounts/login/").content.lower()
