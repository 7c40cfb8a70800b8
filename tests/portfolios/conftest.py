"""Maya, her mentor Tomás, and Ines who coordinates; what Maya has in her portfolio is made as she would make it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations import tenancy
from organisations.models import Member, Organisation
from partnerships.models import Party
from portfolios.actions import pieces, sharing
from portfolios.models import DiaryEntry, Evidence, Share
from tests import make


@dataclass
class Pair:
    organisation: Organisation
    ines: Member
    tomas: Member
    maya: Member
    partnership: Any

    def inside(self, person: Member) -> Any:
        return tenancy.inside(self.organisation.pk, person.pk)

    def client(self, person: Member) -> Client:
        client = Client()
        client.force_login(person.user)
        return client

    def evidence(self, title: str = "Led the new laboratory", **fields: Any) -> Evidence:
        with self.inside(self.maya):
            given = {"kind": "achievement", "title": title, "began_on": timezone.localdate(), **fields}
            return pieces.add_evidence(by=self.maya, **given)

    def entry(self, text: str = "The seminar went better than I feared.") -> DiaryEntry:
        with self.inside(self.maya):
            return pieces.write_entry(by=self.maya, on=timezone.localdate(), text=text)

    def place_of(self, person: Member) -> Party:
        return Party.objects.select_related("member").get(partnership=self.partnership, member=person)

    def share(self, piece: Any) -> Share:
        with self.inside(self.maya):
            return sharing.share(piece=piece, place=self.place_of(self.tomas), by=self.maya)


@pytest.fixture
def pair(db: Any) -> Pair:
    organisation = make.organisation()
    ines = make.member(organisation, "Ines Duarte", coordinator=True)
    tomas, maya = (make.member(organisation, name) for name in ("Tomás Okafor", "Maya Lindqvist"))
    partnership = make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    return Pair(organisation, ines, tomas, maya, partnership)


@pytest.fixture
def scan() -> Any:
    """Make a small picture as a form takes it."""
    from files.taking import take
    from tests.files import builders

    return lambda name="scan.png": take(builders.upload(builders.picture(), name))
