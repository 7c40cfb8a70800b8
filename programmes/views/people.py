"""The people of a cohort: who is in it, what they answered, who is invited, who leaves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organisations import actions as organisations
from organisations.access import MemberRequest
from organisations.models import Invitation, Member
from organisations.ordering import ByName
from programmes import actions, answers, onward
from programmes.errors import ProgrammeError
from programmes.forms.fields import add_refusal
from programmes.forms.people import AnswersForm, CapacityForm, CorrectionForm, EnrolmentForm, PeopleFilters
from programmes.models import Cohort, Coordination, Enrolment, Proposal, ProposalAnswer
from programmes.next_steps import next_step
from web.htmx import WRONG_INPUT
from web.labels import STAGES
from web.responses import done, form_page, read_or_write

PAGE = 50
State = Enrolment.State


def cohort_of(member: Member, pk: str) -> Cohort:
    """Return a cohort the member coordinates. Raises Http404."""
    return get_object_or_404(Cohort.objects.coordinated_by(member).select_related("programme"), pk=pk)


def _coordinated(member: Member, pk: str) -> Enrolment:
    mine = Enrolment.objects.coordinated_by(member).select_related("member", "cohort__programme")
    return get_object_or_404(mine, pk=pk)


@require_GET
def cohort_people(request: MemberRequest, pk: str) -> HttpResponse:
    """See who is in a cohort, filtered, and choose whom to invite."""
    cohort = cohort_of(request.member, pk)
    filters = PeopleFilters(request.GET)
    everybody = cohort.enrolments.select_related("member__invitation").order_by(
        ByName("member__display_name"), "member_id", "role"
    )
    found = filters.applied_to(everybody)
    uninvited = everybody.filter(member__user=None).exclude(state__in=[State.WITHDRAWN, State.DECLINED])
    context = {
        "cohort": cohort,
        "filters": filters,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "not_joined": uninvited.values("member").distinct().count(),
    }
    return render(request, "programmes/cohort_people.html", context)


@require_POST
def people_invitation(request: MemberRequest, pk: str) -> HttpResponse:
    """Invite the people chosen, or everybody who has not joined."""
    cohort = cohort_of(request.member, pk)
    chosen = cohort.enrolments.select_related("member__organisation").exclude(
        state__in=[State.WITHDRAWN, State.DECLINED]
    )
    if "everybody" in request.POST:
        found = list(chosen.filter(member__user=None))
    else:
        found = list(chosen.filter(pk__in=to_uuids(request.POST.getlist("person"))))
    try:
        count = actions.invite_people(enrolments=found, by=request.member)
    except ProgrammeError as error:
        messages.warning(request, error.message)
        return redirect("cohort_people", cohort.pk)
    if count:
        words = ngettext(
            "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count
        )
        messages.info(request, words % {"count": count})
    else:
        messages.warning(
            request,
            _(
                "Nobody was invited. Choose people who have not joined yet and were not invited a short while ago."
            ),
        )
    return redirect("cohort_people", cohort.pk)


def to_uuids(texts: list[str]) -> list[UUID]:
    """Return the ids among what a form sent; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@read_or_write
def enrolment_new(request: MemberRequest, pk: str) -> HttpResponse:
    """Enrol one person by hand, then write down what they answer. Not in a cohort that is closed."""
    cohort = cohort_of(request.member, pk)
    if cohort.is_closed and request.method != "POST":
        messages.warning(request, _("This cohort is closed. Open it again first."))
        return redirect("cohort", cohort.pk)
    form = EnrolmentForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.enrol(cohort=cohort, by=request.member, **form.cleaned_data)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("%(name)s is in the cohort.") % {"name": made.member.display_name})
            return redirect("enrolment_answers", made.pk)
    status = WRONG_INPUT if form.errors else 200
    return render(request, "programmes/enrolment_new.html", {"form": form, "cohort": cohort}, status=status)


@require_GET
def enrolment(request: MemberRequest, pk: str) -> HttpResponse:
    """See somebody's place in a cohort: for its coordinators, and for themselves."""
    return _enrolment_page(request, _visible(request.member, pk))


def _visible(member: Member, pk: str) -> Enrolment:
    mine = Enrolment.objects.visible_to(member).select_related("member__invitation", "cohort__programme")
    return get_object_or_404(mine, pk=pk)


def _coordinates(member: Member, enrolment: Enrolment) -> bool:
    return Coordination.objects.filter(programme=enrolment.cohort.programme_id, member=member).exists()


def _enrolment_page(
    request: MemberRequest, enrolment: Enrolment, form: CapacityForm | None = None, problem: str = ""
) -> HttpResponse:
    coordinates = _coordinates(request.member, enrolment)
    questions = answers.asked_of(enrolment.cohort.programme.questions.all(), enrolment.role)
    listed = answers.listed(questions, answers.given_by([enrolment]).get(enrolment.pk, {}))
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "under_way": onward.under_way(enrolment) if coordinates else [],
        "cohort": enrolment.cohort,
        "coordinates": coordinates,
        "answers": listed,
        "changes": enrolment.changes.select_related("by"),
        "problem": problem,
    }
    if enrolment.member_id == request.member.pk:
        context |= _about_oneself(
            enrolment, answers_missing=any(q.required and not said for q, said in listed)
        )
    if coordinates:
        context["form"] = form or CapacityForm(enrolment=enrolment)
        context["proposals"] = (
            Proposal.objects.about(enrolment)
            .select_related("mentor__member", "mentee__member")
            .prefetch_related(
                Prefetch("answers", ProposalAnswer.objects.select_related("member", "refusal").order_by("at"))
            )
            .order_by("-at")
        )
        context["can_be_matched"] = enrolment.role == "mentee" and enrolment.state == State.ACCEPTED
        context["can_return"] = enrolment.state in {State.WITHDRAWN, State.DECLINED, State.COMPLETED}
    status = WRONG_INPUT if problem or (form and form.errors) else 200
    return render(request, "programmes/enrolment.html", context, status=status)


