"""Assessments: asking a mentor for one, answering, and reading what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from files import serving
from organisations.access import MemberRequest
from portfolios.actions import assessments as actions
from portfolios.forms.assessments import (
    AssessmentRequestForm,
    AssessmentResultForm,
    DeclineForm,
    LineManagementForm,
    starting,
)
from portfolios.models import AssessedFile, Assessment
from portfolios.queries.assessments import can_look_again, get_assessments, list_assessed_evidence
from portfolios.queries.frameworks import list_open_frameworks
from portfolios.views.shared import done
from web.responses import form_page, read_or_write, tried


def _load(request: MemberRequest, pk: UUID, *, side: str = "") -> Any:
    """Load an assessment of the member's, with its state; with a ``side`` (owner or assessor), only when they are that.

    Raises:
        Http404: there is none of that key, or it is not theirs.
    """
    found = get_object_or_404(Assessment.objects.visible_to(request.member).with_state(), pk=pk)
    if side and getattr(found, f"{side}_id") != request.member.pk:
        raise Http404
    return found


@require_GET
def assessments(request: MemberRequest) -> HttpResponse:
    """List what one asked for, and what one is asked."""
    context = {"those": get_assessments(request.member)}
    return render(request, "portfolios/assessments.html", context)


@require_GET
def assessment(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read an assessment: what was asked, the evidence as it was then, and what came of it."""
    found = _load(request, pk)
    context = _page(request, found)
    actions.note_read(assessment=found, by=request.member)
    return render(request, "portfolios/assessment.html", context)


def _page(request: MemberRequest, found: Assessment) -> dict[str, Any]:
    is_mine = found.owner_id == request.member.pk
    again = Assessment.objects.visible_to(request.member).filter(first=found).with_state()
    looks = list(again) if found.is_judged and found.first_id is None else []
    return {
        "assessment": found,
        "is_mine": is_mine,
        "pieces": list_assessed_evidence(found, request.member),
        "declarations": list(found.declarations.select_related("by")),
        "still_shared": found.is_over and is_mine and actions.given_shares(found, request.member),
        "looks": looks,
        "can_look_again": is_mine and can_look_again(found, looks),
    }


@require_GET
def assessed_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Download a file as it was when an assessment was asked for, while one may see it."""
    return serving.reply(get_object_or_404(AssessedFile.objects.visible_to(request.member), pk=pk))


@require_GET
def assessed_thumbnail(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Return the small picture of such a file, where it is one."""
    file = get_object_or_404(AssessedFile.objects.visible_to(request.member), pk=pk)
    return serving.reply(file, "thumbnail")


@read_or_write
def assessment_new(request: MemberRequest) -> HttpResponse:
    """Ask a mentor for an assessment; ``?competency=`` and ``?evidence=`` choose what it begins with."""
    return _ask(request, None)


@read_or_write
def assessment_second_look(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask for a second look, of the same mentor or another."""
    found = _load(request, pk, side="owner")
    if not can_look_again(found, found.second_looks.with_state()):
        return redirect("assessment", pk)
    return _ask(request, found)


def _ask(request: MemberRequest, first: Assessment | None) -> HttpResponse:
    places, frameworks = actions.mentors(request.member), list_open_frameworks()
    begun: dict[str, Any] = {
        "competency": starting(frameworks, request.GET.get("competency", "")),
        "evidence": [request.GET.get("evidence", "")],
    }
    if first:
        begun = {"evidence": list(first.assessed_evidence.values_list("source", flat=True))}
    form = AssessmentRequestForm(
        request.POST if request.method == "POST" else None,
        member=request.member,
        places=places,
        frameworks=frameworks,
        second=first is not None,
        initial=begun,
    )
    made: list[Assessment] = []
    if form.is_valid() and done(form, lambda: made.append(_asked(request, form, first))):
        messages.info(request, _("It is asked. You can withdraw it until it is judged."))
        return redirect("assessment", made[0].pk)
    context = {
        "places": places,
        "frameworks": frameworks,
        "first": first,
        "has_evidence": form.fields["evidence"].queryset.exists(),  # type: ignore[attr-defined]  # of this field
    }
    return form_page(request, "portfolios/assessment_new.html", form, context)


def _asked(request: MemberRequest, form: AssessmentRequestForm, first: Assessment | None) -> Assessment:
    wanted = form.wanted
    if first:
        wanted["competency"] = first.competency
    return actions.ask(**wanted, by=request.member, first=first)


@read_or_write
def assessment_beginning(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have the assessor say whether they may judge, before they do."""
    found = _load(request, pk, side="assessor")
    if not found.is_open or found.has_begun:
        return redirect("assessment", pk)
    form = LineManagementForm(request.POST if request.method == "POST" else None, owner=found.owner)
    begun: list[bool] = []
    if form.is_valid() and done(
        form,
        lambda: begun.append(actions.begin(assessment=found, manages=form.manages, by=request.member)),
    ):
        if begun[0]:
            return redirect("assessment_judgement", pk)
        messages.info(request, _("It is noted. They hear that somebody else has to do this."))
        return redirect("assessment", pk)
    return form_page(request, "portfolios/assessment_beginning.html", form, {"assessment": found})


@read_or_write
def assessment_judgement(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have the assessor read the evidence, give feedback and judge."""
    found = _load(request, pk, side="assessor")
    if not found.is_open or not found.has_begun:
        return redirect("assessment", pk)
    levels = list(found.competency.framework.levels.all())
    form = AssessmentResultForm(request.POST if request.method == "POST" else None, levels=levels)
    if form.is_valid() and done(
        form, lambda: actions.judge(assessment=found, by=request.member, **form.cleaned_data)
    ):
        messages.info(request, _("It is given. It stays as it is, and only the two of you can read it."))
        return redirect("assessment", pk)
    return form_page(request, "portfolios/assessment_judgement.html", form, _page(request, found))


@read_or_write
def assessment_ending(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what one asked for, or decline what one is asked, after being asked."""
    found = _load(request, pk)
    if not found.is_open:
        return redirect("assessment", pk)
    is_mine = found.owner_id == request.member.pk
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, lambda: _end(request, found, form)):
        messages.info(
            request, _("It is withdrawn.") if is_mine else _("It is declined, and they hear of it.")
        )
        return redirect("assessment", pk)
    context = {"assessment": found, "is_mine": is_mine}
    return form_page(request, "portfolios/assessment_ending.html", form, context)


def _end(request: MemberRequest, found: Assessment, form: DeclineForm) -> None:
    if found.owner_id == request.member.pk:
        actions.take_back(assessment=found, by=request.member)
    else:
        actions.decline(assessment=found, why=form.cleaned_data["why"], by=request.member)


@require_POST
def assessment_shares_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what was shared for an assessment that is over."""
    found = _load(request, pk, side="owner")
    tried(
        request,
        lambda: actions.end_shares(assessment=found, by=request.member),
        _("What you shared for it is yours alone again."),
    )
    return redirect("assessment", pk)
