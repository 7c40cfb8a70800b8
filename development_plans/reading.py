"""What the pages of plans show, read in few questions whose number does not depend on how much there is."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from development_plans import steps
from development_plans.models import (
    Asking,
    Barrier,
    Comment,
    Conclusion,
    FeedbackAnswer,
    Look,
    Plan,
    Share,
    StepSnapshot,
)
from development_plans.steps import Written
from meetings.models import Action, AgendaItem, Attendance, Meeting
from meetings.wording import names_of
from organisations.models import Member
from organisations.ordering import ByName
from organisations.questions import asked_often, prepared
from partnerships.models import Party
from web.words import STEPS, Words

SOURCE = "plan"  # of an agenda item


def written_in(plan: Plan) -> Written:
    """Read what stands in a plan, as far as its steps ask."""
    actions = plan.actions.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    stuck = Q(overcome_at=None) & (Q(way="") | Q(goal__isnull=False))
    barriers = plan.barriers.aggregate(all=Count("pk"), open=Count("pk", filter=stuck))
    return Written(
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
        concluded=Conclusion.objects.filter(plan=plan).exists(),
    )


@dataclass(frozen=True)
class Place:
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


def _plans(member: Member) -> QuerySet[Plan]:
    return (
        Plan.objects.visible_to(member)
        .with_waiting()
        .select_related("owner", "conclusion", "follows", "followed_by", "removes__plan")
    )


def place(member: Member, pk: UUID, *, whole: bool = False) -> Place | None:
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
    return Place(plan, member, plans)


@asked_often
def _one(member: Member, pk: UUID) -> QuerySet[Any]:
    return _looked_at(member).filter(pk=pk)


@asked_often
def _cycle(member: Member, pk: UUID) -> QuerySet[Any]:
    """A plan with all others of its owner that the member may read."""
    owner = Plan.objects.filter(pk=pk).values("owner")[:1]
    said = JSONObject(pk="pk", display_name="display_name")
    mentors = ArraySubquery(_mentors_of(member).values_list(said))
    found: QuerySet[Any] = _looked_at(member).filter(owner=Subquery(owner)).annotate(mentors=mentors)
    return found


def _looked_at(member: Member) -> QuerySet[Any]:
    looks = Look.objects.filter(plan=OuterRef("pk"), member=member)
    return _plans(member).annotate(looked_at=Subquery(looks.values("at")[:1]))


def mine(member: Member) -> list[Any]:
    """Return own plans: those under way first, those that wait behind them, then the finished and the set aside."""
    found = _plans(member).filter(owner=member).annotate(_last=Max("log__at"))
    return sorted(found, key=lambda plan: (plan.is_set_aside, plan.is_finished, plan.waits))


def pages_of(keys: Collection[UUID], member: Member) -> dict[UUID, str]:
    """Return the addresses of those of these plans that a member may read."""
    found = Plan.objects.visible_to(member).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plan", args=[key]) for key in found}


@dataclass(frozen=True)
class Mentee:
    """A mentee with the plans they shared."""

    member: Member
    plans: list[Any]


def shared_with(member: Member) -> list[Mentee]:
    """Return what mentees shared with a mentor, by mentee; each plan with ``progress_at``, when the log last grew."""
    shared = Share.objects.standing().filter(plan=OuterRef("pk"), member=member)
    comments = Comment.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    found = (
        _plans(member)
        .filter(Exists(shared), set_aside_at=None)
        .exclude(owner=member)
        .annotate(
            progress_at=Max("log__at"), said=Subquery(comments.annotate(count=Count("pk")).values("count"))
        )
        .order_by(ByName("owner__display_name"), "owner", "step", "-begun_at")
    )
    people: dict[UUID, Mentee] = {}
    for plan in found:
        people.setdefault(plan.owner_id, Mentee(plan.owner, [])).plans.append(plan)
    return list(people.values())


def mentors_of(member: Member) -> list[Member]:
    """Return the mentors a member works with now, by name."""
    return list(_mentors_of(member))


def _mentors_of(member: Member) -> QuerySet[Member]:
    own = Party.objects.filter(member=member, role="mentee", partnership__conclusion=None)
    those = Party.objects.filter(partnership__in=own.values("partnership"), role="mentor")
    return Member.objects.filter(pk__in=those.values("member")).in_order()


@dataclass(frozen=True)
class Sharing:
    """To whom a plan is shown, and to whom it could be."""

    standing: list[Share]
    possible: list[dict[str, str]]  # the key and the name of each
    past: list[Share]

    @property
    def names(self) -> str:
        """Those who may read it, in a row."""
        return names_of([share.member for share in self.standing])


def sharing(place: Place) -> Sharing:
    """Read who may see one's plan, now and before; on its page also to whom it could be shown."""
    rows = _shares(place.plan)
    standing = [row for row in rows if row.stands]
    shown = {str(row.member_id) for row in standing}
    return Sharing(
        standing,
        [mentor for mentor in getattr(place.plan, "mentors", ()) if mentor["pk"] not in shown],
        [row for row in rows if row.taken_back_at is not None],
    )