def _about_oneself(enrolment: Enrolment, *, answers_missing: bool) -> dict[str, Any]:
    """Return what a person's own page of a programme says besides: its pace, who coordinates it, what comes next."""
    programme = enrolment.cohort.programme
    proposal = Proposal.objects.waiting_for(enrolment.member).about(enrolment).first()
    return {
        "own": True,
        "stages": list(zip(STAGES, programme.weeks, strict=True)),
        "coordinators": programme.coordinations.select_related("member").order_by("at", "id"),
        "proposal": proposal,
        "next_step": next_step(
            state=enrolment.state,
            role=enrolment.role,
            is_closed=enrolment.cohort.is_closed,
            is_asked=proposal is not None,
            answers_missing=answers_missing,
        ),
    }


@read_or_write
def enrolment_answers(request: MemberRequest, pk: str) -> HttpResponse:
    """Change what was answered: the person themselves, or a coordinator for them."""
    enrolment = _visible(request.member, pk)
    questions = answers.asked_of(enrolment.cohort.programme.questions.all(), enrolment.role)
    own = enrolment.member_id == request.member.pk
    data = request.POST if request.method == "POST" else None  # nothing answered is an answer too
    form = AnswersForm(data, enrolment=enrolment, questions=questions, insist=own)
    if form.is_valid():
        actions.give_answers(enrolment=enrolment, answers=form.answers, by=request.member)
        messages.info(request, _("The answers are saved."))
        return redirect("enrolment", enrolment.pk)
    context = {"form": form, "enrolment": enrolment, "cohort": enrolment.cohort, "own": own}
    status = WRONG_INPUT if form.errors else 200
    return render(request, "programmes/enrolment_answers.html", context, status=status)


@require_POST
def enrolment_capacity(request: MemberRequest, pk: str) -> HttpResponse:
    """Say how many mentees a mentor takes."""
    enrolment = _coordinated(request.member, pk)
    form = CapacityForm(request.POST, enrolment=enrolment)
    if form.is_valid():
        try:
            actions.change_capacity(
                enrolment=enrolment, capacity=form.cleaned_data["capacity"], by=request.member
            )
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The number of places is changed."))
            return redirect("enrolment", enrolment.pk)
    return _enrolment_page(request, _visible(request.member, pk), form)


@read_or_write
def enrolment_correction(request: MemberRequest, pk: str) -> HttpResponse:
    """Correct the name and the address of somebody who has yet to join."""
    enrolment = _coordinated(request.member, pk)
    if enrolment.member.has_joined and request.method != "POST":
        messages.warning(request, _("They have joined, so only they themselves can change this."))
        return redirect("enrolment", enrolment.pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None, enrolment=enrolment)
    if form.is_valid() and done(
        form,
        lambda: actions.correct_person(
            enrolment=enrolment,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.member,
        ),
    ):
        messages.info(request, _("The name and address are corrected."))
        return redirect("enrolment", enrolment.pk)
    context = {"enrolment": enrolment, "cohort": enrolment.cohort}
    return form_page(request, "programmes/enrolment_correction.html", form, context)


@require_POST
def enrolment_invitation_withdrawal(request: MemberRequest, pk: str) -> HttpResponse:
    """Let the invitation of somebody who has yet to join work no longer."""
    enrolment = _coordinated(request.member, pk)
    invitation = get_object_or_404(Invitation, member=enrolment.member)
    try:
        organisations.refuse_when_appointed(member=enrolment.member, by=request.member)
        organisations.withdraw_invitation(invitation=invitation, by=request.member)
    except organisations.OrganisationError as error:
        return _enrolment_page(request, _visible(request.member, pk), problem=str(error))
    words = _("The invitation of %(name)s is withdrawn: its link does not work any more.")
    messages.info(request, words % {"name": enrolment.member.display_name})
    return redirect("enrolment", enrolment.pk)


@read_or_write
def enrolment_withdrawal(request: MemberRequest, pk: str) -> HttpResponse:
    """Take somebody out of a cohort, once it was said what that means."""
    enrolment = _coordinated(request.member, pk)
    if request.method == "POST":
        try:
            actions.withdraw(enrolment=enrolment, by=request.member)
        except ProgrammeError as error:
            return _enrolment_page(request, _visible(request.member, pk), problem=error.message)
        messages.info(request, _("%(name)s is out of the cohort.") % {"name": enrolment.member.display_name})
        return redirect("enrolment", enrolment.pk)
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "under_way": onward.under_way(enrolment),
    }
    return render(request, "programmes/enrolment_withdrawal.html", context)


@require_POST
def enrolment_return(request: MemberRequest, pk: str) -> HttpResponse:
    """Take somebody back into a cohort."""
    enrolment = _coordinated(request.member, pk)
    try:
        actions.readmit(enrolment=enrolment, by=request.member)
    except ProgrammeError as error:
        return _enrolment_page(request, _visible(request.member, pk), problem=error.message)
    messages.info(request, _("%(name)s is in the cohort again.") % {"name": enrolment.member.display_name})
    return redirect(reverse("enrolment", args=[enrolment.pk]))
