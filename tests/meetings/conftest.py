"""Two pairs in one organisation, their coordinator, and what each of them may do."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting
from organisations.models import Member
from tests import make
from tests.worlds import kept


@dataclass
class People:
    """Maya (London) and Tomás (Nairobi) meet; Ines coordinates; Jonas is somebody else in the organisation."""

    maya: Member
    tomas: Member
    ines: Member
    jonas: Member


def make_people() -> People:
    riverside = make.organisation("riverside")
    return People(
        maya=make.member(riverside, "Maya Lindqvist"),
        tomas=make.member(riverside, "Tomás Okafor", time_zone="Africa/Nairobi"),
        ines=make.member(riverside, "Ines Duarte", coordinator=True),
        jonas=make.member(riverside, "Jonas Aydin"),
    )


_once_people, people = kept("people", make_people)


@pytest.fixture
def propose(inside: Any) -> Any:
    """Have the first of some members propose a meeting with the others, in three days unless said otherwise."""

    def arrange(*attendees: Member, starts_in: timedelta = timedelta(days=3), **wanted: Any) -> Meeting:
        starts_at = (timezone.now() + starts_in).replace(second=0, microsecond=0)
        arrangement = {"starts_at": starts_at, "minutes": 60, "zone": "Europe/London", **wanted}
        with inside(attendees[0]):
            return actions.schedule(by=attendees[0], attendees=attendees, **arrangement)

    return arrange


@pytest.fixture
def sign_in() -> Any:
    """Return a browser in which a member is signed in."""

    def enter(member: Member) -> Client:
        client = Client()
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def utc(text: str) -> datetime:
    """Read ``2026-11-24 14:00`` as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
