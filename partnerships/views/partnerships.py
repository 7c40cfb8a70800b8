"""Pages of partnerships, for the people in them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from meetings import actions as meetings
from meetings.forms import MeetingForm
from meetings.models import Action, Meeting
from meetings.next_step import Step
from meetings.wording import names_of
from organisations.access import MemberRequest
from partnerships import actions, guide, queries
from partnerships.forms import AgreementForm, ConclusionForm, EndingForm, ReviewForm, SignatureForm
from partnerships.models import Agreement, Partnership, Signature, StageReview
from partnerships.queries import MemberPartnership, PartnershipPage
from partnerships.queries.endings import waits_for_a_match
from web.htmx import WRONG_INPUT
from web.labels import Words
from web.responses import done, read_or_write


def while_under_way(
    view: Callable[[MemberRequest, MemberPartnership], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Load the partnership as the member's own for a view that changes it; once concluded, lead back to its page."""

    @read_or_write
    @wraps(view)
    def guarded(request: MemberRequest, pk: UUID) -> HttpResponse:
        place = _place(request, pk)
        if place.partnership.is_concluded:
            messages.info(request, _("This partnership has ended. All of it stays here for you to read."))
            return redirect("partnership", pk)
        return view(request, place)

    return guarded


@require_GET
def partnerships(request: MemberRequest) -> HttpResponse:
    """List one's partnerships, each with its path and what waits in it."""
    return render(
        request, "partnerships/partnerships.html", {"places": queries.list_partnerships(request.member)}
    )


