"""Mails about accounts: they leave after the request, survive an outage, and leave nothing behind."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from accounts import account_mails
from accounts.models import Letter
from tests import make, post
from tests.conftest import superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya():
    return make.user("Maya Lindqvist", "maya@riverside.example")


def ask_for_a_code(client, email="maya@riverside.example"):
    return client.post("/accounts/login/code/", {"email": email})


def test_a_code_is_written_in_the_request_and_sent_after_it(client, maya):
    assert ask_for_a_code(client).status_code == 302
    assert mail.outbox == []
    [sent] = post.delivered()
    assert sent.to == [maya.email]
    assert sent.alternatives
    assert not Letter.objects.exists(), "nothing that carries a code is kept"
    assert len(post.delivered()) == 1


def test_a_mail_server_that_is_out_costs_nobody_anything(client, maya, monkeypatch):
    ids = []

    def refuse(self, messages):
        ids.extend(message.extra_headers["Message-ID"] for message in messages)
        raise ConnectionRefusedError

    with monkeypatch.context() as out:
        out.setattr(EmailBackend, "send_messages", refuse)
        assert ask_for_a_code(client).status_code == 302
        assert post.delivered() == []
        assert post.delivered() == [], "not again at once"
        assert len(ids) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        [sent] = post.delivered()
    assert sent.extra_headers["Message-ID"] == ids[0]


def test_a_letter_that_is_refused_holds_up_nobody(monkeypatch):
    send = EmailBackend.send_messages

    def refuse_one(self, messages):
        if messages[0].to == ["gone@riverside.example"]:
            raise SMTPRecipientsRefused({"gone@riverside.example": (550, b"no such mailbox")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    for name in ("gone", "maya"):
        account_mails.enqueue(mail.EmailMessage("Subject", "Text", to=[f"{name}@riverside.example"]))
    assert account_mails.send_due() == 1
    assert [each.recipient for each in Letter.objects.all()] == ["gone@riverside.example"]


def test_a_letter_that_could_not_be_sent_in_time_is_dropped(client, maya):
    ask_for_a_code(client)
    with time_machine.travel(timezone.now() + account_mails.LASTS + timedelta(seconds=5)):
        assert post.delivered() == []
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_in_somebodys_hands_is_not_taken_by_another(client, maya):
    ask_for_a_code(client)
    with superuser(connection.settings_dict["NAME"]) as other, other.transaction():
        other.execute("SELECT 1 FROM accounts_letter FOR UPDATE")
        assert account_mails.send_due() == 0
    assert account_mails.send_due() == 1


def test_a_mail_of_a_change_that_is_undone_was_never_there():
    message = mail.EmailMessage("Subject", "Text", to=["maya@riverside.example"])
    with pytest.raises(RuntimeError), transaction.atomic():
        account_mails.enqueue(message)
        raise RuntimeError
    assert post.delivered() == []
