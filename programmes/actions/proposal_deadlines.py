"""Until when a proposal can be answered: always the end of a day on the organisation's clocks."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.outbox import cancel_all, enqueue, enqueue_all
from organisations import audit
from organisations.addresses import path
from organisations.models import Invitation, Member, Organisation
from programmes.actions.proposal_outcomes import refuse_when_closed
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Proposal

ANSWER_WITHIN = timedelta(days=14)
AFTER_JOINING = timedelta(days=7)
REMINDED_BEFORE = timedelta(days=3)
REMINDER = "again"


def end_of_day(organisation: Organisation, day: date | None = None) -> datetime:
    """Return the last minute of a day on the organisation's clocks, by default of the day in two weeks."""
    zone = organisation.zone
    day = day or timezone.localdate(timezone=zone) + ANSWER_WITHIN
    return datetime.combine(day, time(23, 59), tzinfo=zone)


def is_joining_awaited(proposal: Proposal) -> bool:
    """Tell whether one of the two has yet to join and holds an invitation that works."""
    people = [each.member_id for each in (proposal.mentor, proposal.mentee) if not each.member.has_joined]
    return Invitation.objects.filter(
        member__in=people, accepted_at=None, expires_at__gt=timezone.now()
    ).exists()


def remind(member: Member, proposal: Proposal) -> None:
    """Have somebody asked once more before it is too late, or not at all where that day is over."""
    again = proposal.answer_by - REMINDED_BEFORE if proposal.answer_by else None
    if again and again > timezone.now():
        link = path("proposal", proposal.pk)
        enqueue(member, "proposal", about=proposal, link=link, due_at=again, occurrence=REMINDER)
    else:
        cancel_all(recipient=member, subject_id=proposal.pk, key__endswith=f":{REMINDER}")


@transaction.atomic
def change_deadline(*, cohort: Cohort, day: date, by: Member) -> int:
    """Change the last day of all open proposals of a cohort, and tell who has yet to answer; return how many.

    Raises:
        ProgrammeError: the cohort is closed, or nothing waits for answers.
    """
    refuse_when_closed(cohort)
    until = end_of_day(by.organisation, day)
    proposals = list(
        Proposal.objects.open()
        .select_for_update(of=["self"])
        .select_related("mentor__member", "mentee__member")
        .filter(cohort=cohort)
        .order_by("pk")
    )
    if not proposals:
        raise ProgrammeError(_("No proposal waits for answers any more."))
    for proposal in proposals:
        _move(proposal, until)
        audit.record("proposal.deadline-changed", on=proposal, by=by, day=day)
        joined = [
            member for member in _list_silent(proposal) if member.has_joined
        ]  # others are asked on joining
        link = path("proposal", proposal.pk)
        enqueue_all(joined, "proposal", about=proposal, link=link, occurrence=f"until-{day}")
    return len(proposals)


def give_time_after_joining(*, proposal: Proposal) -> None:
    """Leave whoever has just joined, and the other, enough days to answer; a later last day stays."""
    organisation = proposal.organisation
    day = timezone.localdate(timezone=organisation.zone) + AFTER_JOINING
    until = end_of_day(organisation, day)
    if proposal.answer_by and proposal.answer_by < until:
        _move(proposal, until)


def _move(proposal: Proposal, until: datetime) -> None:
    proposal.answer_by = until
    proposal.save(update_fields=["answer_by"])
    for member in _list_silent(proposal):
        remind(member, proposal)


def _list_silent(proposal: Proposal) -> list[Member]:
    """Return who of the two has not answered."""
    said = set(proposal.answers.values_list("member_id", flat=True))
    both = [proposal.mentor.member, proposal.mentee.member]
    return [member for member in both if member.pk not in said]
