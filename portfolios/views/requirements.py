"""What a cohort's assessment requires: for candidate and mentor on one page, and for the coordinator to write."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organisations.access import MemberRequest
from organisations.ordering import ByName
from portfolios.actions import requirements as actions
from portfolios.forms.requirements import CriteriaForm, RequirementForm
from portfolios.models import Requirement
from portfolios.models.requirements import candidates
from portfolios.queries.requirements import get_progress
from portfolios.views.shared import done
from programmes.models import Cohort
from web.responses import form_page, read_or_write


@require_GET
def requirements(request: MemberRequest) -> HttpResponse:
    """List where something is required: of oneself, and of one's mentees."""
    found = list(candidates(request.member).order_by(ByName("member__display_name"), "id"))
    context = {
        "own": [each for each in found if each.member_id == request.member.pk],
        "mentees": [each for each in found if each.member_id != request.member.pk],
    }
    return render(request, "portfolios/requirements.html", context)


@require_GET
def requirement(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Show what is required of a candidate and what is still missing, to them and to their mentor."""
    enrolment = get_object_or_404(candidates(request.member), pk=pk)
    context = {
        "state": get_progress(enrolment, request.member),
        "is_mine": enrolment.member_id == request.member.pk,
    }
    return render(request, "portfolios/requirement.html", context)


def _cohort(request: MemberRequest, pk: UUID) -> Cohort:
    coordinated = Cohort.objects.coordinated_by(request.member).select_related("programme")
    return get_object_or_404(coordinated, pk=pk)


@read_or_write
def cohort_requirement(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write in terms of which framework, and by when, a cohort is assessed; then the criteria."""
    cohort = _cohort(request, pk)
    held = Requirement.objects.filter(cohort=cohort).first()
    form = RequirementForm(request.POST or None, instance=held)
    if form.is_valid() and done(
        form, lambda: actions.write(cohort=cohort, by=request.member, **form.cleaned_data)
    ):
        return redirect("cohort_criteria", pk)
    context = {"cohort": cohort, "requirement": held}
    return form_page(request, "portfolios/cohort_requirement.html", form, context)


@read_or_write
def cohort_criteria(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write which competencies a cohort requires, how much evidence for each, and how far."""
    cohort = _cohort(request, pk)
    held = Requirement.objects.filter(cohort=cohort).select_related("framework").first()
    if held is None:
        return redirect("cohort_requirement", pk)
    form = CriteriaForm(
        request.POST if request.method == "POST" else None,
        requirement=held,
        competencies=list(held.framework.competencies.all()),
        levels=list(held.framework.levels.all()),
    )
    if form.is_valid() and done(
        form,
        lambda: actions.set_criteria(
            requirement=held, pieces=form.pieces, level=form.level, by=request.member
        ),
    ):
        messages.info(
            request,
            _("Mentees and mentors of this cohort see it in their portfolio.")
            if form.pieces
            else _("Nothing is required of this cohort."),
        )
        return redirect("cohort", pk)
    context = {"cohort": cohort, "requirement": held}
    return form_page(request, "portfolios/cohort_criteria.html", form, context)
