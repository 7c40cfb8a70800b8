"""What the pages of pathways show, in few questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q

from development_plans import keeping
from development_plans.models import Mark, Pathway, Plan, PlanAction, Task, Walk
from organisations.models import Member
from organisations.ordering import ByName
from partnerships.models import Party
from programmes.models import Programme


def mentors_somebody(member: Member) -> bool:
    """Whether a member mentors anybody now."""
    return Party.objects.filter(member=member, role="mentor", partnership__conclusion=None).exists()


def programmes_of(member: Member) -> list[Programme]:
    """Return the programmes a member coordinates, by name."""
    return list(Programme.objects.filter(coordinations__member=member).order_by(ByName("name"), "id"))


def may_make(member: Member) -> bool:
    """Whether a member can make pathways."""
    return mentors_somebody(member) or bool(programmes_of(member))


def pathways(member: Member) -> list[Any]:
    """Return the pathways a member may read, each with how many ``steps`` it has."""
    found = Pathway.objects.visible_to(member).select_related("author", "programme")
    return list(found.annotate(steps=Count("tasks", filter=Q(tasks__removed_at=None))))


def pathway(member: Member, pk: UUID) -> Any:
    """Load a pathway a member may read, with ``keeps``; None when there is none of that key."""
    found = (
        Pathway.objects.visible_to(member)
        .with_keeping(member)
        .select_related("author", "programme", "adapted_from")
    )
    return found.filter(pk=pk).first()


@dataclass(frozen=True)
class Line:
    """A task as a walk shows it."""

    task: Task
    marks: dict[str, Mark]
    is_before_entry: bool
    plans: list[Any]  # of who walks, with ``taken``: the tasks that are actions of each already

    @property
    def possible_plans(self) -> list[Any]:
        """The plans it could become an action of."""
        return [plan for plan in self.plans if self.task.pk not in plan.taken]

    @property
    def plans_with_it(self) -> list[Any]:
        """The plans it is an action of."""
        return [plan for plan in self.plans if self.task.pk in plan.taken]

    @property
    def choices(self) -> list[tuple[str, Any, Mark | None]]:
        """Each way of having done it: its value, its words, and the mark if it is set."""
        return [(value, label, self.marks.get(value)) for value, label in Mark.How.choices]

    @property
    def is_done(self) -> bool:
        return Mark.How.ALONE in self.marks

    @property
    def kept_at(self) -> str:
        """Where whoever did it alone keeps it as evidence; "" where no floor above has a place for that."""
        return keeping.address(self.task.pk) if self.is_done else ""


def lines(pathway: Pathway, walk: Walk | None, plans: Sequence[Any] = ()) -> list[Line]:
    """Return a pathway's tasks in order, with the marks of a walk and the plans of who walks."""
    marks: dict[UUID, dict[str, Mark]] = {}
    if walk:
        for mark in walk.marks.select_related("by"):
            marks.setdefault(mark.task_id, {})[mark.how] = mark
    entry = walk.entered.position if walk else 0
    tasks = pathway.tasks.filter(removed_at=None).prefetch_related("files")
    return [Line(task, marks.get(task.pk, {}), task.position < entry, list(plans)) for task in tasks]


def done_alone(member: Member, task: UUID) -> Mark | None:
    """Return the mark by which a task of a member's own walk is done alone, with its task and pathway."""
    marks = Mark.objects.filter(walk__member=member, task=task, how=Mark.How.ALONE)
    return marks.select_related("task__pathway").first()


def walk_of(pathway: Pathway, member: Member) -> Walk | None:
    """Return a member's own walk of a pathway; None when they have not come in."""
    return Walk.objects.filter(pathway=pathway, member=member).select_related("entered", "member").first()


def mentees_walks(pathway: Pathway, member: Member) -> list[Any]:
    """Return the walks of the member's mentees, each with how many tasks are ``done`` alone."""
    found = Walk.objects.visible_to(member).filter(pathway=pathway).exclude(member=member)
    done = Count("marks", filter=Q(marks__how=Mark.How.ALONE))
    return list(
        found.select_related("member").annotate(done=done).order_by(ByName("member__display_name"), "id")
    )


def open_plans(member: Member) -> list[Any]:
    """Return the member's plans that an action can be added to, with ``taken``: the tasks that are actions of each."""
    taken = PlanAction.objects.filter(plan=OuterRef("pk")).exclude(task_id=None).values("task_id")
    return list(Plan.objects.filter(owner=member).under_way().annotate(taken=ArraySubquery(taken)))