@asked_often
def _shares(plan: Plan) -> QuerySet[Any]:
    stands = Exists(Share.objects.standing().filter(pk=OuterRef("pk")))
    return Share.objects.filter(plan=plan).select_related("member").annotate(stands=stands)


def comments(place: Place, step: int | None = None) -> list[Any]:
    """Return what was said to a plan, or beside one of its steps, the earliest first.

    Each has ``is_new``: somebody else said it since one looked at the plan.
    """
    found = [said for said in _comments(place.plan) if step is None or said.step == step]
    since = place.plan.looked_at
    for comment in found:
        comment.is_new = comment.author_id != place.me.pk and (since is None or since < comment.created_at)
    return found


@asked_often
def _comments(plan: Plan) -> QuerySet[Any]:
    return Comment.objects.filter(plan=plan).select_related("author")


@asked_often
def _on_home(member: Member) -> QuerySet[Any]:
    """One's plans under way; and those that others began to share, or said something to, since one looked at them."""
    woken = Barrier.objects.filter(plan=OuterRef("pk")).order_by("-overcome_at").exclude(overcome_at=None)
    looked = Look.objects.filter(plan=OuterRef("pk"), member=member).values("at")[:1]
    shared = Share.objects.standing().filter(plan=OuterRef("pk"), member=member).values("at")[:1]
    since = Coalesce(OuterRef("looked_at"), OuterRef("begun_at"))
    comments = Comment.objects.filter(plan=OuterRef("pk"), created_at__gt=since).exclude(author=member)
    count = comments.order_by().values("plan").annotate(count=Count("pk")).values("count")
    plans = Plan.objects.visible_to(member).filter(set_aside_at=None).with_waiting().select_related("owner")
    return (
        plans.annotate(woken_at=Subquery(woken.values("overcome_at")[:1]))
        .annotate(looked_at=Subquery(looked), shared_at=Subquery(shared))
        .annotate(said=Subquery(count))
        .filter(
            Q(owner=member, step__lt=steps.FINISHED)
            | Q(said__gt=0)
            | Q(looked_at=None, shared_at__isnull=False)
        )
    )


@dataclass(frozen=True)
class OnHome:
    """What home says of plans.

    Args:
        under_way: one's own that are neither finished nor set aside, the latest first. Each has ``waits``, and
            ``woken_at``: when a goal that came first for it was reached.
        news: those in which something is new to one. Each has ``said``, how much others said to it since one looked;
            and ``looked_at``, which is None for a plan that is shared with one and that one has not looked at yet.
    """

    under_way: list[Any] = field(default_factory=list)
    news: list[Any] = field(default_factory=list)


def on_home(member: Member) -> OnHome:
    """Read what home says of a member's plans, and of those shared with them, in one question."""
    plans = _on_home(member)
    return OnHome(
        [plan for plan in plans if plan.owner_id == member.pk and plan.is_open],
        [plan for plan in plans if plan.said or (plan.shared_at and plan.looked_at is None)],
    )


