"""Pathways: creating them, enrolling, marking what was done, and adding a task to a plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans.actions import pathways as actions
from development_plans.forms.pathways import NewPathwayForm, PathwayForm, TaskForm
from development_plans.models import Pathway, PathwayEnrolment, Plan, Task, TaskFile
from development_plans.queries.pathways import (
    can_create,
    get_enrolment,
    get_pathway,
    is_mentor,
    list_coordinated_programmes,
    list_mentees_enrolments,
    list_open_plans,
    list_pathways,
    list_tasks,
)
from files.serving import reply
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


def _readable(request: MemberRequest, pk: UUID) -> Any:
    """Load a pathway the member may read.

    Raises:
        Http404: there is none of that key, or it is not for them.
    """
    found = get_pathway(request.member, pk)
    if found is None:
        raise Http404
    return found


def _kept(request: MemberRequest, pk: UUID) -> Pathway:
    """Load a pathway that is the member's to change.

    Raises:
        Http404: there is none of that key, or somebody else's.
    """
    found = (
        Pathway.objects.editable_by(request.member)
        .select_related("author", "programme")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _task(pathway: Pathway, pk: UUID) -> Task:
    return get_object_or_404(pathway.tasks.select_related("pathway").filter(removed_at=None), pk=pk)


@require_GET
def pathways(request: MemberRequest) -> HttpResponse:
    """List the pathways one may read."""
    context = {"pathways": list_pathways(request.member), "may_make": can_create(request.member)}
    return render(request, "development_plans/pathways.html", context)


@read_or_write
def pathway_new(request: MemberRequest) -> HttpResponse:
    """Make a pathway."""
    programmes, mentors = list_coordinated_programmes(request.member), is_mentor(request.member)
    if not programmes and not mentors:
        raise Http404
    form = NewPathwayForm(request.POST or None, programmes=programmes, mentors=mentors)
    made: list[Pathway] = []
    if form.is_valid():
        wanted = {"programme": None, **form.cleaned_data}
        if done(form, lambda: made.append(actions.create(by=request.member, **wanted))):
            return redirect("pathway", made[0].pk)
    return form_page(request, "development_plans/pathway_form.html", form, {"heading": _("A new pathway")})


@require_GET
def pathway(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a pathway, with one's own way along it."""
    found = _readable(request, pk)
    enrolment = get_enrolment(found, request.member)
    plans = list_open_plans(request.member) if enrolment else []
    context = _frame(found, enrolment, plans) | {
        "can_edit": found.can_edit,
        "mentees": list_mentees_enrolments(found, request.member),
        "may_copy": is_mentor(request.member),
    }
    return render(request, "development_plans/pathway.html", context)


def _frame(
    pathway: Pathway, enrolment: PathwayEnrolment | None, plans: Sequence[Plan] = ()
) -> dict[str, Any]:
    return {"pathway": pathway, "enrolment": enrolment, "lines": list_tasks(pathway, enrolment, plans)}


@read_or_write
def pathway_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what a pathway is called and about."""
    found = _kept(request, pk)
    form = PathwayForm(request.POST or None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.edit(pathway=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("pathway", pk)
    return form_page(
        request,
        "development_plans/pathway_form.html",
        form,
        {"heading": _("Change the pathway"), "pathway": found},
    )


@require_POST
def pathway_opening(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Open a pathway to those it is for."""
    found = _kept(request, pk)
    words = _("It is open now: those it is for find it among their pathways.")
    tried(request, lambda: actions.open_to_all(pathway=found, by=request.member), words)
    return redirect("pathway", pk)


@require_POST
def pathway_copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Copy a pathway, to adapt it."""
    found = _readable(request, pk)
    made: list[Pathway] = []
    words = _("This is your copy. It is a draft until you open it.")
    if tried(request, lambda: made.append(actions.copy(pathway=found, by=request.member)), words):
        return redirect("pathway", made[0].pk)
    return redirect("pathway", pk)


@read_or_write
def task_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a task."""
    found = _kept(request, pk)
    form = TaskForm(request.POST or None, request.FILES or None)
    if form.is_valid() and done(
        form,
        lambda: actions.add_task(
            pathway=found, values=form.said, files=form.cleaned_data["files"], by=request.member
        ),
    ):
        return redirect("pathway", pk)
    return form_page(
        request, "development_plans/pathway_form.html", form, {"heading": _("A task"), "pathway": found}
    )


