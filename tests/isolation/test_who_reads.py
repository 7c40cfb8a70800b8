"""As the runtime role, in plain SQL: what a colleague reads of others' mails, proposals and partnerships."""

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.utils import timezone

from notifications import outbox
from organisations import tenancy
from partnerships.models import ReviewAnswered, Signature, StageReview, Transition
from programmes.models import Proposal, ProposalAnswer
from tests import make
from tests.post import messages
from tests.worlds import kept

pytestmark = pytest.mark.django_db

TABLES = {
    "partnerships_signature": 1,
    "partnerships_transition": 1,
    "partnerships_reviewanswered": 1,
    "programmes_proposal": 1,
    "programmes_proposalanswer": 1,
}


class World:
    """A pair that signed and reviews its stage; Noor, who said no to the same mentor; Mallory, enrolled beside them."""

    def __init__(self) -> None:
        self.riverside = make.organisation("riverside")
        names = {
            "tomas": "Tomás Berg",
            "maya": "Maya Lindqvist",
            "noor": "Noor Haddad",
            "mallory": "Mallory Moss",
        }
        self.people = {key: make.member(self.riverside, name) for key, name in names.items()}
        for key, name in (("ines", "Ines Duarte"), ("samuel", "Samuel Osei")):
            self.people[key] = make.member(self.riverside, name, coordinator=True)
        ines, tomas, maya, noor = (self.people[key] for key in ("ines", "tomas", "maya", "noor"))
        make.programme(self.people["samuel"], name="Another programme")
        cohort = make.cohort(make.programme(ines))
        pair = self.partnership = make.partnership(cohort, mentor=tomas, mentee=maya)
        make.enrolment(cohort, self.people["mallory"], "mentee", state="accepted")
        mentee = make.enrolment(cohort, noor, "mentee", state="accepted")
        mentor = cohort.enrolments.model.objects
        here = {"organisation_id": self.riverside.pk}
        with tenancy.inside(self.riverside.pk):
            mentor = mentor.get(member=tomas)
            Transition.objects.create(**here, partnership=pair, to_stage="initiation", reason="began")
        with tenancy.inside(self.riverside.pk, ines.pk):
            proposal = Proposal.objects.create(**here, cohort=cohort, mentor=mentor, mentee=mentee, by=ines)
        with tenancy.inside(self.riverside.pk, noor.pk):
            ProposalAnswer.objects.create(**here, proposal=proposal, member=noor, accepts=False)
        with tenancy.inside(self.riverside.pk, maya.pk):
            Signature.objects.create(**here, partnership=pair, member=maya, version=1)
            review = StageReview.objects.create(**here, partnership=pair, stage="initiation", opened_by=maya)
            ReviewAnswered.objects.create(**here, review=review, member=maya)
            outbox.enqueue_all([tomas, noor], "agreement-signed", about=pair, link="/")

    def execute(self, who: str, statement: str) -> int:
        """Run a statement as somebody; return how many rows it read or changed."""
        with tenancy.inside(self.riverside.pk, self.people[who].pk), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)


_once, world = kept("world", World)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["mallory", "samuel"])
def test_a_colleague_reads_nothing_of_who_agreed_moved_on_or_said_no(world, who, table):
    assert world.execute(who, f"SELECT 1 FROM {table}") == 0  # our own names


@pytest.mark.parametrize("table", TABLES)
def test_who_coordinates_reads_that_it_happened(world, table):
    assert world.execute("ines", f"SELECT 1 FROM {table}") == TABLES[table]  # our own names


@pytest.mark.parametrize(
    ("who", "table"), [("maya", "partnerships_signature"), ("noor", "programmes_proposalanswer")]
)
def test_those_concerned_read_their_own(world, who, table):
    assert world.execute(who, f"SELECT 1 FROM {table}") == 1  # our own names


@pytest.mark.parametrize(
    ("who", "theirs"), [("mallory", 0), ("ines", 0), ("maya", 0), ("noor", 1), ("tomas", 1)]
)
def test_a_member_reads_what_they_are_told_and_changes_nothing(world, who, theirs):
    assert world.execute(who, "SELECT 1 FROM notifications_message") == theirs
    assert world.execute(who, "UPDATE notifications_message SET state = 'cancelled'") == 0
    assert world.execute(who, "DELETE FROM notifications_message") == 0
    with tenancy.inside(world.riverside.pk):
        assert messages().filter(state="waiting").count() == 2


def test_a_member_has_nobody_else_told(world):
    row = (
        "INSERT INTO notifications_message (organisation_id, recipient_id, kind, subject_id, link, key, due_at, state, "
        f"attempts) VALUES ('{world.riverside.pk}', '{world.people['noor'].pk}', 'invitation', "
        f"'{world.partnership.pk}', '/', 'of my own', now(), 'waiting', 0)"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        world.execute("mallory", row)


def test_nobody_at_work_in_an_organisation_claims_what_is_due(world):
    claim = f"SELECT * FROM notifications_claim('{timezone.now()}', 10, interval '1 hour')"
    assert world.execute("mallory", claim) == 0
    with tenancy.inside(world.riverside.pk), connection.cursor() as cursor:
        cursor.execute(claim)
        assert cursor.rowcount == 0
    with tenancy.outside(), connection.cursor() as cursor:
        cursor.execute(claim)
        assert cursor.rowcount == 2


def test_without_a_member_is_over_with_its_block(world):
    maya = world.people["maya"]
    with tenancy.inside(world.riverside.pk, maya.pk):
        with pytest.raises(ValueError, match="in the middle"), tenancy.without_member():
            raise ValueError("in the middle")
        with pytest.raises(DataError), transaction.atomic(), tenancy.without_member():
            connection.cursor().execute("SELECT 1 / 0")
        with pytest.raises(DataError), tenancy.without_member(), transaction.atomic():
            connection.cursor().execute("SELECT 1 / 0")
        with tenancy.without_member():
            pass
        assert Signature.objects.count() == 1
        assert world.execute("maya", "SELECT 1 FROM notifications_message") == 0
