"""Questions, stage guide and matching rules of a programme."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.access import MemberRequest
from organisations.models import Member
from programmes import actions, rules
from programmes.errors import ProgrammeError
from programmes.forms.design import CriterionForm, QuestionForm
from programmes.forms.design import stage_guide as guide_form
from programmes.forms.fields import add_refusal
from programmes.models import EnrolmentAnswer, MatchingCriterion, Programme, Question
from web.htmx import WRONG_INPUT
from web.labels import STAGES
from web.responses import read_or_write


def _programme(member: Member, pk: str) -> Programme:
    return get_object_or_404(Programme.objects.coordinated_by(member), pk=pk)


def _question(member: Member, pk: str) -> Question:
    mine = Question.objects.filter(programme__coordinations__member=member).select_related("programme")
    return get_object_or_404(mine, pk=pk)


def _criterion(member: Member, pk: str) -> MatchingCriterion:
    mine = MatchingCriterion.objects.filter(programme__coordinations__member=member).select_related(
        "programme"
    )
    return get_object_or_404(mine, pk=pk)


@read_or_write
def question_new(request: MemberRequest, pk: str) -> HttpResponse:
    """Ask one more question on enrolling."""
    programme = _programme(request.member, pk)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        actions.add_question(programme=programme, values=form.cleaned_data, by=request.member)
        messages.info(request, _("The question is on the form."))
        return redirect("programme", programme.pk)
    return _question_page(request, form, programme, None)


@read_or_write
def question_edit(request: MemberRequest, pk: str) -> HttpResponse:
    """Change a question, as far as what was answered keeps its meaning."""
    question = _question(request.member, pk)
    label = question.label
    form = QuestionForm(request.POST or None, instance=question)
    if form.is_valid():
        try:
            actions.edit_question(question=question, values=form.cleaned_data, by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The question is changed."))
            return redirect("programme", question.programme_id)
    return _question_page(request, form, question.programme, question, label)


def _question_page(
    request: MemberRequest,
    form: QuestionForm,
    programme: Programme,
    question: Question | None,
    label: str = "",
) -> HttpResponse:
    context = {"form": form, "programme": programme, "question": question, "label": label}
    return render(request, "programmes/question.html", context, status=WRONG_INPUT if form.errors else 200)


@read_or_write
def question_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Stop asking a question, once it was said what goes with it."""
    question = _question(request.member, pk)
    context: dict[str, Any] = {"question": question, "programme": question.programme}
    if request.method == "POST":
        try:
            actions.remove_question(question=question, by=request.member)
        except ProgrammeError as error:
            context["problem"] = error.message
        else:
            messages.info(request, _("The question is off the form."))
            return redirect("programme", context["programme"].pk)
    context["answered"] = EnrolmentAnswer.objects.filter(question=question).count()
    status = WRONG_INPUT if "problem" in context else 200
    return render(request, "programmes/question_removal.html", context, status=status)


@read_or_write
def stage_guide(request: MemberRequest, pk: str, stage: str) -> HttpResponse:
    """Change the practices of a stage."""
    programme = _programme(request.member, pk)
    known = next((one for one in STAGES if one.value == stage), None)
    if known is None:
        raise Http404
    formset = guide_form(programme, stage, request.POST or None)
    problem = ""
    if formset.is_bound and formset.is_valid():
        try:
            actions.edit_stage_guide(
                programme=programme, stage=stage, practices=formset.practices, by=request.member
            )
        except ProgrammeError as error:
            problem = error.message
        else:
            messages.info(request, _("The stage guide is changed."))
            return redirect("programme", programme.pk)
    wrong = problem or (formset.is_bound and not formset.is_valid())
    context = {"formset": formset, "programme": programme, "stage": known, "problem": problem}
    return render(request, "programmes/stage_guide.html", context, status=WRONG_INPUT if wrong else 200)


@read_or_write
def criterion_new(request: MemberRequest, pk: str) -> HttpResponse:
    """Add a matching rule: first of which kind, then the rule."""
    programme = _programme(request.member, pk)
    kind = request.GET.get("kind", "")
    if kind not in rules.KINDS:
        kinds = [(key, *words) for key, words in rules.KINDS.items()]
        return render(request, "programmes/criterion_kinds.html", {"programme": programme, "kinds": kinds})
    form = CriterionForm(request.POST or None, kind=kind, questions=list(programme.questions.all()))
    if form.is_valid():
        try:
            actions.add_criterion(programme=programme, values=form.values, by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The rule holds from the next matching on."))
            return redirect("programme", programme.pk)
    return _criterion_page(request, form, programme, None)


@read_or_write
def criterion_edit(request: MemberRequest, pk: str) -> HttpResponse:
    """Change a matching rule."""
    criterion = _criterion(request.member, pk)
    if criterion.kind not in rules.KINDS:
        raise Http404
    programme: Programme = criterion.programme
    form = CriterionForm(
        request.POST or None,
        kind=criterion.kind,
        questions=list(programme.questions.all()),
        criterion=criterion,
    )
    if form.is_valid():
        try:
            actions.edit_criterion(criterion=criterion, values=form.values, by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The rule holds from the next matching on."))
            return redirect("programme", programme.pk)
    return _criterion_page(request, form, programme, criterion)


def _criterion_page(
    request: MemberRequest, form: CriterionForm, programme: Programme, criterion: MatchingCriterion | None
) -> HttpResponse:
    context = {
        "form": form,
        "programme": programme,
        "criterion": criterion,
        "kind": rules.KINDS[form.kind],
    }
    return render(request, "programmes/criterion.html", context, status=WRONG_INPUT if form.errors else 200)


@require_POST
def criterion_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Match without a rule from now on."""
    criterion = _criterion(request.member, pk)
    programme = criterion.programme_id
    actions.remove_criterion(criterion=criterion, by=request.member)
    messages.info(request, _("The rule is gone from the next matching on."))
    return redirect("programme", programme)
