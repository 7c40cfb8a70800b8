"""As the runtime role, in plain SQL: no member makes more of themself, or less of others, than the pages let them.

Each statement is what a mistake in a query, or somebody who can have one run, would try inside their own organisation.
"""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from organisations import actions as organisations
from organisations import tenancy
from programmes.models import Enrolment
from tests import make
from tests.worlds import kept

pytestmark = pytest.mark.django_db


class World:
    """A coordinator's programme with one pair and their meeting; and Mallory, who is enrolled like the others."""

    def __init__(self) -> None:
        self.riverside = make.organisation("riverside")
        self.ines = make.member(self.riverside, "Ines Duarte", coordinator=True, admin=True)
        self.tomas = make.member(self.riverside, "Tomas Berg")
        self.maya = make.member(self.riverside, "Maya Lindqvist")
        self.mallory = make.member(self.riverside, "Mallory Moss")
        self.invited = make.member(self.riverside, "Noor Haddad", joined=False)
        self.asked = make.member(self.riverside, "Sami Koskinen", joined=False)
        self.other = make.user("Another Account")
        self.programme = make.programme(by=self.ines)
        self.cohort = make.cohort(self.programme)
        self.partnership = make.partnership(self.cohort, mentor=self.tomas, mentee=self.maya)
        self.place = make.enrolment(self.cohort, self.mallory, "mentee", state="accepted")
        with tenancy.inside(self.riverside.pk):
            self.mentor = Enrolment.objects.get(member=self.tomas)
            self.mentee = Enrolment.objects.get(member=self.maya)
            organisations.invite(member=self.asked, by=self.ines)
        self.meeting = make.meeting([self.tomas, self.maya])

    def names(self) -> dict[str, object]:
        return {
            "organisation": self.riverside.pk,
            "me": self.mallory.pk,
            "tomas": self.tomas.pk,
            "maya": self.maya.pk,
            "ines": self.ines.pk,
            "invited": self.invited.pk,
            "account": self.other.pk,
            "programme": self.programme.pk,
            "cohort": self.cohort.pk,
            "partnership": self.partnership.pk,
            "place": self.place.pk,
            "mentor": self.mentor.pk,
            "mentee": self.mentee.pk,
            "meeting": self.meeting.pk,
            "now": timezone.now(),
        }


_once, world = kept("world", World)

REFUSED = {
    "makes themself coordinator": "INSERT INTO organisations_appointment (organisation_id, member_id, role, by_id, at) "
    "VALUES (%(organisation)s, %(me)s, 'coordinator', %(ines)s, %(now)s)",
    "makes themself admin": "INSERT INTO organisations_appointment (organisation_id, member_id, role, by_id, at) "
    "VALUES (%(organisation)s, %(me)s, 'admin', %(me)s, %(now)s)",
    "runs a programme": "INSERT INTO programmes_coordination (organisation_id, programme_id, member_id, by_id, at) "
    "VALUES (%(organisation)s, %(programme)s, %(me)s, %(me)s, %(now)s)",
    "takes over a membership": "UPDATE organisations_member SET user_id = %(account)s WHERE id = %(maya)s",
    "takes over one that waits": "UPDATE organisations_member SET user_id = %(account)s WHERE id = %(invited)s",
    "has an invitation go elsewhere": "UPDATE organisations_member SET email = 'm@example.org' WHERE id = %(invited)s",
    "has another's mail go elsewhere": "UPDATE organisations_member SET email = 'm@example.org' WHERE id = %(maya)s",
    "comes into a partnership": "INSERT INTO partnerships_party (organisation_id, partnership_id, member_id, "
    "enrolment_id, role) VALUES (%(organisation)s, %(partnership)s, %(me)s, %(place)s, 'mentee')",
    "signs what others agree": "INSERT INTO partnerships_signature (organisation_id, partnership_id, member_id, "
    "version, at) VALUES (%(organisation)s, %(partnership)s, %(me)s, 1, %(now)s)",
    "ends another's partnership": "INSERT INTO partnerships_conclusion (organisation_id, partnership_id, kind, "
    "by_id, at) VALUES (%(organisation)s, %(partnership)s, 'early', %(me)s, %(now)s)",
    "proposes themself": "INSERT INTO programmes_proposal (organisation_id, cohort_id, mentor_id, mentee_id, by_id, "
    "at, outcome) VALUES (%(organisation)s, %(cohort)s, %(mentor)s, %(place)s, %(me)s, %(now)s, '')",
    "takes another's place away": "UPDATE programmes_enrolment SET state = 'withdrawn' WHERE id = %(mentee)s",
    "takes more than they are given": "UPDATE programmes_enrolment SET capacity = 9 WHERE id = %(mentor)s",
    "enrols themself": "INSERT INTO programmes_enrolment (organisation_id, cohort_id, member_id, role, state, "
    "capacity, created_at) VALUES (%(organisation)s, %(cohort)s, %(me)s, 'mentor', 'accepted', 1, %(now)s)",
    "becomes a mentor of themself": "UPDATE programmes_enrolment SET role = 'mentor' WHERE id = %(place)s",
    "makes a mentor a mentee": "UPDATE programmes_enrolment SET role = 'mentee' WHERE id = %(mentor)s",
    "writes another's history": "INSERT INTO programmes_enrolmentchange (organisation_id, enrolment_id, was, became, "
    "by_id, at) VALUES (%(organisation)s, %(mentor)s, 'active', 'withdrawn', %(me)s, %(now)s)",
    "invites people": "INSERT INTO organisations_invitation (organisation_id, member_id, by_id, sent_at, expires_at, "
    "times) VALUES (%(organisation)s, %(invited)s, %(me)s, %(now)s, %(now)s, 1)",
    "renames the organisation": "UPDATE organisations_organisation SET name = 'Mine' WHERE id = %(organisation)s",
    "moves the organisation": "UPDATE organisations_organisation SET slug = 'mine' WHERE id = %(organisation)s",
    "moves others' meeting": "UPDATE meetings_meeting SET starts_at = starts_at + interval '1 hour', "
    "ends_at = ends_at + interval '1 hour' WHERE id = %(meeting)s",
    "answers for another": "UPDATE meetings_attendance SET response = 'no' WHERE member_id = %(maya)s",
    "notes another as absent": "UPDATE meetings_attendance SET presence = 'missed', presence_at = now() "
    "WHERE member_id = %(maya)s",
    "sets a partnership back": "UPDATE partnerships_partnership SET stage = 'redefinition'",
}
WITHOUT_EFFECT = {
    "dismisses the admin": "DELETE FROM organisations_appointment",
    "relieves the coordinator": "DELETE FROM programmes_coordination",
    "renames a programme": "UPDATE programmes_programme SET name = 'Mine'",
    "rewrites the guide": "UPDATE programmes_practice SET text = 'Mine'",
    "takes another's place": "DELETE FROM programmes_enrolment WHERE id <> %(place)s",
    "takes others off a meeting": "DELETE FROM meetings_attendance",
    "removes a meeting": "DELETE FROM meetings_meeting",
    "removes the organisation": "DELETE FROM organisations_organisation WHERE id = %(organisation)s",
    "takes an invitation back": "UPDATE organisations_invitation SET expires_at = %(now)s",
    "removes a member": "DELETE FROM organisations_member WHERE id = %(invited)s",
    "takes others out of a partnership": "DELETE FROM partnerships_party",
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_member_is_refused_who(attempt, world):
    names = world.names()
    with (
        tenancy.inside(names["organisation"], names["me"]),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match=r"row-level security|not for this member"),
        transaction.atomic(),
    ):
        cursor.execute(REFUSED[attempt], names)


