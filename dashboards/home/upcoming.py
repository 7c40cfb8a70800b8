"""What comes: meetings, actions with a day, days of plans."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.home.entries import Upcoming
from meetings.models import Action, Attendance, Meeting
from meetings.next_step import Ahead, Step, step_before
from meetings.wording import elsewhere, rhythm, title_for
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from web.dates import plain_day

MEETINGS, ACTIONS = 30, 5
ELSEWHERE = 2  # so many other times are named
SOON = timedelta(days=14)


def list_upcoming(member: Member, plans: list[Any]) -> list[Upcoming]:
    """Return what comes, in its order."""
    entries = [*_meetings(member), *_actions(member), *_days_of_plans(plans)]
    return sorted(entries, key=lambda entry: (entry.on, entry.at.time() if entry.at else time.max))


@prepared_query
def _upcoming_meetings(member: Member, now: datetime) -> "QuerySet[Any]":
    people = Attendance.objects.select_related("member__organisation")
    return (
        Meeting.objects.visible_to(member)
        .standing()
        .upcoming(now)
        .select_related("arrangement", "series")
        .prefetch_related(Prefetch("attendances", people))
        .annotate(items=Count("agenda", filter=Q(agenda__done_at=None)))[:MEETINGS]
    )


def _meetings(member: Member) -> list[Upcoming]:
    found = _upcoming_meetings(member, timezone.now())
    return [_meeting(meeting, member) for meeting in found if meeting.invites(member)]


def _meeting(meeting: Any, member: Member) -> Upcoming:
    others = [each for each in meeting.attendances.all() if each.member_id != member.pk]
    own = meeting.attendance_of(member)
    words = [_clocks(meeting, member), meeting.arrangement.place]
    if meeting.items:
        words.append(
            ngettext("%(count)s agenda item", "%(count)s agenda items", meeting.items)
            % {"count": meeting.items}
        )
    if meeting.series:
        words.append(rhythm(meeting.series))
    cannot = [each.member.address_name for each in others if each.response == Attendance.Response.NO]
    is_declined = bool(cannot and not meeting.facilitator_id)
    if is_declined:
        words = [_("%(names)s cannot come: find another time") % {"names": ", ".join(cannot)}, *words]
    unanswered = own.response == Attendance.Response.NONE and meeting.created_by_id != member.pk
    if unanswered:
        words = [_("Can you come?"), *words]
    step = step_before(Ahead(meeting.starts_at, not unanswered, is_declined=is_declined), timezone.now())
    cannot_come = own.response == Attendance.Response.NO
    if cannot_come:
        words = [_("You cannot come"), *words]
        step = step if step == Step.MOVE else Step.NOTHING
    return Upcoming(
        on=timezone.localtime(meeting.starts_at).date(),
        at=meeting.starts_at,
        title=title_for(meeting, member),
        words=" · ".join(word for word in words if word),
        url=reverse("meeting_time" if step == Step.MOVE else "meeting", args=[meeting.pk]),
        label=_label(step),
        step=step,
        waits_for_answer=unanswered,
        series=meeting.series_id,
        is_declined=cannot_come,
    )


def _label(step: Step) -> str:
    match step:
        case Step.MOVE:
            return _("Move it")
        case Step.ANSWER:
            return _("Reply")
        case Step.PREPARE:
            return _("Prepare")
    return _("Open")


def _clocks(meeting: Meeting, member: Member) -> str:
    """Say what clocks show where others are, where that is another time; each time once, with a place where it is."""
    places = {each.moment: each.place for each in reversed(elsewhere(meeting, member))}
    there = [_("%(moment)s in %(place)s") % {"moment": each, "place": places[each]} for each in places]
    return ", ".join([_("your time"), *there[:ELSEWHERE]]) if there else ""


@prepared_query
def _open_actions(member: Member) -> "QuerySet[Action]":
    return Action.objects.filter(owner=member).open().in_order().exclude(due_on=None)[:ACTIONS]


def _actions(member: Member) -> list[Upcoming]:
    return [
        Upcoming(
            on=action.due_on,
            at=None,
            title=action.text,
            words=_("Action, late since %(day)s") % {"day": plain_day(action.due_on)}
            if action.is_late
            else _("Action"),
            url=f"{reverse('own_actions')}#action-{action.pk}",
            label=_("Open"),
            is_action=True,
        )
        for action in _open_actions(member)
        if action.due_on
    ]


def _days_of_plans(plans: list[Any]) -> list[Upcoming]:
    """The days of plans within two weeks."""
    today = timezone.localdate()
    said = (
        ("starts_on", _("A plan of yours starts")),
        ("completes_on", _("A plan of yours is to be complete")),
    )
    return [
        Upcoming(day, None, title, plan.title, reverse("plan", args=[plan.pk]), _("Open"))
        for plan in plans
        for name, title in said
        if (day := getattr(plan, name)) and today <= day <= today + SOON
    ]
