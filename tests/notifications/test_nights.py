"""Between 22:00 and 07:00 nothing goes out but account mail and what happens within the hour."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from notifications import delivery, kinds, outbox
from organisations import tenancy
from tests import make, post
from tests.post import messages

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 11, 25, 0, 2, tzinfo=UTC)
KIND = "meeting-reminder"


@pytest.fixture(autouse=True)
def _nights(settings):
    settings.QUIET_HOURS = (time(22), time(7))


@pytest.fixture
def riverside():
    return make.organisation("riverside", time_zone="Europe/London")


@pytest.fixture
def speaks(monkeypatch):
    """Have the kind always say something, about what happens at a time if there is one."""

    def speak(happens_at=None):
        says = kinds.Content("Something", {"lines": ["Something."]}, happens_at=happens_at)
        monkeypatch.setitem(
            kinds._KINDS,
            KIND,
            replace(kinds.get(KIND), compose=lambda message: says, template="community"),
        )

    speak()
    return speak


def tell(person, due_at=MIDNIGHT):
    with tenancy.inside(person.organisation_id):
        outbox.enqueue(person, KIND, about=person, link="/", due_at=due_at)


def round_at(moment):
    """Let beat's round take place; return whom it wrote to."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        for claim in delivery.claim_due():
            delivery.deliver(*claim)
    return [sent.to[0].partition(" <")[0] for sent in mail.outbox]


def morning(hour, minute=0):
    return datetime(2026, 11, 25, hour, minute, tzinfo=UTC)


def test_what_falls_due_in_the_night_goes_out_at_seven_on_each_clock(riverside, speaks):
    people = {
        zone: make.member(riverside, name, time_zone=zone)
        for zone, name in (
            ("", "Own Clock"),
            ("Africa/Nairobi", "Three Hours Ahead"),
            ("America/New_York", "Five Behind"),
        )
    }
    for person in people.values():
        tell(person)
    assert round_at(MIDNIGHT) == ["Five Behind"], "it is seven in the evening there"
    assert round_at(morning(3, 59)) == []
    assert round_at(morning(4)) == ["Three Hours Ahead"]
    assert round_at(morning(6, 59)) == []
    assert round_at(morning(7)) == ["Own Clock"]
    assert round_at(morning(12)) == []


def test_what_happens_within_the_hour_is_told_in_the_night(riverside, speaks):
    maya = make.member(riverside)
    speaks(MIDNIGHT + timedelta(minutes=50))
    tell(maya)
    assert round_at(MIDNIGHT) == ["Maya Lindqvist"]


def test_what_happens_before_the_morning_is_told_an_hour_ahead(riverside, speaks):
    maya = make.member(riverside)
    speaks(morning(6))
    tell(maya)
    assert round_at(MIDNIGHT) == []
    assert round_at(morning(4, 59)) == []
    assert round_at(morning(5)) == ["Maya Lindqvist"]


def test_what_waits_for_the_morning_can_be_called_off_and_told_anew(riverside, speaks):
    maya = make.member(riverside)
    tell(maya)
    assert round_at(MIDNIGHT) == []
    with tenancy.inside(riverside.pk):
        assert outbox.cancel(maya.pk) == 1
    assert round_at(morning(7)) == []
    tell(maya, morning(10))
    assert round_at(morning(10)) == ["Maya Lindqvist"]


def test_a_night_costs_no_attempt_and_keeps_the_message_id(riverside, speaks):
    maya = make.member(riverside)
    tell(maya)
    with time_machine.travel(MIDNIGHT, tick=False):
        [claim] = delivery.claim_due()
        assert not delivery.deliver(*claim)
        assert not delivery.deliver(*claim), "what the broker brings a second time does nothing"
    assert round_at(morning(7)) == ["Maya Lindqvist"]
    [sent] = mail.outbox
    with tenancy.inside(riverside.pk):
        message = messages().get()
    assert (message.state, message.attempts) == ("sent", 1)
    assert sent.extra_headers["Message-ID"].startswith(f"<{message.pk}.{int(MIDNIGHT.timestamp())}@")


def test_account_mail_goes_out_at_any_hour(client):
    make.user("Maya Lindqvist", "maya@example.org")
    with time_machine.travel(MIDNIGHT):
        client.post("/accounts/login/code/", {"email": "maya@example.org"})
        assert len(post.delivered()) == 1


def test_whoever_invites_in_the_night_is_told_when_the_mail_goes_out(client, riverside):
    admin = make.member(riverside, "Greta Holm", admin=True)
    client.force_login(admin.user)
    form = {"name": "Ines Duarte", "email": "ines@riverside.example", "role": "coordinator"}
    with time_machine.travel(MIDNIGHT, tick=False):
        page = client.post("/riverside/people/", form, follow=True).content.decode()
    assert "It is night there: the e-mail goes out at 7 a.m." in page or "goes out at 07:00" in page
    assert round_at(morning(6, 59)) == []
    assert round_at(morning(7)) == ["Ines Duarte"]


def test_the_product_keeps_the_night_unless_told_otherwise():
    from mentoring_platform.environment import Environment

    assert Environment.model_fields["quiet_hours"].default == "22:00-07:00"