@pytest.mark.parametrize("attempt", WITHOUT_EFFECT)
def test_a_member_changes_nothing_who(attempt, world):
    names = world.names()
    with tenancy.inside(names["organisation"], names["me"]), connection.cursor() as cursor:
        cursor.execute(WITHOUT_EFFECT[attempt], names)
        assert cursor.rowcount == 0


@pytest.mark.parametrize("attempt", [*REFUSED, *WITHOUT_EFFECT])
def test_the_organisation_itself_can_do_what_a_member_cannot(attempt, world):
    """Each of the statements above is one that would work: nothing but the wall stands in its way."""
    names = world.names()
    statement = (REFUSED | WITHOUT_EFFECT)[attempt]
    if "partnerships_signature" in statement or statement.startswith("DELETE FROM"):
        pytest.skip("a signature is a person's; and what hangs on a row keeps it")
    with tenancy.inside(names["organisation"]), connection.cursor() as cursor:
        cursor.execute(statement, names)
        assert cursor.rowcount > 0


def test_a_yes_of_one_begins_no_partnership(world):
    """The wall asks for the answers of both, whatever the proposal's own row says."""
    names = world.names() | {"proposal": uuid4(), "new": uuid4()}
    with tenancy.inside(world.riverside.pk), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programmes_proposal (id, organisation_id, cohort_id, mentor_id, mentee_id, by_id, at, "
            "outcome) VALUES (%(proposal)s, %(organisation)s, %(cohort)s, %(mentor)s, %(place)s, %(ines)s, %(now)s, "
            "'')",
            names,
        )
    with tenancy.inside(world.riverside.pk, world.mallory.pk), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programmes_proposalanswer (organisation_id, proposal_id, member_id, accepts, at) "
            "VALUES (%(organisation)s, %(proposal)s, %(me)s, true, %(now)s)",
            names,
        )
        cursor.execute(
            "UPDATE programmes_proposal SET outcome = 'accepted', settled_at = now() WHERE id = %(proposal)s",
            names,
        )
        cursor.execute(
            "INSERT INTO partnerships_partnership (id, organisation_id, cohort_id, proposal_id, stage, "
            "agreement_version, began_at) VALUES (%(new)s, %(organisation)s, %(cohort)s, %(proposal)s, 'initiation', "
            "0, %(now)s)",
            names,
        )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO partnerships_party (organisation_id, partnership_id, member_id, enrolment_id, role) "
                "VALUES (%(organisation)s, %(new)s, %(me)s, %(place)s, 'mentee'), "
                "(%(organisation)s, %(new)s, %(tomas)s, %(mentor)s, 'mentor')",
                names,
            )


def test_who_gave_a_programme_up_does_not_take_it_again(world):
    """Stepping out would open what a community writes, and coming back then would keep it open."""
    names = world.names()
    take = (
        "INSERT INTO programmes_coordination (organisation_id, programme_id, member_id, by_id, at) "
        "VALUES (%(organisation)s, %(programme)s, %(ines)s, %(ines)s, %(now)s)"
    )
    with tenancy.inside(world.riverside.pk), connection.cursor() as cursor:
        cursor.execute("DELETE FROM organisations_appointment WHERE role = 'admin'")
    with tenancy.inside(world.riverside.pk, world.ines.pk), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programmes_coordination WHERE member_id = %(ines)s", names)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(take, names)
    with tenancy.inside(world.riverside.pk), connection.cursor() as cursor:
        cursor.execute(take, names)
        assert cursor.rowcount == 1
