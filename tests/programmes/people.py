"""What the tests of this floor share: an organisation with a coordinator, a programme and a cohort, and lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from organisations import tenancy
from organisations.models import Member, Organisation
from programmes import actions, people_import
from programmes.models import Cohort, Enrolment, Import, Programme
from tests import make

PROJECT = Path(__file__).parents[2]
EXAMPLES = PROJECT / "static" / "examples"
REAL = PROJECT.parent / "shared" / "data"
REAL_GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]


@dataclass
class Place:
    """An organisation with a coordinator who made a programme and opened a cohort."""

    organisation: Organisation
    ines: Member
    programme: Programme
    cohort: Cohort

    def inside(self, member: Member | None = None) -> Any:
        return tenancy.inside(self.organisation.pk, (member or self.ines).pk)

    def person(
        self, name: str, role: str, *, capacity: int = 1, joined: bool = True, **answers: Any
    ) -> Enrolment:
        """Enrol somebody who gave these answers, by question key with ``_`` for ``-``."""
        member = make.member(self.organisation, name, joined=joined)
        with self.inside():
            enrolment = actions.enrol(
                cohort=self.cohort, email=member.email, name=name, role=role, capacity=capacity, by=self.ines
            )
            keys = {question.key: question.pk for question in self.programme.questions.all()}
            given = {keys[key.replace("_", "-")]: value for key, value in answers.items()}
            actions.give_answers(enrolment=enrolment, answers=given, by=self.ines)
        enrolment.member.organisation = self.organisation
        return enrolment


def place(slug: str = "riverside", template: str = "induction") -> Place:
    organisation = make.organisation(slug)
    ines = make.member(organisation, "Ines Duarte", coordinator=True)
    ines.organisation = organisation
    with tenancy.inside(organisation.pk, ines.pk):
        programme = actions.create_programme(name="New colleagues", template=template, by=ines)
        cohort = actions.create_cohort(
            programme=programme,
            name="Autumn",
            starts_on=timezone.localdate() - timedelta(weeks=2),
            ends_on=timezone.localdate() + timedelta(weeks=30),
            by=ines,
        )
    return Place(organisation, ines, programme, cohort)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(member: Member, rest: str) -> str:
    return f"/{member.organisation.slug}/programmes/{rest}"


def started(
    where: Place, text: str, role: str = "mentor", choices: Mapping[str, Iterable[str]] | None = None
) -> Import:
    """A list read and mapped as suggested."""
    with where.inside():
        table = people_import.read_table(text.encode(), "people.csv")
        import_ = actions.start_import(
            cohort=where.cohort, role=role, table=table, file_name="people.csv", by=where.ines
        )
        columns = {int(key): value for key, value in import_.mapping["columns"].items()}
        actions.map_import(
            import_=import_,
            columns=columns,
            choices={key: list(value) for key, value in (choices or {}).items()},
            by=where.ines,
        )
    return import_


def a_day(weeks: int) -> date:
    return timezone.localdate() + timedelta(weeks=weeks)
