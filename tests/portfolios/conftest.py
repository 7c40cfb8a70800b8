"""Maya, her mentor Tomás, and Ines who coordinates; what Maya has in her portfolio is made as she would make it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations import tenancy
from organisations.models import Member, Organisation
from partnerships.models import Party
from portfolios.actions import assessments, frameworks, items, shares
from portfolios.models import Competency, DiaryEntry, Evidence, Framework, ItemShare, Level
from tests import make
from tests.worlds import kept


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
            return items.add_evidence(by=self.maya, **given)

    def entry(self, text: str = "The seminar went better than I feared.") -> DiaryEntry:
        with self.inside(self.maya):
            return items.write_entry(by=self.maya, on=timezone.localdate(), text=text)

    def place_of(self, person: Member) -> Party:
        return Party.objects.select_related("member").get(partnership=self.partnership, member=person)

    def share(self, item: Any) -> ItemShare:
        with self.inside(self.maya):
            return shares.share(item=item, place=self.place_of(self.tomas), by=self.maya)


def make_pair() -> Pair:
    organisation = make.organisation()
    ines = make.member(organisation, "Ines Duarte", coordinator=True)
    tomas, maya = (make.member(organisation, name) for name in ("Tomás Okafor", "Maya Lindqvist"))
    partnership = make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    return Pair(organisation, ines, tomas, maya, partnership)


_once_pair, pair = kept("pair", make_pair)


@pytest.fixture
def scan() -> Any:
    """Make a small picture as a form takes it."""
    from files.upload_validation import validate
    from tests.files import builders

    return lambda name="scan.png": validate(builders.upload(builders.picture(), name))


@pytest.fixture
def opened(pair: Pair) -> Framework:
    """A framework in use with one competency and the usual levels."""
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        row = {"title": "Gives feedback", "area": "", "description": ""}
        frameworks.add(framework=made, competencies=[row], by=pair.ines)
        frameworks.open_for_all(framework=made, by=pair.ines)
        return Framework.objects.get(pk=made.pk)


@pytest.fixture
def ask(pair: Pair, opened: Framework) -> Any:
    """Ask as Maya would, Tomás unless told otherwise."""

    def asking(*evidence: Evidence, person: Member = pair.tomas, **fields: Any) -> Any:
        shown = list(evidence) or [pair.evidence()]
        with pair.inside(pair.maya):
            competency = Competency.objects.select_related("framework").get(framework=opened)
            given = {"words": "", "manages": False, "competency": competency, "evidence": shown, **fields}
            return assessments.ask(place=pair.place_of(person), by=pair.maya, **given)

    return asking


@pytest.fixture
def judge(pair: Pair) -> Any:
    def judging(assessment: Any, name: str = "Fully", by: Member = pair.tomas) -> Any:
        with pair.inside(by):
            assessments.begin(assessment=assessment, manages=False, by=by)
            level = Level.objects.get(framework=assessment.competency.framework, name=name)
            return assessments.judge(
                assessment=assessment, level=level, how="read", feedback="Plain to see.", by=by
            )

    return judging
