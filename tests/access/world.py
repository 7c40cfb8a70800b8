"""One organisation with everyone of the matrix in it, and a second one with a stranger; canaries in every text."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.models import User
from organisations import tenancy
from organisations.models import Member, Organisation
from tests import make

CANARY = "canary-in-confidence"  # in what the pair wrote
CIRCLE = "canary-in-community"  # in what the community wrote
REPORT = "canary-in-report"  # in what a member reported to the coordinator
LIBRARY = "canary-in-library"  # in a story for the programme
PEERS = "canary-in-asking"  # in what the facilitator asked the mentee
DIARY = "canary-in-portfolio"  # in what the mentee keeps to herself
CONFIRM = "canary-in-confirmation"  # in what the mentee asks the coordinators to confirm


@dataclass
class World:
    """Rows by the names that the rows of the matrix use."""

    organisation: Organisation
    members: dict[str, Member] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["members"].get(name) or self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None

    def account(self, person: str) -> User | None:
        """The account of a person of the matrix; None for the anonymous one."""
        return None if person == "anonymous" else self.members[person].user


def build() -> World:
    """Make the world; every confidential text contains CANARY."""
    from tests.access import (
        rows_cop,
        rows_ground,
        rows_meetings,
        rows_partnerships,
        rows_plans,
        rows_portfolios,
        rows_programmes,
    )

    organisation = make.organisation("riverside", name="University of Riverside")
    elsewhere = make.organisation("northgate", name="Northgate Hospital Trust")
    world = World(organisation)
    names = {
        "member": "Noor Haddad",
        "mentor": "Tomás Okafor",
        "mentee": "Maya Lindqvist",
        "other_mentor": "Priya Raman",
        "other_mentee": "Lena Kowalczyk",
        "facilitator": "Amara Nwosu",
        "waiting_mentor": "Jonas Aydin",
        "waiting_mentee": "Wei Zhang",
        "coordinator": "Ines Duarte",
        "other_coordinator": "Samuel Mensah",
        "admin": "Greta Holm",
    }
    for person, name in names.items():
        world.members[person] = make.member(
            organisation, name, admin=person == "admin", coordinator=person.endswith("coordinator")
        )
    world.members["stranger"] = make.member(elsewhere, "Mallory Stranger", admin=True, coordinator=True)
    world.rows["programme"] = make.programme(world.coordinator)
    world.rows["cohort"] = make.cohort(world.programme)
    world.rows["other_programme"] = make.programme(world.other_coordinator, "Induction")
    world.rows["partnership"] = make.partnership(world.cohort, mentor=world.mentor, mentee=world.mentee)
    world.rows["other_partnership"] = make.partnership(
        world.cohort, mentor=world.other_mentor, mentee=world.other_mentee
    )
    world.rows["meeting"] = make.meeting([world.mentor, world.mentee], focus=CANARY)
    world.rows["past_meeting"] = make.meeting(
        [world.mentor, world.mentee], starts_in=timedelta(days=-9), focus=CANARY
    )
    for rows in (
        rows_ground,
        rows_meetings,
        rows_partnerships,
        rows_programmes,
        rows_cop,
        rows_portfolios,
        rows_plans,
    ):
        if hasattr(rows, "furnish"):
            with tenancy.inside(organisation.pk):
                rows.furnish(world, CANARY)
    return world