@read_or_write
def task_edit(request: MemberRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    """Change a task."""
    found = _kept(request, pk)
    task = _task(found, task_pk)
    form = TaskForm(request.POST or None, request.FILES or None, instance=task)
    if form.is_valid() and done(
        form,
        lambda: actions.edit_task(
            task=task, values=form.said, files=form.cleaned_data["files"], by=request.member
        ),
    ):
        return redirect("pathway", pk)
    context = {"heading": _("Change a task"), "pathway": found, "task": task}
    return form_page(request, "development_plans/pathway_form.html", form, context)


@require_POST
def task_removal(request: MemberRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    """Take a task out."""
    task = _task(_kept(request, pk), task_pk)
    tried(request, lambda: actions.remove_task(task=task, by=request.member), _("The task is taken out."))
    return redirect("pathway", pk)


@require_GET
def task_file(request: MemberRequest, pk: UUID, task_pk: UUID, file_pk: UUID) -> HttpResponseBase:
    """Serve a file of a task."""
    task = _task(_readable(request, pk), task_pk)
    return reply(get_object_or_404(TaskFile.objects.visible_to(request.member).filter(task=task), pk=file_pk))


@require_POST
def task_file_removal(request: MemberRequest, pk: UUID, task_pk: UUID, file_pk: UUID) -> HttpResponse:
    """Take a file out of a task."""
    task = _task(_kept(request, pk), task_pk)
    file = get_object_or_404(task.files.select_related("task__pathway"), pk=file_pk)
    tried(request, lambda: actions.remove_file(file=file, by=request.member), _("The file is gone."))
    return redirect("task_edit", pk, task_pk)


@require_POST
def task_move(request: MemberRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    """Move a task one readable."""
    task = _task(_kept(request, pk), task_pk)
    earlier = request.POST.get("to") == "earlier"
    tried(request, lambda: actions.move_task(task=task, earlier=earlier, by=request.member))
    return redirect("pathway", pk)


@require_POST
def task_entry(request: MemberRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    """Come in at a task."""
    task = _task(_readable(request, pk), task_pk)
    tried(request, lambda: actions.enrol(task=task, by=request.member), _("You come in here."))
    return redirect("pathway", pk)


@require_POST
def task_action(request: MemberRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    """Make a task an action of one of one's plans."""
    task = _task(_readable(request, pk), task_pk)
    wanted = request.POST.get("plan", "")
    plan = next((each for each in list_open_plans(request.member) if str(each.pk) == wanted), None)
    if plan is None:
        messages.error(request, _("Choose one of your plans."))
    elif tried(
        request,
        lambda: actions.add_to_plan(task=task, plan=Plan.objects.get(pk=plan.pk), by=request.member),
        _("It is an action of your plan now."),
    ):
        return redirect("plan_step", plan.pk, min(plan.step, 2))
    return redirect("pathway", pk)


@require_GET
def enrolment(request: MemberRequest, pk: UUID, enrolment_pk: UUID) -> HttpResponse:
    """See how far a mentee has come, as their mentor."""
    found = _readable(request, pk)
    enrolment = _get_enrolment(request, found, enrolment_pk)
    return render(request, "development_plans/pathway_enrolment.html", _frame(found, enrolment))


def _get_enrolment(request: MemberRequest, pathway: Pathway, pk: UUID) -> PathwayEnrolment:
    """Load an enrolment that is the member's own, or their mentee's.

    Raises:
        Http404: there is none of that key on this pathway, or it is other people's.
    """
    found = PathwayEnrolment.objects.visible_to(request.member).filter(pathway=pathway)
    return get_object_or_404(found.select_related("member", "entered"), pk=pk)


@require_POST
def pathway_mark(request: MemberRequest, pk: UUID, enrolment_pk: UUID, task_pk: UUID) -> HttpResponse:
    """Mark a task as shown, tried together or done alone; or take one's mark back."""
    found = _readable(request, pk)
    enrolment, task = _get_enrolment(request, found, enrolment_pk), _task(found, task_pk)
    said = request.POST.get("how", "")  # "not-shown" takes the mark back
    how, wanted = said.removeprefix("not-"), not said.startswith("not-")
    tried(
        request,
        lambda: actions.set_mark(enrolment=enrolment, task=task, how=how, done=wanted, by=request.member),
    )
    if enrolment.member_id == request.member.pk:
        return redirect("pathway", pk)
    return redirect("pathway_enrolment", pk, enrolment_pk)
