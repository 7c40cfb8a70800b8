"""What an invitation says: organisation, programme, role, dates, the time it takes, and who coordinates it."""

from datetime import date

import pytest
from django.core import mail

from notifications import delivery
from organisations import actions, tenancy
from organisations.models import Appointment
from programmes.models import Enrolment
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    riverside = make.organisation("riverside", name="University of Riverside")
    ines = make.member(riverside, "Ines Duarte", admin=True, coordinator=True)
    programme = make.programme(ines, "Teaching practice")
    made = make.cohort(programme, starts_on=date(2031, 9, 1))
    made.organisation, made.created_by = riverside, ines
    return made


def invite(member, by):
    with tenancy.inside(member.organisation_id, by.pk):
        actions.invite(member=member, by=by)
    mail.outbox.clear()
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    [sent] = mail.outbox
    return sent


def everything(sent):
    """What the mail says, as text and as HTML; both have to say all of it."""
    return [" ".join(words.split()) for words in (sent.body, str(sent.alternatives[0].content))]


def test_an_invitation_says_to_what_as_what_when_and_who_coordinates(cohort):
    maya = make.member(cohort.organisation, "Maya Lindqvist", joined=False)
    make.enrolment(cohort, maya, "mentee")
    sent = invite(maya, cohort.created_by)
    assert sent.subject == "You are invited to Teaching practice at University of Riverside"
    for words in everything(sent):
        assert "Ines Duarte invites you to take part in mentoring at University of Riverside." in words
        assert "Teaching practice" in words
        assert "As: Mentee" in words
        assert "When: Mon 1 Sep 2031 – Mon 7 Jun 2032" in words
        assert "Time it takes: about 20 meetings, one every 2 weeks" in words
        assert "Coordinated by: Ines Duarte" in words
        assert "do not pass it on" in words


def test_places_that_are_gone_are_not_named(cohort):
    maya = make.member(cohort.organisation, "Maya Lindqvist", joined=False)
    make.enrolment(cohort, maya, "mentee", state=Enrolment.State.WITHDRAWN)
    sent = invite(maya, cohort.created_by)
    assert sent.subject == "You are invited to mentoring at University of Riverside"
    assert not any("Teaching practice" in words for words in everything(sent))


def test_whoever_is_to_run_programmes_reads_so(cohort):
    samuel = make.member(cohort.organisation, "Samuel Mensah", joined=False)
    with tenancy.inside(cohort.organisation_id, cohort.created_by_id):
        actions.appoint(member=samuel, role=Appointment.Role.COORDINATOR, by=cohort.created_by)
    for words in everything(invite(samuel, cohort.created_by)):
        assert "As: Programme coordinator" in words
