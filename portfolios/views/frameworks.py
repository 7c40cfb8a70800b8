"""Competency frameworks: reading them with one's own coverage, and designing them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans.models import Plan
from organisations.access import MemberRequest
from organisations.models import Member
from portfolios.actions import frameworks as actions
from portfolios.forms.frameworks import CompetencyForm, FrameworkForm, LevelsForm, ListForm, ShowsForm
from portfolios.models import Competency, Evidence, Framework
from portfolios.queries.frameworks import get_coverage, list_frameworks_with_coverage, list_open_frameworks
from portfolios.views.shared import done, own
from web.responses import form_page, read_or_write, tried


def designs(member: Member) -> bool:
    """Tell whether a member, as a request loads them, may make frameworks: admins and coordinators."""
    facts = ("is_admin", "is_coordinator", "may_design_programmes")
    return any(getattr(member, fact, False) for fact in facts)


def _draft(request: MemberRequest, pk: UUID) -> Framework:
    """Load a draft for somebody who may change it; 404 otherwise."""
    if not designs(request.member):
        raise Http404
    return get_object_or_404(Framework.objects.drafts(), pk=pk)


def _competency(request: MemberRequest, pk: UUID) -> Competency:
    if not designs(request.member):
        raise Http404
    return get_object_or_404(
        Competency.objects.select_related("framework").filter(framework__opened_at=None), pk=pk
    )


@require_GET
def frameworks(request: MemberRequest) -> HttpResponse:
    """List the frameworks in use, each with one's coverage; and drafts, to who designs them."""
    may_design = designs(request.member)
    context = {
        "frameworks": list_frameworks_with_coverage(request.member),
        "drafts": Framework.objects.drafts() if may_design else [],
        "may_design": may_design,
    }
    return render(request, "portfolios/frameworks.html", context)


@require_GET
def framework(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Show a framework as a grid of what one has evidence for; a draft only to who designs it."""
    may_design = designs(request.member)
    found = get_object_or_404(Framework.objects.select_related("followed_by"), pk=pk)
    if found.is_draft and not may_design:
        raise Http404
    context = {
        "framework": found,
        "grid": get_coverage(request.member, found),
        "levels": list(found.levels.all()),
        "may_design": may_design,
        "follower": getattr(found, "followed_by", None),
    }
    return render(request, "portfolios/framework.html", context)


@read_or_write
def framework_new(request: MemberRequest) -> HttpResponse:
    """New framework."""
    if not designs(request.member):
        raise Http404
    form = FrameworkForm(request.POST or None)
    if form.is_valid():
        made = actions.begin(by=request.member, **form.cleaned_data)
        return redirect("framework_edit", made.pk)
    return form_page(request, "portfolios/framework_new.html", form)


@read_or_write
def framework_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Design a draft: its competencies, one more, a list of them, and opening it. Posting adds one."""
    found = _draft(request, pk)
    form = CompetencyForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.add(framework=found, competencies=[form.cleaned_data], by=request.member)
    ):
        return redirect("framework_edit", pk)
    context = {
        "framework": found,
        "competencies": found.competencies.all(),
        "levels": list(found.levels.all()),
    }
    return form_page(request, "portfolios/framework_edit.html", form, context)


@read_or_write
def framework_name(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what a draft is called and what it is for."""
    found = _draft(request, pk)
    form = FrameworkForm(request.POST or None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.change(framework=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("framework_edit", pk)
    return form_page(request, "portfolios/framework_new.html", form, {"framework": found})


@read_or_write
def framework_levels(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write the scale of a draft."""
    found = _draft(request, pk)
    form = LevelsForm(request.POST or None, framework=found)
    if form.is_valid() and done(
        form, lambda: actions.set_levels(framework=found, levels=form.written, by=request.member)
    ):
        return redirect("framework_edit", pk)
    return form_page(request, "portfolios/framework_levels.html", form, {"framework": found})


@read_or_write
def framework_import(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a list of competencies to a draft."""
    found = _draft(request, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid() and done(
        form, lambda: actions.add(framework=found, competencies=form.rows, by=request.member)
    ):
        messages.info(request, _("The list is added. Nobody sees it before you open the framework."))
        return redirect("framework_edit", pk)
    return form_page(request, "portfolios/framework_import.html", form, {"framework": found})


@require_POST
def framework_opening(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put a draft in use."""
    found = _draft(request, pk)
    words = _("Everybody in the organisation can use it now.")
    if tried(request, lambda: actions.open_for_all(framework=found, by=request.member), words):
        return redirect("framework", pk)
    return redirect("framework_edit", pk)


@require_POST
def framework_copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make a draft of the next version, or of a framework like this one."""
    if not designs(request.member):
        raise Http404
    found = get_object_or_404(Framework, pk=pk)
    made: list[Framework] = []
    next_version = request.POST.get("as") == "version"
    words = _("This is a draft. What is in use stays so until you open this one.")
    if tried(
        request,
        lambda: made.append(actions.copy(framework=found, as_next_version=next_version, by=request.member)),
        words,
    ):
        return redirect("framework_edit", made[0].pk)
    return redirect("framework", pk)


@read_or_write
def competency_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a competency of a draft."""
    found = _competency(request, pk)
    form = CompetencyForm(request.POST or None, instance=found)
    if form.is_valid() and done(
        form,
        lambda: actions.change_competency(competency=found, by=request.member, **form.cleaned_data),
    ):
        return redirect("framework_edit", found.framework_id)
    return form_page(
        request, "portfolios/competency_edit.html", form, {"competency": found, "framework": found.framework}
    )


@require_POST
def competency_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a competency out of a draft."""
    found = _competency(request, pk)
    tried(
        request, lambda: actions.remove_competency(competency=found, by=request.member), _("It is taken out.")
    )
    return redirect("framework_edit", found.framework_id)


@read_or_write
def evidence_competencies(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say which competencies a piece of one's evidence shows, and which of one's plans it belongs to."""
    found = own(request, Evidence, pk)
    listed = list_open_frameworks()
    lines = [str(line) for line in found.competency_links.values_list("line", flat=True)]
    start: dict[str, Any] = {f"framework_{each.pk.hex}": lines for each in listed}
    start["plans"] = [str(key) for key in found.plan_links.values_list("plan", flat=True)]
    plans = list(Plan.objects.filter(owner=request.member).exclude(goal=""))
    form = ShowsForm(
        request.POST if request.method == "POST" else None, frameworks=listed, plans=plans, initial=start
    )
    if form.is_valid() and done(
        form,
        lambda: actions.say_what_it_shows(
            evidence=found, lines=form.lines, plans=form.plans, by=request.member
        ),
    ):
        return redirect("evidence", pk)
    context = {"evidence": found, "has_choices": bool(form.fields)}
    return form_page(request, "portfolios/evidence_competencies.html", form, context)
