"""Bringing a plan to a meeting."""

from django.db import transaction
from django.utils.translation import gettext as _

from development_plans.actions.checks import lock_own
from development_plans.errors import PlanError
from development_plans.models import Plan
from development_plans.queries.agenda import AGENDA_SOURCE, meetings_of_readers
from meetings import actions as meetings
from meetings.models import AgendaItem, Meeting
from organisations import audit
from organisations.models import Member


@transaction.atomic
def put_on_agenda(*, plan: Plan, meeting: Meeting, by: Member) -> None:
    """Put one's plan on the agenda of a meeting in which everybody may read it. Twice is once.

    The agenda leads to the plan and copies nothing of it, so that taking a share back leaves nothing to be read there.

    Raises:
        PlanError: it is somebody else's, or somebody is invited who may not read it.
        MeetingError: they are not invited, or the meeting was cancelled.
    """
    current = lock_own(plan, by)
    if not meetings_of_readers(by, current).filter(pk=meeting.pk).exists():
        raise PlanError(_("Somebody is invited to this meeting with whom you do not share the plan."))
    there = AgendaItem.objects.filter(meeting=meeting, source=AGENDA_SOURCE, source_id=current.pk)
    if there.exists():
        return
    meetings.add_agenda_item(
        by=by, meeting=meeting, text=_("My plan"), source=AGENDA_SOURCE, source_id=current.pk
    )
    audit.record("plan.on-agenda", on=current, by=by)