def promises(place: Place) -> list[Action]:
    """Return what the owner promised in meetings and has not taken over into this plan yet; the latest 20."""
    taken = place.plan.log.exclude(promise_id=None).values("promise_id")
    own = Action.objects.filter(owner=place.me).exclude(pk__in=taken).select_related("meeting")
    return list(own.order_by("-created_at")[:20])


def next_meetings(place: Place, sharing: Sharing) -> list[Any]:
    """Return the next meetings onto whose agenda the plan can come, each with ``with_names``: who else is invited.

    All who are invited may read the plan, and it is not on the agenda yet.
    """
    found = list(_next_meetings(place.me, place.plan, timezone.now()))
    names = {share.member_id: share.member for share in sharing.standing}
    for meeting in found:
        meeting.with_names = names_of([names[key] for key in meeting.others if key in names])
    return found


@asked_often
def _next_meetings(me: Member, plan: Plan, now: datetime) -> QuerySet[Any]:
    others = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(member=me)
    on_agenda = AgendaItem.objects.filter(meeting=OuterRef("pk"), source=SOURCE, source_id=plan.pk)
    meetings = meetings_of_readers(me, plan).standing().upcoming(now).exclude(Exists(on_agenda))
    found: QuerySet[Any] = meetings.annotate(others=ArraySubquery(others.order_by("id").values("member_id")))
    return found[:3]


def meetings_of_readers(me: Member, plan: Plan) -> Any:
    """Return the owner's meetings with others, of whom each may read the plan."""
    shown = Share.objects.standing().filter(plan=plan).values("member")
    others = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(member=me)
    mine = Meeting.objects.visible_to(me)
    return mine.filter(Exists(others), ~Exists(others.exclude(member__in=shown)))


def askings(place: Place) -> list[Any]:
    """Return what feedback was asked of whom, the latest first."""
    answers = Prefetch("answers", FeedbackAnswer.objects.select_related("invitation"))
    return list(Asking.objects.filter(plan=place.plan).with_counts().prefetch_related(answers))


@dataclass(frozen=True)
class Chapter:
    """A plan in the story of its cycle, with the goals that came first."""

    plan: Any
    first: list[Any]
    is_here: bool


def story(place: Place) -> list[Chapter]:
    """Return the cycle a plan belongs to, from its first plan to its latest, of a place loaded whole.

    A mentor reads the plans of it that were shared with them. A plan that stands by itself has none.
    """
    if not _belongs_to_a_cycle(place.plan):
        return []
    owned = {plan.pk: plan for plan in place.cycle}
    start = place.plan
    while (before := _comes_before(start, owned)) is not None:
        start = before
    chapters, at = [], start
    following = {plan.follows_id: plan for plan in owned.values() if plan.follows_id}
    removed = _removed(owned)
    while at is not None:
        chapters.append(Chapter(at, removed.get(at.pk, []), at.pk == place.plan.pk))
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


@dataclass(frozen=True)
class StepCounts:
    """How many mentees of a cohort were at which step, and on which day they were counted."""

    taken_at: datetime
    rows: list[tuple[Words, int]]


def count_at_steps(cohort: UUID) -> StepCounts | None:
    """Return the latest weekly count of a cohort's plans, for a coordinator of its programme.

    None where there is nothing to tell without telling of single people; steps of fewer than five are told together.
    """
    snapshot = StepSnapshot.objects.filter(cohort=cohort).exclude(figures=[]).first()
    if snapshot is None:
        return None
    labels = [*STEPS, _("finished")]
    told = zip(labels, snapshot.figures, strict=True)
    rows: list[tuple[Words, int]] = [(capfirst(str(label)), people) for label, people in told if people]
    if snapshot.others:
        rows.append((_("Other steps"), snapshot.others))
    return StepCounts(snapshot.taken_at, rows)


def depth_of(plan: Plan) -> int:
    """Count the plans that wait, one for the other, for this one."""
    pairs = Barrier.objects.filter(plan__owner=plan.owner_id, goal__isnull=False)
    return steps.depth(plan.pk, dict(pairs.values_list("goal", "plan")))
