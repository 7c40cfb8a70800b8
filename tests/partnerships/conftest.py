"""A pair that has just begun, and what tests do with it."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from organisations import tenancy
from organisations.models import Member, Organisation
from partnerships import actions
from partnerships.models import Partnership, StageReview
from programmes.models import Cohort, Enrolment, Practice
from tests import make
from tests.worlds import kept

CANARY = "canary-7c1f"


@dataclass
class Pair:
    """Tomás mentors Maya; Ines coordinates; Noor belongs to the same organisation and to nothing else."""

    organisation: Organisation
    ines: Member
    tomas: Member
    maya: Member
    noor: Member
    cohort: Cohort
    mentor: Enrolment
    mentee: Enrolment
    partnership: Partnership

    def inside(self, member: Member | None = None) -> Any:
        return tenancy.inside(self.organisation.pk, member and member.pk)

    def again(self) -> Partnership:
        with self.inside():
            return Partnership.objects.get(pk=self.partnership.pk)

    def sign(self, member: Member, version: int = 1) -> Any:
        with self.inside(member):
            return actions.sign(partnership=self.partnership, version=version, by=member)

    def edit(self, member: Member, based_on: int = 1, **texts: str) -> Any:
        with self.inside(member):
            return actions.edit_agreement(
                partnership=self.partnership, based_on=based_on, texts=texts, by=member
            )

    def answer(self, member: Member, proposes: str = "move-on", **view: Any) -> StageReview:
        with self.inside(member):
            review = actions.open_review(partnership=self.partnership, by=member)
            practices = Practice.objects.filter(programme=self.cohort.programme_id, stage=review.stage)
            wanted = {
                "ratings": {practice.pk: 2 for practice in practices},
                "noticed": f"{CANARY} noticed by {member}",
                "trust": 4,
                "openness": 3,
                "enthusiasm": 5,
                **view,
            }
            return actions.answer_review(review=review, proposes=proposes, by=member, **wanted)

    def conclude(self, member: Member, kind: str = "early") -> Any:
        with self.inside(member):
            return actions.conclude(partnership=self.partnership, kind=kind, by=member)

    def move_to(self, stage: str) -> None:
        """Put the partnership into a stage without its way there."""
        with self.inside():
            Partnership.objects.filter(pk=self.partnership.pk).update(stage=stage)

    def client(self, member: Member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    def url(self, inside: str = "") -> str:
        return f"/{self.organisation.slug}/partnerships/{self.partnership.pk}/{inside}"


def make_pair(slug: str = "riverside") -> Pair:
    organisation = make.organisation(slug)
    ines = make.member(organisation, "Ines Duarte", coordinator=True)
    tomas, maya = make.member(organisation, "Tomás Okafor"), make.member(organisation, "Maya Lindqvist")
    noor = make.member(organisation, "Noor Haddad")
    programme = make.programme(
        ines, agreement_focus="What you want to work towards.", agreement_rhythm="Every other week, an hour."
    )
    cohort = make.cohort(programme)
    mentor, mentee = make.enrolment(cohort, tomas, "mentor"), make.enrolment(cohort, maya, "mentee")
    with tenancy.inside(organisation.pk, ines.pk):
        partnership = actions.begin(mentor=mentor, mentee=mentee, by=ines)
    return Pair(organisation, ines, tomas, maya, noor, cohort, mentor, mentee, partnership)


_once_pair, pair = kept("pair", make_pair)
