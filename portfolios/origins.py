"""What a piece of evidence was made from: where it begins, and how its owner finds back to it while it exists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans import steps
from development_plans.models import Plan, PlanAction
from development_plans.queries.pathways import get_mark_done_alone
from meetings.models import Meeting
from meetings.wording import title_for
from organisations.models import Member
from portfolios.models import DiaryEntry, Evidence, Kind, Origin, Purpose


@dataclass(frozen=True)
class Source:
    """What evidence can be made from, as its owner may read it now.

    Args:
        words: what it is, with its name: "your plan “Lead a seminar”".
        url: its page.
        begun: what the form begins with.
    """

    kind: str
    key: UUID
    words: str
    url: str
    begun: dict[str, Any] = field(default_factory=dict)


def find(member: Member, kind: str, key: UUID) -> Source | None:
    """Return what of the member's own has this key; None when it is gone, not theirs or not done yet."""
    return _FINDERS[kind](member, key) if kind in _FINDERS else None


def named_in(member: Member, asked: Any) -> Source | None:
    """Return the first that an address names, such as ``?plan=…``; None when it names nothing of the member's.

    Addresses name it by its key, so that logs hold no words.
    """
    for kind in Origin.values:
        try:
            key = UUID(asked.get(kind, ""))
        except ValueError:
            continue
        if found := find(member, kind, key):
            return found
    return None


def of(evidence: Evidence) -> Source | None:
    """Return what a piece was made from, for its owner; None when it was made from nothing, or that is gone."""
    return find(evidence.owner, evidence.origin_kind, evidence.origin) if evidence.origin else None


def _entry(member: Member, key: UUID) -> Source | None:
    entry = DiaryEntry.objects.owned_by(member).filter(pk=key).first()
    if entry is None:
        return None
    return Source(
        Origin.ENTRY,
        key,
        _("your diary"),
        reverse("diary_entry", args=[key]),
        {"kind": Kind.REFLECTION, "began_on": entry.on, "shows": entry.text},
    )


def _task(member: Member, key: UUID) -> Source | None:
    mark = get_mark_done_alone(member, key)
    if mark is None:
        return None
    task = mark.task
    shows = [_("On the pathway “%(name)s”.") % {"name": task.pathway.name}, task.practise]
    begun = {
        "kind": Kind.ACHIEVEMENT,
        "title": task.name[:160],
        "began_on": timezone.localdate(mark.at),
        "shows": "\n\n".join(part for part in shows if part),
        "relates_to": [Purpose.TRAINING],
    }
    words = _("the task “%(task)s” of the pathway “%(name)s”") % {
        "task": task.name,
        "name": task.pathway.name,
    }
    return Source(Origin.TASK, key, words, reverse("pathway", args=[task.pathway_id]), begun)


def _plan(member: Member, key: UUID) -> Source | None:
    plan = Plan.objects.filter(owner=member, pk=key).first()
    if plan is None:
        return None
    return Source(
        Origin.PLAN,
        key,
        _("your plan “%(title)s”") % {"title": plan.title},
        reverse("plan", args=[key]),
        {
            "kind": Kind.ACHIEVEMENT,
            "title": plan.title[:160],
            "began_on": plan.starts_on,
            "shows": plan.reflection,
        },
    )


def _action(member: Member, key: UUID) -> Source | None:
    mine = PlanAction.objects.filter(plan__owner=member, pk=key, done_at__isnull=False)
    action = mine.select_related("plan").first()
    if action is None:
        return None
    return Source(
        Origin.ACTION,
        key,
        _("“%(action)s” in your plan “%(title)s”") % {"action": action.text, "title": action.plan.title},
        reverse("plan", args=[action.plan_id]) + f"#step-{steps.DOING}",
        {
            "kind": Kind.ACHIEVEMENT,
            "title": action.text[:160],
            "began_on": timezone.localdate(action.done_at),
        },
    )


def _meeting(member: Member, key: UUID) -> Source | None:
    past = Meeting.objects.visible_to(member).filter(pk=key, starts_at__lte=timezone.now())
    meeting = past.prefetch_related("attendances__member").first()
    if meeting is None:
        return None
    return Source(
        Origin.MEETING,
        key,
        title_for(meeting, member),
        reverse("meeting", args=[key]),
        {"kind": Kind.REFLECTION, "began_on": timezone.localdate(meeting.starts_at)},
    )


_FINDERS: dict[str, Callable[[Member, UUID], Source | None]] = {
    Origin.ENTRY: _entry,
    Origin.TASK: _task,
    Origin.PLAN: _plan,
    Origin.ACTION: _action,
    Origin.MEETING: _meeting,
}
