"""A programme with a community of three in its founding phase."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cop.actions import communities, sessions, turns
from cop.models import Community, Session, Turn
from organisations import tenancy
from organisations.models import Member
from programmes.models import Cohort, Programme
from tests import make
from tests.worlds import kept

NAMES = ("Amara Nwosu", "Jonas Aydin", "Wei Zhang", "Priya Raman", "Lena Kowalczyk", "Samuel Mensah")


@dataclass
class Circle:
    """A community with its people, and doing things in it as one of them."""

    community: Community
    programme: Programme
    cohort: Cohort
    coordinator: Member
    people: list[Member] = field(default_factory=list)

    def inside(self, person: Member | None = None) -> Any:
        return tenancy.inside(self.community.organisation_id, person and person.pk)

    def enrol(self, name: str, role: str = "mentee") -> Member:
        person = make.member(self.coordinator.organisation, name)
        make.enrolment(self.cohort, person, role)
        return person

    def joined(self, name: str) -> Member:
        person = self.enrol(name)
        with self.inside(person):
            communities.join(community=self.community, by=person)
        self.people.append(person)
        return person

    def name(self, person: Member) -> Turn:
        with self.inside(self.coordinator):
            return turns.name_facilitator(community=self.community, member=person, by=self.coordinator)

    def step(self, to: str, by: Member | None = None) -> None:
        by = by or self.coordinator
        with self.inside(by):
            self.community = communities.step(community=self.community, to=to, by=by)

    def arrange(self, by: Member, starts_at: datetime | None = None, **more: Any) -> Session:
        starts_at = starts_at or timezone.now() + timedelta(days=7)
        with self.inside(by):
            return sessions.arrange(
                community=self.community, by=by, starts_at=starts_at, minutes=60, zone="Europe/London", **more
            )

    def held(self, by: Member, **more: Any) -> Session:
        """A session that took place: arranged, then its time moved behind us."""
        session = self.arrange(by, **more)
        with self.inside(by):
            back = timedelta(days=8)
            meeting = session.meeting
            meeting.starts_at, meeting.ends_at = meeting.starts_at - back, meeting.ends_at - back
            meeting.save()
        return session

    def coming(self) -> list[Turn]:
        with self.inside(self.people[0]):
            return list(Turn.objects.coming().filter(community=self.community).select_related("member"))


def make_circle() -> Circle:
    organisation = make.organisation()
    coordinator = make.member(organisation, "Ines Duarte", coordinator=True)
    programme = make.programme(coordinator)
    cohort = make.cohort(programme)
    with tenancy.inside(organisation.pk, coordinator.pk):
        community = communities.found(
            programme=programme,
            name="New lecturers",
            audience=Community.Audience.MENTEES,
            joining=Community.Joining.CHOICE,
            by=coordinator,
        )
    made = Circle(community, programme, cohort, coordinator)
    for name in NAMES[:3]:
        made.joined(name)
    return made


_once_circle, circle = kept("circle", make_circle)
