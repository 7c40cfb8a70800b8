"""As the runtime role, in plain SQL: what people answered, refused and were matched by, as each person reads it."""

import pytest
from django.db import DatabaseError, connection, transaction

from programmes import actions
from programmes.models import EnrolmentAnswer
from tests import make
from tests.programmes import people

pytestmark = pytest.mark.django_db

CONFIDENTIAL = {
    "answers": "SELECT count(*) FROM programmes_enrolmentanswer",
    "runs": "SELECT count(*) FROM programmes_matchingrun",
    "pairs": "SELECT count(*) FROM programmes_runpair",
    "decisions": "SELECT count(*) FROM programmes_pairdecision",
    "refusals": "SELECT count(*) FROM programmes_refusal",
    "lists": "SELECT count(*) FROM programmes_import",
}


def reads(where, member):
    """What one person reads when nothing but the database stands in the way; "all" where they read all of it."""
    found = {}
    with where.inside(member), connection.cursor() as cursor:
        for name, statement in CONFIDENTIAL.items():
            cursor.execute(statement)
            found[name] = cursor.fetchone()[0]
    return found


@pytest.fixture
def world():
    """A pair that was proposed and declined, another that is open, a run, a pin, and a list on its way in."""
    where = people.place()
    tomas = where.person(
        "Tomas O", "mentor", grade="Manager", department="A", biography="Mine", characteristics=["x"]
    )
    maya = where.person("Maya L", "mentee", grade="Officer", department="B", characteristics=["y"])
    lea = where.person("Lea K", "mentee", grade="Officer", department="B", characteristics=["z"])
    with where.inside():
        actions.decide_pair(mentor=tomas, mentee=maya, decision="pinned", by=where.ines)
        actions.run_matching(cohort=where.cohort, by=where.ines)
        declined = actions.propose_pair(mentor=tomas, mentee=lea, by=where.ines)
    with where.inside(lea.member):
        actions.decline_proposal(proposal=declined, reason="A reason", by=lea.member)
    with where.inside():
        actions.propose_pair(mentor=tomas, mentee=maya, by=where.ines)
    people.started(where, "name,email\nAda,ada@example.org\n")
    return where, tomas, maya, lea


def test_the_coordinator_reads_all_of_it(world):
    where, *_others = world
    assert reads(where, where.ines) == {
        "answers": 10, "runs": 1, "pairs": 1, "decisions": 1, "refusals": 1, "lists": 1
    }  # fmt: skip


def test_an_admin_and_another_coordinator_read_nothing(world):
    where, *_others = world
    admin = make.member(where.organisation, "Ada Admin", admin=True, coordinator=True)
    other = make.member(where.organisation, "Otto Other", coordinator=True)
    with where.inside(other):
        actions.create_programme(name="Another", template="blank", by=other)
    for member in (admin, other):
        assert set(reads(where, member).values()) == {0}


def test_a_second_coordinator_reads_all_but_the_list(world):
    where, *_others = world
    second = make.member(where.organisation, "Sue Second")
    with where.inside():
        where.programme.coordinations.create(organisation=where.organisation, member=second, by=where.ines)
    assert reads(where, second) == {
        "answers": 10, "runs": 1, "pairs": 1, "decisions": 1, "refusals": 1, "lists": 0
    }  # fmt: skip


def test_the_two_of_an_open_proposal_read_what_is_shown_and_their_own(world):
    where, tomas, maya, _lea = world
    # Her own three and of his four those that are shown: grade, department, biography; the other way round likewise.
    assert reads(where, maya.member)["answers"] == 3 + 3
    assert reads(where, tomas.member)["answers"] == 4 + 2
    assert reads(where, maya.member)["refusals"] == 0
    assert reads(where, tomas.member)["refusals"] == 0
    for name in ("runs", "pairs", "decisions", "lists"):
        assert reads(where, maya.member)[name] == 0


def test_after_a_no_each_reads_only_their_own(world):
    where, _tomas, _maya, lea = world
    assert reads(where, lea.member) == {
        "answers": 3, "runs": 0, "pairs": 0, "decisions": 0, "refusals": 1, "lists": 0
    }  # fmt: skip


def test_the_two_of_an_open_proposal_write_their_own_answers_alone(world):
    where, tomas, maya, _lea = world
    for writer, own, other in ((maya, maya, tomas), (tomas, tomas, maya), (where.ines, maya, tomas)):
        with where.inside(getattr(writer, "member", writer)):
            touched = {
                enrolment.pk: EnrolmentAnswer.objects.filter(enrolment=enrolment).update(value="changed")
                for enrolment in (own, other)
            }
            assert touched[own.pk]
            assert bool(touched[other.pk]) is (writer is where.ines)
    with where.inside(maya.member):
        assert EnrolmentAnswer.objects.filter(enrolment=tomas).delete()[0] == 0
        shown = EnrolmentAnswer.objects.filter(enrolment=maya).first()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            EnrolmentAnswer.objects.create(
                organisation=where.organisation, enrolment=tomas, question=shown.question, value="x"
            )


def test_the_organisation_itself_reads_nothing(world):
    where, *_others = world
    from organisations import tenancy

    with tenancy.inside(where.organisation.pk), connection.cursor() as cursor:
        for statement in CONFIDENTIAL.values():
            cursor.execute(statement)
            assert cursor.fetchone()[0] == 0
