"""Creating pathways, enrolling in them, and adding a task to a plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans.actions import contents
from development_plans.errors import PlanError
from development_plans.models import Pathway, PathwayEnrolment, Plan, PlanAction, Task, TaskFile, TaskMark
from development_plans.queries.pathways import is_mentor, list_coordinated_programmes
from files.actions import reopened, store
from files.upload_validation import ValidFile
from organisations import audit
from organisations.models import Member
from programmes.models import Programme

MOST = 40  # tasks of one pathway
MOST_FILES = 10  # of one task


@transaction.atomic
def create(*, name: str, about: str, programme: Programme | None, by: Member) -> Pathway:
    """Make a pathway, as a mentor for one's mentees, or as a coordinator for a programme. It is a draft at first.

    Raises:
        PlanError: they mentor nobody, or do not coordinate the programme.
    """
    _check_may_make(programme, by)
    pathway = Pathway.objects.create(
        organisation_id=by.organisation_id,
        author=by,
        programme=programme,
        name=name.strip(),
        about=about.strip(),
    )
    audit.record("pathway.made", on=pathway, by=by)
    return pathway


def _check_may_make(programme: Programme | None, by: Member) -> None:
    if programme and programme not in list_coordinated_programmes(by):
        raise PlanError(_("Only a coordinator of the programme can make a pathway for it."))
    if not programme and not is_mentor(by):
        raise PlanError(_("Pathways of one’s own are for mentors. Choose a programme you coordinate."))


def _kept(pathway: Pathway, by: Member) -> Pathway:
    """Lock a pathway that is one's own to change.

    Raises:
        PlanError: it is somebody else's.
    """
    found = Pathway.objects.select_for_update(of=("self",)).editable_by(by).filter(pk=pathway.pk).first()
    if found is None:
        raise PlanError(_("Only who made this pathway can change it. You can copy it and change the copy."))
    return found


@transaction.atomic
def edit(*, pathway: Pathway, name: str, about: str, by: Member) -> None:
    """Say what it is in other words.

    Raises:
        PlanError: it is somebody else's.
    """
    current = _kept(pathway, by)
    current.name, current.about = name.strip(), about.strip()
    current.save(update_fields=["name", "about"])


@transaction.atomic
def open_to_all(*, pathway: Pathway, by: Member) -> None:
    """Let those in for whom it is: the author's mentees, or everyone in the programme.

    Raises:
        PlanError: it has no task yet, or is somebody else's.
    """
    current = _kept(pathway, by)
    if not current.tasks.filter(removed_at=None).exists():
        raise PlanError(_("Add its first task, then open it."))
    if current.opened_at is None:
        current.opened_at = timezone.now()
        current.save(update_fields=["opened_at"])
        audit.record("pathway.opened", on=current, by=by)


@transaction.atomic
def copy(*, pathway: Pathway, by: Member) -> Pathway:
    """Make a copy of a pathway one may read, with its files, to adapt it; a draft of one's own.

    Raises:
        FileError: the files could not be kept.
        PlanError: they may not make pathways.
    """
    source = Pathway.objects.visible_to(by).get(pk=pathway.pk)
    _check_may_make(None, by)
    made = Pathway.objects.create(
        organisation_id=by.organisation_id,
        author=by,
        adapted_from=source,
        name=source.name,
        about=source.about,
    )
    for task in source.tasks.filter(removed_at=None).prefetch_related("files"):
        said = {name: getattr(task, name) for name in COPIED}
        copied = Task.objects.create(organisation_id=by.organisation_id, pathway=made, **said)
        store(TaskFile, [reopened(file) for file in task.files.all()], by=by, task=copied)
    audit.record("pathway.copied", on=made, by=by, source=source)
    return made


COPIED = ("position", "name", "inside", "link", "practise", "sign")


@transaction.atomic
def add_task(
    *, pathway: Pathway, values: Mapping[str, Any], by: Member, files: Sequence[ValidFile] = ()
) -> Task:
    """Put a task at the end, with files beside it.

    Raises:
        FileError: the files could not be kept.
        PlanError: there are as many as a pathway holds, or it is somebody else's.
    """
    current = _kept(pathway, by)
    there = current.tasks.filter(removed_at=None)
    if there.count() >= MOST:
        raise PlanError(
            _("A pathway holds %(count)d tasks. Make a second one that goes on.") % {"count": MOST}
        )
    last = current.tasks.aggregate(last=Max("position"))["last"]
    position = 1 if last is None else last + 1
    task = Task.objects.create(
        organisation_id=current.organisation_id, pathway=current, position=position, **values
    )
    store(TaskFile, files, by=by, task=task)
    return task


@transaction.atomic
def edit_task(*, task: Task, values: Mapping[str, Any], by: Member, files: Sequence[ValidFile] = ()) -> None:
    """Say a task in other words, and add files to those it has.

    Raises:
        FileError: the files could not be kept.
        PlanError: it would have too many files, or it is somebody else's.
    """
    _kept(task.pathway, by)
    if files and task.files.count() + len(files) > MOST_FILES:
        raise PlanError(
            _("A task can have at most %(most)d files. Take some out first.") % {"most": MOST_FILES}
        )
    Task.objects.filter(pk=task.pk).update(**values)
    store(TaskFile, files, by=by, task=task)


@transaction.atomic
def remove_file(*, file: TaskFile, by: Member) -> None:
    """Take a file out of a task; its bytes go soon after.

    Raises:
        PlanError: it is somebody else's.
    """
    _kept(file.task.pathway, by)
    file.delete()


@transaction.atomic
def remove_task(*, task: Task, by: Member) -> None:
    """Take a task out; whoever did it keeps their marks.

    Raises:
        PlanError: it is the last one of an open pathway, or somebody else's.
    """
    current = _kept(task.pathway, by)
    if current.opened_at and current.tasks.filter(removed_at=None).count() == 1:
        raise PlanError(_("An open pathway needs a task. Change this one instead."))
    current.tasks.filter(pk=task.pk).update(removed_at=timezone.now())


@transaction.atomic
def move_task(*, task: Task, earlier: bool, by: Member) -> None:
    """Change places with the task before, or after.

    Raises:
        PlanError: it is somebody else's.
    """
    current = _kept(task.pathway, by)
    order = list(current.tasks.filter(removed_at=None))
    at = order.index(task)
    to = at - 1 if earlier else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    for position, each in enumerate(order, 1):
        each.position = position
    Task.objects.bulk_update(order, ["position"])


@transaction.atomic
def enrol(*, task: Task, by: Member) -> PathwayEnrolment:
    """Enrol in a pathway from a task on, wherever one's capability is; enrolling again moves the entry.

    Raises:
        PlanError: it is not open to them.
    """
    pathway = Pathway.objects.visible_to(by).filter(pk=task.pathway_id).first()
    if pathway is None or pathway.opened_at is None or task.removed_at:
        raise PlanError(_("This pathway is not open yet."))
    enrolment, made = PathwayEnrolment.objects.update_or_create(
        organisation_id=by.organisation_id, pathway=pathway, member=by, defaults={"entered": task}
    )
    audit.record("pathway.entered" if made else "pathway.entry-moved", on=enrolment, by=by)
    return enrolment


@transaction.atomic
def set_mark(*, enrolment: PathwayEnrolment, task: Task, how: str, done: bool, by: Member) -> None:
    """Mark a task as shown, tried together or done alone; or take one's own mark back. Twice is once.

    Raises:
        PlanError: the enrolment is not theirs nor their mentee's, or the task is of another pathway.
    """
    current = PathwayEnrolment.objects.visible_to(by).filter(pk=enrolment.pk).first()
    if current is None or task.pathway_id != current.pathway_id or how not in TaskMark.How.values:
        raise PlanError(_("You cannot mark tasks for this person."))
    if not done:
        if not TaskMark.objects.filter(enrolment=current, task=task, how=how, by=by).delete()[0]:
            raise PlanError(_("Only who set this mark can remove it."))
        return
    _mark, made = TaskMark.objects.get_or_create(
        organisation_id=current.organisation_id, enrolment=current, task=task, how=how, defaults={"by": by}
    )
    if made:
        audit.record("pathway.marked", on=current, by=by, how=how)


@transaction.atomic
def add_to_plan(*, task: Task, plan: Plan, by: Member) -> PlanAction:
    """Make a task an action of one's plan.

    Raises:
        PlanError: the plan is somebody else's, finished or set aside, or full; the task is in it already.
    """
    if plan.actions.filter(task_id=task.pk).exists():
        raise PlanError(_("This task is an action of that plan already."))
    action = contents.add_action(plan=plan, text=task.name, needs=task.practise[:300], by=by)
    action.task_id = task.pk
    action.save(update_fields=["task_id"])
    return action
