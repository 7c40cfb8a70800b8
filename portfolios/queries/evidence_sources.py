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
from portfolios.models import DiaryEntry, Evidence, EvidenceKind, EvidenceOrigin, EvidencePurpose


@dataclass(frozen=True)
class EvidenceSource:
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


def get_source(member: Member, kind: str, key: UUID) -> EvidenceSource | None:
    """Return what of the member's own has this key; None when it is gone, not theirs or not done yet."""
    return _FINDERS[kind](member, key) if kind in _FINDERS else None


def get_source_from_address(member: Member, asked: Any) -> EvidenceSource | None:
    """Return the first that an address names, such as ``?plan=…``; None when it names nothing of the member's.

    Addresses name it by its key, so that logs hold no words.
    """
    for kind in EvidenceOrigin.values:
        try:
            key = UUID(asked.get(kind, ""))
        except ValueError:
            continue
        if found := get_source(member, kind, key):
            return found
    return None


def get_source_of(evidence: Evidence) -> EvidenceSource | None:
    """Return what a piece was made from, for its owner; None when it was made from nothing, or that is gone."""
    return get_source(evidence.owner, evidence.origin_kind, evidence.origin) if evidence.origin else None


def _entry(member: Member, key: UUID) -> EvidenceSource | None:
    entry = DiaryEntry.objects.owned_by(member).filter(pk=key).first()
    if entry is None:
        return None
    return EvidenceSource(
        EvidenceOrigin.ENTRY,
        key,
        _("your diary"),
        reverse("diary_entry", args=[key]),
        {"kind": EvidenceKind.REFLECTION, "began_on": entry.on, "shows": entry.text},
    )


def _task(member: Member, key: UUID) -> EvidenceSource | None:
    mark = get_mark_done_alone(member, key)
    if mark is None:
        return None
    task = mark.task
    shows = [_("On the pathway “%(name)s”.") % {"name": task.pathway.name}, task.practise]
    begun = {
        "kind": EvidenceKind.ACHIEVEMENT,
        "title": task.name[:160],
        "began_on": timezone.localdate(mark.at),
        "shows": "\n\n".join(part for part in shows if part),
        "relates_to": [EvidencePurpose.TRAINING],
    }
    words = _("the task “%(task)s” of the pathway “%(name)s”") % {
        "task": task.name,
        "name": task.pathway.name,
    }
    return EvidenceSource(EvidenceOrigin.TASK, key, words, reverse("pathway", args=[task.pathway_id]), begun)


def _plan(member: Member, key: UUID) -> EvidenceSource | None:
    plan = Plan.objects.filter(owner=member, pk=key).first()
    if plan is None:
        return None
    return EvidenceSource(
        EvidenceOrigin.PLAN,
        key,
        _("your plan “%(title)s”") % {"title": plan.title},
        reverse("plan", args=[key]),
        {
            "kind": EvidenceKind.ACHIEVEMENT,
            "title": plan.title[:160],
            "began_on": plan.starts_on,
            "shows": plan.reflection,
        },
    )


def _action(member: Member, key: UUID) -> EvidenceSource | None:
    mine = PlanAction.objects.filter(plan__owner=member, pk=key, done_at__isnull=False)
    action = mine.select_related("plan").first()
    if action is None:
        return None
    return EvidenceSource(
        EvidenceOrigin.ACTION,
        key,
        _("“%(action)s” in your plan “%(title)s”") % {"action": action.text, "title": action.plan.title},
        reverse("plan", args=[action.plan_id]) + f"#step-{steps.DOING}",
        {
            "kind": EvidenceKind.ACHIEVEMENT,
            "title": action.text[:160],
            "began_on": timezone.localdate(action.done_at),
        },
    )


def _meeting(member: Member, key: UUID) -> EvidenceSource | None:
    past = Meeting.objects.visible_to(member).filter(pk=key, starts_at__lte=timezone.now())
    meeting = past.prefetch_related("attendances__member").first()
    if meeting is None:
        return None
    return EvidenceSource(
        EvidenceOrigin.MEETING,
        key,
        title_for(meeting, member),
        reverse("meeting", args=[key]),
        {"kind": EvidenceKind.REFLECTION, "began_on": timezone.localdate(meeting.starts_at)},
    )


_FINDERS: dict[str, Callable[[Member, UUID], EvidenceSource | None]] = {
    EvidenceOrigin.ENTRY: _entry,
    EvidenceOrigin.TASK: _task,
    EvidenceOrigin.PLAN: _plan,
    EvidenceOrigin.ACTION: _action,
    EvidenceOrigin.MEETING: _meeting,
}
