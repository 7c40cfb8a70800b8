"""The meetings onto whose agenda a plan can come."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Exists,
    OuterRef,
    QuerySet,
)
from django.utils import timezone

from development_plans.models import (
    Plan,
    PlanShare,
)
from development_plans.queries.plans import ReadablePlan
from development_plans.queries.shares import PlanSharing
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.wording import names_of
from organisations.models import Member
from organisations.prepared_queries import prepared_query

AGENDA_SOURCE = "plan"


def list_next_meetings(readable: ReadablePlan, sharing: PlanSharing) -> list[Any]:
    """Return the next meetings onto whose agenda the plan can come, each with ``with_names``: who else is invited.

    All who are invited may read the plan, and it is not on the agenda yet.
    """
    found = list(_next_meetings(readable.me, readable.plan, timezone.now()))
    names = {share.member_id: share.member for share in sharing.standing}
    for meeting in found:
        meeting.with_names = names_of([names[key] for key in meeting.others if key in names])
    return found


@prepared_query
def _next_meetings(me: Member, plan: Plan, now: datetime) -> QuerySet[Any]:
    others = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(member=me)
    on_agenda = AgendaItem.objects.filter(meeting=OuterRef("pk"), source=AGENDA_SOURCE, source_id=plan.pk)
    meetings = meetings_of_readers(me, plan).standing().upcoming(now).exclude(Exists(on_agenda))
    found: QuerySet[Any] = meetings.annotate(others=ArraySubquery(others.order_by("id").values("member_id")))
    return found[:3]


def meetings_of_readers(me: Member, plan: Plan) -> Any:
    """Return the owner's meetings with others, of whom each may read the plan."""
    shown = PlanShare.objects.standing().filter(plan=plan).values("member")
    others = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(member=me)
    mine = Meeting.objects.visible_to(me)
    return mine.filter(Exists(others), ~Exists(others.exclude(member__in=shown)))
