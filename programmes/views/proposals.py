"""A proposal, as each of the two sees it: who the other is, what it is for, yes or no."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest
from organisations.models import Member
from programmes import actions, answers, onward
from programmes.errors import ProgrammeError
from programmes.forms.fields import add_refusal
from programmes.forms.proposals import DeadlineForm, RefusalForm
from programmes.models import Proposal
from programmes.views.matching import coordinated_proposal
from programmes.views.people import cohort_of
from web.htmx import WRONG_INPUT
from web.responses import form_page, read_or_write

Outcome = Proposal.Outcome


def _own(member: Member, pk: str) -> Proposal:
    """Return a proposal in which the member is one of the two. Raises Http404."""
    mine = Proposal.objects.visible_to(member).select_related(
        "mentor__member", "mentee__member", "cohort__programme"
    )
    return get_object_or_404(mine, pk=pk)


@require_GET
def proposal(request: MemberRequest, pk: str) -> HttpResponse:
    """See who is proposed, and answer."""
    return _page(request, _own(request.member, pk))


def _page(
    request: MemberRequest, proposal: Proposal, form: RefusalForm | None = None, problem: str = ""
) -> HttpResponse:
    is_mentor = proposal.mentor.member_id == request.member.pk
    own, other = (proposal.mentor, proposal.mentee) if is_mentor else (proposal.mentee, proposal.mentor)
    programme = proposal.cohort.programme
    said = proposal.answers.filter(member=request.member).first()
    context: dict[str, Any] = {
        "proposal": proposal,
        "programme": programme,
        "cohort": proposal.cohort,
        "own": own,
        "other": other,
        "is_mentor": is_mentor,
        "said": said,
        "weeks": sum(programme.weeks),
        "form": form or RefusalForm(),
        "refusing": bool(form),
        "problem": problem,
        "standing": _standing(proposal, said is not None),
        "onward": onward.address(proposal) if proposal.outcome == Outcome.ACCEPTED else "",
    }
    if proposal.outcome in {Outcome.OPEN, Outcome.ACCEPTED}:
        questions = answers.asked_of(programme.questions.filter(shown_to_match=True), other.role)
        shown = answers.listed(questions, answers.given_by([other]).get(other.pk, {}), only_shown=True)
        context["answers"] = [(question, words) for question, words in shown if words]
    status = WRONG_INPUT if problem or (form and form.errors) else 200
    return render(request, "programmes/proposal.html", context, status=status)


def _standing(proposal: Proposal, answered: bool) -> str:
    if proposal.outcome == Outcome.ACCEPTED:
        return "accepted"
    if proposal.outcome == Outcome.RELEASED:
        return "released"
    if proposal.outcome != Outcome.OPEN:
        return "closed"
    return "answered" if answered else "open"


@require_POST
def proposal_answer(request: MemberRequest, pk: str) -> HttpResponse:
    """Say yes, or no with a reason."""
    found = _own(request.member, pk)
    form = None
    try:
        if request.POST.get("answer") == "yes":
            return _yes(request, found)
        form = RefusalForm(request.POST)
        if form.is_valid():
            actions.decline_proposal(proposal=found, reason=form.cleaned_data["reason"], by=request.member)
            messages.info(request, _("Thank you for saying so. Your coordinator looks for a better match."))
            return redirect("proposal", found.pk)
    except ProgrammeError as error:
        return _page(request, _own(request.member, pk), problem=error.message)
    return _page(request, found, form)


def _yes(request: MemberRequest, found: Proposal) -> HttpResponse:
    settled = actions.accept_proposal(proposal=found, by=request.member)
    if settled.outcome == Outcome.ACCEPTED:
        messages.info(request, _("You have both said yes. Your partnership begins."))
    elif settled.outcome == Outcome.FULL:
        messages.warning(
            request,
            _("By now all places with this mentor are taken. Your coordinator looks for another match."),
        )
    else:
        messages.info(request, _("Your yes is saved. We tell you when the other has answered."))
    return redirect("proposal", found.pk)


@require_POST
def proposal_yes_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Take one's yes back, before the other has answered."""
    found = _own(request.member, pk)
    try:
        actions.take_back_yes(proposal=found, by=request.member)
    except ProgrammeError as error:
        return _page(request, _own(request.member, pk), problem=error.message)
    messages.info(request, _("Your yes is withdrawn. You can still answer."))
    return redirect("proposal", found.pk)


@require_POST
def proposal_withdrawal(request: MemberRequest, pk: str) -> HttpResponse:
    """Withdraw a proposal, as a coordinator."""
    found = coordinated_proposal(request.member, pk)
    try:
        actions.withdraw_proposal(proposal=found, by=request.member)
    except ProgrammeError as error:
        messages.warning(request, error.message)
    else:
        messages.info(request, _("The proposal is withdrawn. Both can be matched again."))
    return redirect("matching", found.cohort_id)


@read_or_write
def proposals_deadline(request: MemberRequest, pk: str) -> HttpResponse:
    """Change the last day of all proposals of a cohort that wait for answers."""
    cohort = cohort_of(request.member, pk)
    open_ones = Proposal.objects.open().filter(cohort=cohort)
    form = DeadlineForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if form.is_valid():
        try:
            count = actions.change_deadline(cohort=cohort, day=form.cleaned_data["day"], by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            words = ngettext(
                "The last day of %(count)d proposal is changed.",
                "The last day of %(count)d proposals is changed.",
                count,
            )
            messages.info(request, words % {"count": count})
            return redirect("matching", cohort.pk)
    context = {"cohort": cohort, "count": open_ones.count()}
    return form_page(request, "programmes/proposals_deadline.html", form, context)


@read_or_write
def proposals_withdrawal(request: MemberRequest, pk: str) -> HttpResponse:
    """Withdraw all proposals of a cohort that wait for answers, after asking."""
    cohort = cohort_of(request.member, pk)
    if request.method == "POST":
        count = actions.withdraw_open_proposals(cohort=cohort, by=request.member)
        words = ngettext("%(count)d proposal is withdrawn.", "%(count)d proposals are withdrawn.", count)
        messages.info(request, words % {"count": count})
        return redirect("matching", cohort.pk)
    context = {"cohort": cohort, "count": Proposal.objects.open().filter(cohort=cohort).count()}
    return render(request, "programmes/proposals_withdrawal.html", context)
