"""Two press at the same moment: one result, and a sentence for who came second."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from organisations import tenancy
from portfolios.actions import assessments as actions
from portfolios.actions import confirmations, frameworks
from portfolios.errors import PortfolioError
from portfolios.models import (
    Assessment,
    AssessmentClosure,
    AssessmentResult,
    Competency,
    Confirmation,
    ConfirmationRequest,
    Credential,
    ItemShare,
    Level,
    RequestClosure,
    SigningKey,
)
from tests.portfolios import confirming

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do things at the same moment in threads of their own; return the refusals."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except PortfolioError as error:
            return str(error)
        finally:
            connections["default"].close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [said for said in pool.map(run, acts) if said]


@pytest.fixture
def competency(pair):
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        row = {"title": "Listens", "area": "", "description": ""}
        frameworks.add(framework=made, competencies=[row], by=pair.ines)
        frameworks.open_for_all(framework=made, by=pair.ines)
        return Competency.objects.select_related("framework").get(framework=made)


def ask(pair, competency, evidence):
    with pair.inside(pair.maya):
        return actions.ask(
            place=pair.place_of(pair.tomas),
            competency=competency,
            evidence=[evidence],
            words="",
            manages=False,
            by=pair.maya,
        )


def test_judging_and_taking_back_at_once_come_to_one_end(pair, competency):
    asked = ask(pair, competency, pair.evidence())
    with pair.inside(pair.tomas):
        actions.begin(assessment=asked, manages=False, by=pair.tomas)
        level = Level.objects.first()

    def judge():
        with pair.inside(pair.tomas):
            actions.judge(assessment=asked, level=level, how="read", feedback="Seen", by=pair.tomas)

    def take_back():
        with pair.inside(pair.maya):
            actions.take_back(assessment=asked, by=pair.maya)

    assert at_once(judge, take_back, judge, take_back) == ["This assessment is over."] * 3
    with pair.inside(pair.maya):
        assert AssessmentResult.objects.count() + AssessmentClosure.objects.count() == 1


def test_asking_twice_at_once_asks_once(pair, competency):
    evidence = pair.evidence()
    said = at_once(*[lambda: ask(pair, competency, evidence)] * 3)
    assert len(said) == 2
    with pair.inside(pair.maya):
        assert Assessment.objects.count() == ItemShare.objects.count() == 1


def test_confirming_declining_and_taking_back_at_once_come_to_one_end(pair):
    asked = confirming.ask(pair, pair.evidence())

    def decline():
        with pair.inside(pair.ines):
            confirmations.decline(request=asked, why="No", by=pair.ines)

    def take_back():
        with pair.inside(pair.maya):
            confirmations.take_back(request=asked, by=pair.maya)

    def confirm():
        confirming.confirm(pair, asked)

    assert at_once(confirm, take_back, decline, confirm) == ["This request is over."] * 3
    with pair.inside(pair.maya):
        assert Confirmation.objects.count() + RequestClosure.objects.count() == 1
        assert Credential.objects.count() == Confirmation.objects.count()


def test_the_first_credentials_of_an_organisation_are_signed_by_one_key(pair):
    asked = [confirming.ask(pair, pair.evidence(f"Piece {number}")) for number in range(3)]
    assert at_once(*[partial(confirming.confirm, pair, each) for each in asked]) == []
    with pair.inside(pair.maya):
        signed = {held.jwt.split(".")[0] for held in Credential.objects.all()}
    assert len(signed) == 1
    with tenancy.inside(pair.organisation.pk):
        assert SigningKey.objects.count() == 1


def test_asking_for_a_confirmation_twice_at_once_asks_once(pair):
    evidence = pair.evidence()
    assert len(at_once(*[lambda: confirming.ask(pair, evidence)] * 3)) == 2
    with pair.inside(pair.maya):
        assert ConfirmationRequest.objects.count() == 1
