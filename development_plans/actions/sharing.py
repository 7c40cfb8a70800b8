"""Showing a plan to one's mentor, taking that back, and speaking beside its steps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import mails, reading
from development_plans.actions.checks import own
from development_plans.errors import PlanError
from development_plans.models import Comment, Look, Plan, Share
from meetings import actions as meetings
from meetings.models import AgendaItem, Meeting
from notifications import outbox
from organisations import audit
from organisations.models import Member


@transaction.atomic
def share(*, plan: Plan, mentor: Member, by: Member) -> Share:
    """Show a plan to a mentor one works with; they can read it and comment, never change it. Twice is once.

    Raises:
        PlanError: it is somebody else's, or that person is not their mentor now.
    """
    current = own(plan, by)
    if mentor not in reading.mentors_of(by):
        raise PlanError(_("You can share a plan with a mentor you work with now."))
    share, made = Share.objects.get_or_create(
        organisation_id=current.organisation_id, plan=current, owner=by, member=mentor, taken_back_at=None
    )
    if made:
        audit.record("plan.shared", on=current, by=by, member=mentor)
        mails.tell(mentor, mails.SHARED, plan=current, occurrence=str(share.pk))
    return share


@transaction.atomic
def take_back(*, share: Share, by: Member) -> None:
    """Show a plan to somebody no longer, from now on.

    Raises:
        PlanError: it is somebody else's.
    """
    current = own(share.plan, by)
    standing = Share.objects.filter(pk=share.pk, plan=current, taken_back_at=None)
    if standing.update(taken_back_at=timezone.now()):
        audit.record("plan.share-ended", on=current, by=by, member=share.member_id)
        outbox.call_off_for(share.member, current.pk)


def look(*, plan: Plan, by: Member) -> None:
    """Note that somebody who may read a plan has it before them now, so that home is silent about what they saw."""
    Look.objects.bulk_create(
        [Look(organisation_id=plan.organisation_id, plan=plan, member=by)],
        update_conflicts=True,
        unique_fields=["organisation", "plan", "member"],
        update_fields=["at"],
    )


@transaction.atomic
def comment(*, plan: Plan, step: int, text: str, by: Member) -> Comment:
    """Say something beside a step: its owner, or a mentor to whom it is shown. The others hear that there is something.

    Raises:
        PlanError: they may not read it.
    """
    current = Plan.objects.visible_to(by).filter(pk=plan.pk).select_related("owner").first()
    if current is None:
        raise PlanError(_("This plan is not shared with you any more."))
    said = Comment.objects.create(
        organisation_id=current.organisation_id, plan=current, step=step, author=by, text=text.strip()
    )
    audit.record("plan.commented", on=current, by=by, step=step)
    for person in _others(current, by):
        mails.tell(person, mails.COMMENTED, plan=current, occurrence=str(said.pk))
    return said


def _others(plan: Plan, by: Member) -> list[Member]:
    """The owner; or, when the owner speaks, those to whom the plan is shown."""
    if plan.owner_id != by.pk:
        return [plan.owner]
    return [share.member for share in Share.objects.standing().filter(plan=plan).select_related("member")]


@transaction.atomic
def remove_comment(*, comment: Comment, by: Member) -> None:
    """Take back what one said.

    Raises:
        PlanError: somebody else said it.
    """
    if not Comment.objects.filter(pk=comment.pk, author=by).delete()[0]:
        raise PlanError(_("Only who said this can take it back."))
    audit.record("plan.comment-removed", on=comment.plan, by=by)


@transaction.atomic
def put_on_agenda(*, plan: Plan, meeting: Meeting, by: Member) -> None:
    """Put one's plan on the agenda of a meeting in which everybody may read it. Twice is once.

    The agenda leads to the plan and copies nothing of it, so that taking a share back leaves nothing to be read there.

    Raises:
        PlanError: it is somebody else's, or somebody is invited who may not read it.
        MeetingError: they are not invited, or the meeting was cancelled.
    """
    current = own(plan, by)
    if not reading.meetings_of_readers(by, current).filter(pk=meeting.pk).exists():
        raise PlanError(_("Somebody is invited to this meeting with whom you do not share the plan."))
    there = AgendaItem.objects.filter(meeting=meeting, source=reading.SOURCE, source_id=current.pk)
    if there.exists():
        return
    meetings.add_agenda_item(
        by=by, meeting=meeting, text=_("My plan"), source=reading.SOURCE, source_id=current.pk
    )
    audit.record("plan.on-agenda", on=current, by=by)