@require_GET
def partnership(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Show where the partnership is, what is next and what waits."""
    page = queries.get_page(_place(request, pk))
    free_again = page.place.ended_early and waits_for_a_match(page.place.me)
    context = {"page": page, "main_action": _main_action(page), "free_again": free_again}
    return render(request, "partnerships/partnership.html", context | _frame(page.place))


@require_GET
def agreement(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read the agreement, see who signed it, and sign it."""
    place = _place(request, pk)
    context = {
        "state": queries.get_agreement_state(place),
        "earlier": list(
            place.partnership.agreements.select_related("written_by").defer(*Agreement.SECTIONS)[1:]
        ),
        "signatures": list(_signatures(place, place.partnership.agreement_version)),
    }
    return render(request, "partnerships/agreement.html", context | _frame(place))


@require_GET
def agreement_version(request: MemberRequest, pk: UUID, version: int) -> HttpResponse:
    """Read one version of the agreement as it was, with its own signatures."""
    place = _place(request, pk)
    versions = place.partnership.agreements.select_related("written_by")
    context = {
        "agreement": get_object_or_404(versions, version=version),
        "signatures": list(_signatures(place, version)),
    }
    return render(request, "partnerships/agreement_version.html", context | _frame(place))


@while_under_way
def agreement_edit(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Change the agreement. Sections that each of two wrote come together; where both wrote, they choose."""
    form = AgreementForm(request.POST or None, newest=queries.get_agreement_state(place).agreement)
    stored: list[Agreement] = []
    if form.is_valid() and done(
        form,
        lambda: stored.append(
            actions.edit_agreement(
                partnership=place.partnership, based_on=form.based_on, texts=form.texts, by=request.member
            )
        ),
    ):
        if stored[0].version == form.based_on:
            messages.info(request, _("Nothing was different, so the agreement stays as it is."))
        else:
            words = _("This is version %(version)d now. It waits for both signatures.")
            messages.info(request, words % {"version": stored[0].version})
        if form.followed:
            sections = ", ".join(str(form[name].label) for name in form.followed)
            words = _("What your partner saved meanwhile is in it as well: %(sections)s.")
            messages.info(request, words % {"sections": sections})
        return redirect("partnership_agreement", place.partnership.pk)
    return _render_form(request, "partnerships/agreement_edit.html", form, {"form": form} | _frame(place))


@require_POST
def signature(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Sign the version that was read."""
    place = _place(request, pk)
    form = SignatureForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: actions.sign(
                partnership=place.partnership, version=form.cleaned_data["version"], by=request.member
            ),
            _("You have signed."),
        )
    else:
        messages.error(request, _("Read the agreement, then sign it at its end."))
    return redirect("partnership_agreement", pk)


@while_under_way
def meeting_new(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Propose a meeting to one's partner."""
    return _arrange(request, place, past=False)


@while_under_way
def meeting_log(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Log a past meeting."""
    return _arrange(request, place, past=True)


def _arrange(request: MemberRequest, place: MemberPartnership, *, past: bool) -> HttpResponse:
    others = [party.member for party in place.others]
    form = MeetingForm(
        request.POST or None,
        reader=place.me.member,
        others=others,
        past=past,
        began_at=place.partnership.began_at,
    )
    if form.is_valid():
        act: Callable[..., Meeting] = actions.log_meeting if past else actions.propose_meeting
        try:
            meeting = act(partnership=place.partnership, by=request.member, **form.wanted())
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            if past:
                messages.info(request, _("The meeting is noted. Add what you would like to keep of it."))
            else:
                words = _("The meeting is proposed, and %(names)s is asked whether it suits.")
                messages.info(request, words % {"names": place.names})
            return redirect("meeting", meeting.pk)
    ahead = Meeting.objects.standing().upcoming().filter(partnership_link__partnership=place.partnership)
    context = {"form": form, "past": past, "is_next": not ahead.exists()}
    return _render_form(request, "partnerships/meeting_new.html", form, context | _frame(place))


@require_POST
def promise_tick(request: MemberRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Note that a promise was kept, or is open again, and stay on the partnership's page."""
    place = _place(request, pk)
    promises = Action.objects.visible_to(request.member)
    found = get_object_or_404(
        promises, pk=action_pk, meeting__partnership_link__partnership=place.partnership
    )
    change = meetings.finish_action if request.POST.get("done") == "yes" else meetings.reopen_action
    try:
        change(by=request.member, action=found)
    except meetings.MeetingError as error:
        messages.error(request, str(error))
    return redirect(reverse("partnership", args=[pk]) + "#promised")


@while_under_way
def review(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Look back on the present stage; or, having done so, see that the partner's view is still to come."""
    state = queries.get_review_state(place)
    if state and state.waits_for_others and request.method == "GET":
        views = queries.compare_views(place, state.review)
        return render(
            request, "partnerships/review_waits.html", {"state": state, "views": views} | _frame(place)
        )
    stage = state.review.stage if state and state.is_open else place.partnership.stage
    practices = queries.list_practices(place, stage)
    form = ReviewForm(
        request.POST or None,
        stage=stage,
        practices=practices,
        reviews_before=queries.count_settled_reviews(place),
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                opened = actions.open_review(partnership=place.partnership, by=request.member)
                answered = actions.answer_review(review=opened, by=request.member, **form.view)
        except actions.PartnershipError as error:
            form.add_error(None, str(error))
        else:
            if answered.outcome == StageReview.Outcome.OPEN:
                return redirect("partnership_review", place.partnership.pk)
            return redirect("partnership_review_views", place.partnership.pk, answered.pk)
    context = {
        "form": form,
        "state": state,
        "about_stage": guide.about(stage, peers=place.is_peer),
        "stage": stage,
        "roles": queries.count_roles_taken(place),
    }
    return _render_form(request, "partnerships/review.html", form, context | _frame(place))


@while_under_way
def review_withdrawal(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Take one's view back while the other is still to come; it stands in the form again, to be changed and given."""
    state = queries.get_review_state(place)
    if request.method == "GET" or not (state and state.answered_by_me):
        return redirect("partnership_review", place.partnership.pk)
    given = ReviewForm.given(state.review, request.member)
    try:
        actions.take_view_back(review=state.review, by=request.member)
    except actions.PartnershipError as error:
        messages.error(request, str(error))
        return redirect("partnership", place.partnership.pk)
    stage = state.review.stage
    practices = list(queries.list_practices(place, stage))
    settled = queries.count_settled_reviews(place)
    form = ReviewForm(initial=given, stage=stage, practices=practices, reviews_before=settled)
    context = {
        "form": form,
        "state": None,
        "taken_back": True,
        "stage": stage,
        "about_stage": guide.about(stage, peers=place.is_peer),
        "roles": queries.count_roles_taken(place),
    }
    return render(request, "partnerships/review.html", context | _frame(place))


@require_GET
def review_views(request: MemberRequest, pk: UUID, review_pk: UUID) -> HttpResponse:
    """See both views of a stage side by side, once both are there."""
    place = _place(request, pk)
    settled = place.partnership.reviews.exclude(outcome=StageReview.Outcome.OPEN)
    found = get_object_or_404(settled.select_related("transition"), pk=review_pk)
    context = {
        "review": found,
        "views": queries.compare_views(place, found),
        "outcome": guide.OUTCOMES[found.outcome],
    }
    return render(request, "partnerships/review_views.html", context | _frame(place))


@while_under_way
def conclusion(request: MemberRequest, place: MemberPartnership) -> HttpResponse:
    """Choose how the partnership goes on: end, continue informally, or end early."""
    form = ConclusionForm(request.POST or None, stage=place.partnership.stage)
    if form.is_valid():
        try:
            actions.conclude(partnership=place.partnership, by=request.member, **form.cleaned_data)
        except actions.PartnershipError as error:
            form.add_error(None, str(error))
        else:
            messages.info(
                request, _("That is noted, and %(names)s will hear of it.") % {"names": place.names}
            )
            return redirect("partnership", place.partnership.pk)
    context = {"form": form, "called_off": queries.list_meetings_ahead(place.partnership)}
    return _render_form(request, "partnerships/conclusion.html", form, context | _frame(place))


@read_or_write
def ending(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End a partnership early as a coordinator of its programme, as when somebody leaves."""
    coordinated = Partnership.objects.coordinated_by(request.member)
    found = get_object_or_404(coordinated.select_related("cohort__programme", "conclusion"), pk=pk)
    if found.is_concluded:
        messages.info(request, _("This partnership has ended already; nothing was changed."))
        return redirect("cohort", found.cohort_id)
    parties = list(found.parties.select_related("member").order_by("-role"))
    names = names_of([party.member for party in parties])
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_early(partnership=found, by=request.member, **form.cleaned_data)
        except actions.PartnershipError as error:
            messages.error(request, str(error))
        else:
            messages.info(request, _("That is noted, and %(names)s will hear of it.") % {"names": names})
        return redirect("cohort", found.cohort_id)
    context = {
        "form": form,
        "partnership": found,
        "parties": parties,
        "names": names,
        "called_off": queries.list_meetings_ahead(found),
    }
    return _render_form(request, "partnerships/ending.html", form, context)


@require_GET
def history(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See every step from stage to stage, when it was taken and what it followed from."""
    place = _place(request, pk)
    return render(request, "partnerships/history.html", {"steps": queries.list_steps(place)} | _frame(place))


def _place(request: MemberRequest, pk: UUID) -> MemberPartnership:
    """Load a partnership as the member's own.

    Raises:
        Http404: there is none of that key, or it is other people's.
    """
    found = queries.get_partnership(request.member, pk)
    if not found:
        raise Http404
    return found


def _frame(place: MemberPartnership) -> dict[str, Any]:
    return {"place": place, "partnership": place.partnership}


def _signatures(place: MemberPartnership, version: int) -> Any:
    return (
        Signature.objects.filter(partnership=place.partnership, version=version)
        .select_related("member")
        .order_by("at")
    )


def _render_form(
    request: HttpRequest, template: str, form: forms.BaseForm, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=WRONG_INPUT if form.errors else 200)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do something that a button asks for, and say what came of it."""
    try:
        act()
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, done)


@dataclass(frozen=True)
class MainAction:
    """The one thing to do next."""

    label: Words
    url: str


def _main_action(page: PartnershipPage) -> MainAction | None:
    """Return the button for the next step; None where nothing is to be done."""
    key = page.place.partnership.pk
    to_review = MainAction(_("Review this stage"), reverse("partnership_review", args=[key]))
    match page.next_step:
        case Step.ANSWER if page.view_is_awaited:
            return to_review
        case Step.ANSWER:
            return MainAction(_("Say whether you can come"), _meeting_url(page.next_meeting))
        case Step.SIGN:
            url = reverse("partnership_agreement", args=[key])
            return MainAction(_("Read and sign the agreement"), url)
        case Step.MOVE:
            url = reverse("meeting_time", args=[page.next_meeting.pk])
            return MainAction(_("Move the meeting"), url)
        case Step.WRAP_UP:
            return MainAction(_("Wrap up the last meeting"), _meeting_url(page.last_meeting))
        case Step.JOIN:
            return MainAction(_("Open the meeting"), _meeting_url(page.next_meeting))
        case Step.PREPARE:
            return MainAction(_("Prepare the next meeting"), _meeting_url(page.next_meeting))
        case Step.REVIEW:
            return to_review
        case Step.PROPOSE:
            url = reverse("partnership_meeting_new", args=[key])
            return MainAction(_("Propose a meeting"), url)
    return None


def _meeting_url(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.pk])
