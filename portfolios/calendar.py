"""The days of what is required of somebody, in their own calendar: that there is a day, never how far one is."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from meetings.calendar_objects import Day
from organisations.addresses import absolute, path
from organisations.models import Member
from portfolios.models.requirements import candidates


def days(member: Member, since: date) -> Iterator[Day]:
    """Return the days by which evidence and assessments of a member's own are to be there, from a day on."""
    said = {
        "evidence_by": _("Your evidence is to be there"),
        "assessed_by": _("Your evidence is to be assessed"),
    }
    for enrolment in candidates(member).filter(member=member):
        page = absolute(member.organisation, path("requirement", enrolment.pk))
        for name, summary in said.items():
            day: date | None = getattr(enrolment.cohort.requirement, name)
            if day and day >= since:
                yield Day(f"{enrolment.pk}-{name}", day, summary, page)
