"""Programmes and their cohorts: the list, one of them, making and changing them."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest, only
from organisations.ordering import ByName
from programmes import actions, explanations
from programmes.actions.cohorts import invitations_to_withdraw
from programmes.apps import works_here
from programmes.errors import ProgrammeError
from programmes.forms.design import CohortForm, CoordinatorForm, NewProgrammeForm, ProgrammeForm
from programmes.forms.fields import add_refusal
from programmes.models import Cohort, Coordination, Enrolment, Programme, Proposal
from programmes.views.people import cohort_of
from web.htmx import WRONG_INPUT
from web.labels import STAGES
from web.responses import read_or_write

OUT = [Enrolment.State.WITHDRAWN, Enrolment.State.DECLINED]


def _counted_cohorts() -> Prefetch[str]:
    there = ~Q(enrolments__state__in=OUT)
    cohorts = Cohort.objects.annotate(
        mentors=Count("enrolments", filter=there & Q(enrolments__role="mentor")),
        mentees=Count("enrolments", filter=there & Q(enrolments__role="mentee")),
    )
    return Prefetch("cohorts", cohorts.order_by("-starts_on", ByName("name")))


@require_GET
def programmes(request: MemberRequest) -> HttpResponse:
    """List the programmes in which one takes part, and those that one coordinates, with their cohorts."""
    coordinated = Programme.objects.coordinated_by(request.member)
    context = {
        "works_here": works_here(request.member),
        "mine": Enrolment.objects.of(request.member).select_related("cohort__programme"),
        "programmes": coordinated.prefetch_related(_counted_cohorts()).order_by(ByName("name"), "id"),
    }
    return render(request, "programmes/programmes.html", context)


@read_or_write
@only("may_design_programmes")
def programme_new(request: MemberRequest) -> HttpResponse:
    """Make a programme from a starting point."""
    form = NewProgrammeForm(request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            made = actions.create_programme(
                name=wanted["name"], template=wanted["template"], by=request.member
            )
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(
                request, _("Your programme is here. All of it is a first draft: change what you like.")
            )
            return redirect("programme", made.pk)
    return render(request, "programmes/programme_new.html", {"form": form}, status=_status(form))


@require_GET
def programme(request: MemberRequest, pk: str) -> HttpResponse:
    """See a programme whole: purpose, pace, cohorts, questions, stage guide, matching rules, agreement."""
    found = get_object_or_404(
        Programme.objects.coordinated_by(request.member).prefetch_related(
            _counted_cohorts(), "questions", "practices", "criteria", "coordinations__member"
        ),
        pk=pk,
    )
    labels = {question.key: question.label for question in found.questions.all()}
    practices = list(found.practices.all())
    context = {
        "programme": found,
        "rules": [
            (rule, explanations.of_rule({"kind": rule.kind, **rule.settings}, labels))
            for rule in found.criteria.all()
        ],
        "guide": [
            (stage, weeks, [practice for practice in practices if practice.stage == stage.value])
            for stage, weeks in zip(STAGES, found.weeks, strict=True)
        ],
    }
    return render(request, "programmes/programme.html", context)


@read_or_write
def programme_edit(request: MemberRequest, pk: str) -> HttpResponse:
    """Change purpose, pace and agreement."""
    found = get_object_or_404(Programme.objects.coordinated_by(request.member), pk=pk)
    name = found.name
    form = ProgrammeForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            actions.edit_programme(programme=found, values=form.cleaned_data, by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("Your changes are saved."))
            return redirect("programme", found.pk)
    context = {"form": form, "programme": found, "name": name}
    return render(request, "programmes/programme_edit.html", context, status=_status(form))


@read_or_write
def cohort_new(request: MemberRequest, pk: str) -> HttpResponse:
    """Open an intake."""
    found = get_object_or_404(Programme.objects.coordinated_by(request.member), pk=pk)
    form = CohortForm(request.POST or None)
    if form.is_valid():
        try:
            cohort = actions.create_cohort(programme=found, by=request.member, **form.cleaned_data)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The cohort is open. Next, bring its people in."))
            return redirect("import_new", cohort.pk)
    return render(
        request, "programmes/cohort_new.html", {"form": form, "programme": found}, status=_status(form)
    )


@read_or_write
def cohort_edit(request: MemberRequest, pk: str) -> HttpResponse:
    """Change a cohort's name or dates."""
    cohort = cohort_of(request.member, pk)
    name = cohort.name
    form = CohortForm(request.POST or None, instance=cohort)
    if form.is_valid():
        try:
            actions.edit_cohort(cohort=cohort, by=request.member, **form.cleaned_data)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("Your changes are saved."))
            return redirect("cohort", cohort.pk)
    context = {"form": form, "cohort": cohort, "name": name}
    return render(request, "programmes/cohort_edit.html", context, status=_status(form))


@read_or_write
def cohort_closing(request: MemberRequest, pk: str) -> HttpResponse:
    """Close a cohort, once it was said what that means."""
    cohort = cohort_of(request.member, pk)
    if request.method == "POST":
        actions.close_cohort(cohort=cohort, by=request.member)
        messages.info(request, _("The cohort is closed. You can open it again at any time."))
        return redirect("cohort", cohort.pk)
    context = {
        "cohort": cohort,
        "asked": Proposal.objects.open().filter(cohort=cohort).count(),
        "invited": invitations_to_withdraw(cohort).count(),
        "waiting": Enrolment.objects.mentees().filter(cohort=cohort, state=Enrolment.State.ACCEPTED).count(),
    }
    return render(request, "programmes/cohort_closing.html", context)


@require_POST
def cohort_reopening(request: MemberRequest, pk: str) -> HttpResponse:
    """Open a closed cohort again."""
    cohort = cohort_of(request.member, pk)
    actions.reopen_cohort(cohort=cohort, by=request.member)
    messages.info(request, _("The cohort is open again."))
    return redirect("cohort", cohort.pk)


@read_or_write
def coordinators(request: MemberRequest, pk: str) -> HttpResponse:
    """See who runs a programme, and put one more coordinator in charge."""
    found = get_object_or_404(Programme.objects.coordinated_by(request.member), pk=pk)
    form = CoordinatorForm(request.POST or None, programme=found)
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            actions.put_in_charge(programme=found, member=member, by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            words = _("%(name)s runs this programme too, and is told so.")
            messages.info(request, words % {"name": member.display_name})
            return redirect("coordinators", found.pk)
    context = {
        "form": form,
        "programme": found,
        "coordinations": found.coordinations.select_related("member", "by").order_by("at", "id"),
        "choice": form.people.exists(),
    }
    return render(request, "programmes/coordinators.html", context, status=_status(form))


@require_POST
def coordinator_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Relieve a coordinator of a programme; oneself, too."""
    mine = Coordination.objects.filter(programme__in=Programme.objects.coordinated_by(request.member))
    coordination = get_object_or_404(mine.select_related("member", "programme"), pk=pk)
    programme, member = coordination.programme, coordination.member
    try:
        actions.relieve(coordination=coordination, by=request.member)
    except ProgrammeError as error:
        messages.warning(request, error.message)
        return redirect("coordinators", programme.pk)
    words = _("%(name)s does not run this programme any more.")
    messages.info(request, words % {"name": member.display_name})
    return redirect("home") if member == request.member else redirect("coordinators", programme.pk)


def _status(form: BaseForm) -> int:
    return WRONG_INPUT if form.errors else 200
