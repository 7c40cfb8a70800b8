"""What the pages of plans show, in a number of queries that does not grow with what there is."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from development_plans import steps
from development_plans.models import (
    Barrier,
    LastViewed,
    Plan,
    PlanComment,
    PlanConclusion,
    PlanShare,
)
from development_plans.steps import PlanContents
from meetings.models import Action
from organisations.models import Member
from organisations.prepared_queries import prepared, prepared_query
from partnerships.models import Party
from web.labels import STEPS, Words


def read_contents(plan: Plan) -> PlanContents:
    """Read what stands in a plan, as far as its steps ask."""
    actions = plan.actions.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    stuck = Q(overcome_at=None) & (Q(way="") | Q(goal__isnull=False))
    barriers = plan.barriers.aggregate(all=Count("pk"), open=Count("pk", filter=stuck))
    return PlanContents(
        answers=(plan.goal, plan.measure, plan.reach, plan.reason, str(plan.wanted_by or "")),
        actions=actions["all"],
        done=actions["done"],
        barriers=barriers["all"],
        open_barriers=barriers["open"],
        sees_none=plan.sees_no_barrier_at is not None,
        starts_on=plan.starts_on,
        completes_on=plan.completes_on,
        follows_up_on=plan.follows_up_on,
        reflection=plan.reflection,
        concluded=PlanConclusion.objects.filter(plan=plan).exists(),
    )


def mentors_of(member: Member) -> QuerySet[Member]:
    """Return the mentors a member works with now, by name."""
    own = Party.objects.filter(member=member, role="mentee", partnership__conclusion=None)
    those = Party.objects.filter(partnership__in=own.values("partnership"), role="mentor")
    return Member.objects.filter(pk__in=those.values("member")).in_order()


@dataclass(frozen=True)
class ReadablePlan:
    """A plan as somebody stands before it: its owner, or a mentor to whom it was shown."""

    plan: Any  # a Plan with ``waits`` and ``looked_at``, and what stands in it
    me: Member
    cycle: list[Any] = field(
        default_factory=list
    )  # on its page: the owner's plans, as far as one may read them

    @property
    def is_mine(self) -> bool:
        return bool(self.plan.owner_id == self.me.pk)

    @property
    def steps(self) -> list[tuple[int, Words]]:
        """The six steps with their numbers."""
        return list(enumerate(STEPS, 1))

    @property
    def step_name(self) -> Words:
        """What the step is called at which the plan stands."""
        at: int = min(self.plan.step, len(STEPS))
        return STEPS[at - 1]


def readable_plans(member: Member) -> QuerySet[Plan]:
    return (
        Plan.objects.visible_to(member)
        .with_waiting()
        .select_related("owner", "conclusion", "follows", "followed_by", "removes__plan")
    )


def get_plan(member: Member, pk: UUID, *, whole: bool = False) -> ReadablePlan | None:
    """Load a plan that the member may read; None when there is none of that key.

    Args:
        whole: with its ``cycle``, and ``mentors``: with whom the member works now, by name.
    """
    plans = _cycle(member, pk) if whole else _one(member, pk)
    plan = next((each for each in plans if each.pk == pk), None)
    if plan is None:
        return None
    with prepared():
        prefetch_related_objects([plan], "actions", "barriers", "log")
    prefetch_related_objects([plan], "log__files")
    return ReadablePlan(plan, member, plans)


@prepared_query
def _one(member: Member, pk: UUID) -> QuerySet[Any]:
    return _looked_at(member).filter(pk=pk)


@prepared_query
def _cycle(member: Member, pk: UUID) -> QuerySet[Any]:
    """A plan with all others of its owner that the member may read."""
    owner = Plan.objects.filter(pk=pk).values("owner")[:1]
    said = JSONObject(pk="pk", display_name="display_name")
    mentors = ArraySubquery(mentors_of(member).values_list(said))
    found: QuerySet[Any] = _looked_at(member).filter(owner=Subquery(owner)).annotate(mentors=mentors)
    return found


def _looked_at(member: Member) -> QuerySet[Any]:
    looks = LastViewed.objects.filter(plan=OuterRef("pk"), member=member)
    return readable_plans(member).annotate(looked_at=Subquery(looks.values("at")[:1]))


def list_own_plans(member: Member) -> list[Any]:
    """Return own plans: those under way first, those that wait behind them, then the finished and the set aside."""
    found = readable_plans(member).filter(owner=member).annotate(_last=Max("log__at"))
    return sorted(found, key=lambda plan: (plan.is_set_aside, plan.is_finished, plan.waits))


def get_plan_paths(keys: Collection[UUID], member: Member) -> dict[UUID, str]:
    """Return the addresses of those of these plans that a member may read."""
    found = Plan.objects.visible_to(member).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plan", args=[key]) for key in found}


@prepared_query
def _on_home(member: Member) -> QuerySet[Any]:
    """One's plans under way; and those that others began to share, or said something to, since one looked at them."""
    overcome = Barrier.objects.filter(plan=OuterRef("pk")).order_by("-overcome_at").exclude(overcome_at=None)
    looked = LastViewed.objects.filter(plan=OuterRef("pk"), member=member).values("at")[:1]
    shared = PlanShare.objects.standing().filter(plan=OuterRef("pk"), member=member).values("at")[:1]
    since = Coalesce(OuterRef("looked_at"), OuterRef("begun_at"))
    comments = PlanComment.objects.filter(plan=OuterRef("pk"), created_at__gt=since).exclude(author=member)
    count = comments.order_by().values("plan").annotate(count=Count("pk")).values("count")
    plans = Plan.objects.visible_to(member).filter(set_aside_at=None).with_waiting().select_related("owner")
    return (
        plans.annotate(unblocked_at=Subquery(overcome.values("overcome_at")[:1]))
        .annotate(looked_at=Subquery(looked), shared_at=Subquery(shared))
        .annotate(said=Subquery(count))
        .filter(
            Q(owner=member, step__lt=steps.FINISHED)
            | Q(said__gt=0)
            | Q(looked_at=None, shared_at__isnull=False)
        )
    )


