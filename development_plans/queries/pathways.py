"""What the pages of pathways show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q

from development_plans import evidence_links
from development_plans.models import Pathway, PathwayEnrolment, Plan, PlanAction, Task, TaskMark
from organisations.models import Member
from organisations.ordering import ByName
from partnerships.models import Party
from programmes.models import Programme


def is_mentor(member: Member) -> bool:
    """Whether a member mentors anybody now."""
    return Party.objects.filter(member=member, role="mentor", partnership__conclusion=None).exists()


def list_coordinated_programmes(member: Member) -> list[Programme]:
    """Return the programmes a member coordinates, by name."""
    return list(Programme.objects.filter(coordinations__member=member).order_by(ByName("name"), "id"))


def can_create(member: Member) -> bool:
    """Whether a member can make pathways."""
    return is_mentor(member) or bool(list_coordinated_programmes(member))


def list_pathways(member: Member) -> list[Any]:
    """Return the pathways a member may read, each with how many ``steps`` it has."""
    found = Pathway.objects.visible_to(member).select_related("author", "programme")
    return list(found.annotate(steps=Count("tasks", filter=Q(tasks__removed_at=None))))


def get_pathway(member: Member, pk: UUID) -> Any:
    """Load a pathway a member may read, with ``can_edit``; None when there is none of that key."""
    found = (
        Pathway.objects.visible_to(member)
        .with_can_edit(member)
        .select_related("author", "programme", "adapted_from")
    )
    return found.filter(pk=pk).first()


@dataclass(frozen=True)
class TaskProgress:
    """A task, as somebody on the pathway sees it."""

    task: Task
    marks: dict[str, TaskMark]
    is_before_entry: bool
    plans: list[Any]  # of whoever is on it, with ``taken``: the tasks that are actions of each already

    @property
    def possible_plans(self) -> list[Any]:
        """The plans it could become an action of."""
        return [plan for plan in self.plans if self.task.pk not in plan.taken]

    @property
    def plans_with_it(self) -> list[Any]:
        """The plans it is an action of."""
        return [plan for plan in self.plans if self.task.pk in plan.taken]

    @property
    def choices(self) -> list[tuple[str, Any, TaskMark | None]]:
        """Each way of having done it: its value, its words, and the mark if it is set."""
        return [(value, label, self.marks.get(value)) for value, label in TaskMark.How.choices]

    @property
    def is_done(self) -> bool:
        return TaskMark.How.ALONE in self.marks

    @property
    def kept_at(self) -> str:
        """Where whoever did it alone keeps it as evidence; "" where no floor above has a place for that."""
        return evidence_links.address(self.task.pk) if self.is_done else ""


def list_tasks(
    pathway: Pathway, enrolment: PathwayEnrolment | None, plans: Sequence[Any] = ()
) -> list[TaskProgress]:
    """Return a pathway's tasks in order, with the marks and the plans of one enrolment."""
    marks: dict[UUID, dict[str, TaskMark]] = {}
    if enrolment:
        for mark in enrolment.marks.select_related("by"):
            marks.setdefault(mark.task_id, {})[mark.how] = mark
    entry = enrolment.entered.position if enrolment else 0
    tasks = pathway.tasks.filter(removed_at=None).prefetch_related("files")
    return [TaskProgress(task, marks.get(task.pk, {}), task.position < entry, list(plans)) for task in tasks]


def get_mark_done_alone(member: Member, task: UUID) -> TaskMark | None:
    """Return the mark by which a task of a pathway the member is on is done alone, with its task and pathway."""
    marks = TaskMark.objects.filter(enrolment__member=member, task=task, how=TaskMark.How.ALONE)
    return marks.select_related("task__pathway").first()


def get_enrolment(pathway: Pathway, member: Member) -> PathwayEnrolment | None:
    """Return a member's own enrolment in a pathway; None when they are not on it."""
    return (
        PathwayEnrolment.objects.filter(pathway=pathway, member=member)
        .select_related("entered", "member")
        .first()
    )


def list_mentees_enrolments(pathway: Pathway, member: Member) -> list[Any]:
    """Return the enrolments of the member's mentees, each with how many tasks are ``done`` alone."""
    found = PathwayEnrolment.objects.visible_to(member).filter(pathway=pathway).exclude(member=member)
    done = Count("marks", filter=Q(marks__how=TaskMark.How.ALONE))
    return list(
        found.select_related("member").annotate(done=done).order_by(ByName("member__display_name"), "id")
    )


def list_open_plans(member: Member) -> list[Any]:
    """Return the member's plans that an action can be added to, with ``taken``: the tasks that are actions of each."""
    taken = PlanAction.objects.filter(plan=OuterRef("pk")).exclude(task_id=None).values("task_id")
    return list(Plan.objects.filter(owner=member).under_way().annotate(taken=ArraySubquery(taken)))
