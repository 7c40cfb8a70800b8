"""The days of one's plans in one's own calendar. They say that there is a plan, never what it is about."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from development_plans.models import Plan
from meetings.calendar_objects import Day
from organisations.addresses import absolute, path
from organisations.models import Member


def days(member: Member, since: date) -> Iterator[Day]:
    """Return start, completion and follow-up of a member's plans that were not set aside, from a day on."""
    said = {
        "starts_on": _("A plan of yours starts"),
        "completes_on": _("A plan of yours is to be complete"),
        "follows_up_on": _("Look at a plan of yours again"),
    }
    for plan in Plan.objects.filter(owner=member, set_aside_at=None).only("pk", *said):
        page = absolute(member.organisation, path("plan", plan.pk))
        for name, summary in said.items():
            day: date | None = getattr(plan, name)
            if day and day >= since:
                yield Day(f"{plan.pk}-{name}", day, summary, page)
