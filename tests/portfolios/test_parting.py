"""An assessment that is open when the partnership ends, ends with it, whoever ended it, and both are told."""

import pytest
from django.db import DatabaseError, transaction

from organisations.models import AuditEntry
from partnerships import actions as partnerships
from portfolios import mails
from portfolios.actions import assessments as actions
from portfolios.errors import PortfolioError
from portfolios.models import Assessment, AssessmentClosure
from tests import make
from tests.portfolios.test_assessments import page
from tests.post import messages


def waiting(pair, person, kind):
    with pair.inside(person):
        return list(messages().filter(recipient=person, kind=kind, state="waiting"))


@pytest.mark.parametrize("who", ["maya", "tomas", "ines"])
def test_it_ends_with_the_partnership_and_both_are_told_whoever_ended_it(pair, ask, who):
    asked, by = ask(), getattr(pair, who)
    with pair.inside(by):
        partnerships.end_early(partnership=pair.partnership, by=by)
    with pair.inside(pair.maya):
        ended = Assessment.objects.with_state().get()
        assert (ended.closure.kind, ended.closure.why, ended.is_unread) == ("parted", "", True)
        assert not Assessment.objects.under_way().exists()
    with pair.inside(by):
        assert AuditEntry.objects.get(action="assessment.ended").by_id == by.pk
    assert not waiting(pair, pair.tomas, mails.ASKED)
    assert "An assessment to read" in pair.client(pair.maya).get("/riverside/").text
    for person, subject in (
        (pair.maya, "The assessment you asked Tomás Okafor for has ended"),
        (pair.tomas, "The assessment that Maya Lindqvist asked you for has ended"),
    ):
        (message,) = waiting(pair, person, mails.PARTED)
        with pair.inside(person):
            assert mails._parted(message).subject == subject
    assert "You can ask another mentor" in page(pair, pair.maya, f"{asked.pk}/")
    seen = page(pair, pair.tomas, f"{asked.pk}/")
    assert "There is nothing to do" in seen
    assert "Led the new laboratory" not in seen
    assert "An assessment to read" not in pair.client(pair.maya).get("/riverside/").text


def test_the_owner_can_ask_another_mentor_for_the_same(pair, ask):
    evidence = pair.evidence()
    ask(evidence)
    with pair.inside(pair.maya):
        partnerships.end_early(partnership=pair.partnership, by=pair.maya)
    wei = make.member(pair.organisation, "Wei Chen")
    pair.partnership = make.partnership(pair.partnership.cohort, mentor=wei, mentee=pair.maya)
    assert ask(evidence, person=wei).is_open


def test_those_who_go_on_informally_go_on_with_it_and_what_is_judged_stays(pair, ask, judge):
    judged = ask(pair.evidence("Before"))
    judge(judged)
    still = ask(pair.evidence("Now"))
    with pair.inside(pair.tomas):
        actions.begin(assessment=still, manages=False, by=pair.tomas)
    with pair.inside(pair.maya):
        partnership = pair.partnership
        partnership.stage = "redefinition"
        partnership.save(update_fields=["stage"])
        partnerships.conclude(partnership=partnership, kind="continued", by=pair.maya)
        assert Assessment.objects.get(pk=still.pk).settled_at is None
        assert not AssessmentClosure.objects.exists()
    assert not waiting(pair, pair.tomas, mails.PARTED)
    assert "Give your assessment" in page(pair, pair.tomas, f"{still.pk}/")
    assert "Plain to see" in page(pair, pair.maya, f"{judged.pk}/")


def test_it_cannot_be_said_to_have_parted_while_the_two_work_together_nor_judged_after(pair, ask):
    asked = ask()
    row = {"organisation_id": pair.organisation.pk, "assessment": asked, "kind": "parted"}
    with pair.inside(pair.tomas), pytest.raises(DatabaseError), transaction.atomic():
        AssessmentClosure.objects.create(**row)
    with pair.inside(pair.maya):
        partnerships.end_early(partnership=pair.partnership, by=pair.maya)
    with pair.inside(pair.tomas), pytest.raises(PortfolioError, match="over"):
        actions.begin(assessment=asked, manages=False, by=pair.tomas)