@dataclass(frozen=True)
class HomePlans:
    """What home says of plans.

    Args:
        under_way: one's own that are neither finished nor set aside, the latest first. Each has ``waits``, and
            ``unblocked_at``: when a goal that came first for it was reached.
        news: those in which something is new to one. Each has ``said``, how much others said to it since one looked;
            and ``looked_at``, which is None for a plan that is shared with one and that one has not looked at yet.
    """

    under_way: list[Any] = field(default_factory=list)
    news: list[Any] = field(default_factory=list)


def get_home_plans(member: Member) -> HomePlans:
    """Read what home says of a member's plans, and of those shared with them, in one question."""
    plans = _on_home(member)
    return HomePlans(
        [plan for plan in plans if plan.owner_id == member.pk and plan.is_open],
        [plan for plan in plans if plan.said or (plan.shared_at and plan.looked_at is None)],
    )


def list_meeting_actions(readable: ReadablePlan) -> list[Action]:
    """Return the owner's actions from meetings that are not in this plan yet; the latest 20."""
    taken = readable.plan.log.exclude(meeting_action_id=None).values("meeting_action_id")
    own = Action.objects.filter(owner=readable.me).exclude(pk__in=taken).select_related("meeting")
    return list(own.order_by("-created_at")[:20])


@dataclass(frozen=True)
class CycleEntry:
    """A plan in its cycle, with the goals that came first."""

    plan: Any
    first: list[Any]
    is_here: bool


def list_cycle(readable: ReadablePlan) -> list[CycleEntry]:
    """Return the cycle a plan belongs to, from its first plan to its latest, for a plan loaded whole.

    A mentor reads the plans of it that were shared with them. A plan that stands by itself has none.
    """
    if not _belongs_to_a_cycle(readable.plan):
        return []
    owned = {plan.pk: plan for plan in readable.cycle}
    start = readable.plan
    while (before := _comes_before(start, owned)) is not None:
        start = before
    chapters, at = [], start
    following = {plan.follows_id: plan for plan in owned.values() if plan.follows_id}
    removed = _removed(owned)
    while at is not None:
        chapters.append(CycleEntry(at, removed.get(at.pk, []), at.pk == readable.plan.pk))
        at = following.get(at.pk)
    return chapters


def _belongs_to_a_cycle(plan: Any) -> bool:
    follows = plan.follows_id or getattr(plan, "followed_by", None) or getattr(plan, "removes", None)
    return bool(follows or any(barrier.goal_id for barrier in plan.barriers.all()))


def _comes_before(plan: Any, owned: dict[UUID, Any]) -> Any:
    """The plan that this one follows, or for whose barrier it came first."""
    if plan.follows_id:
        return owned.get(plan.follows_id)
    barrier = getattr(plan, "removes", None)
    return owned.get(barrier.plan_id) if barrier else None


def _removed(owned: dict[UUID, Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for plan in owned.values():
        barrier = getattr(plan, "removes", None)
        if barrier:
            found.setdefault(barrier.plan_id, []).append(plan)
    return found


def count_waiting_plans(plan: Plan) -> int:
    """Count the plans that wait, one for the other, for this one."""
    pairs = Barrier.objects.filter(plan__owner=plan.owner_id, goal__isnull=False)
    return steps.depth(plan.pk, dict(pairs.values_list("goal", "plan")))
