"""Matching a cohort: the rules, the latest run with its reasons, decisions about single pairs, proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest
from organisations.models import Member
from organisations.ordering import ByName
from programmes import actions, explanations, input_fingerprint, solver_input
from programmes import matching as pure
from programmes.cohort_steps import matching_step
from programmes.errors import ObjectionError, ProgrammeError
from programmes.forms.design import OrderForm
from programmes.forms.fields import add_refusal
from programmes.forms.proposals import ProposalsForm
from programmes.models import (
    Cohort,
    Enrolment,
    MatchingCriterion,
    MatchingRun,
    PairDecision,
    Proposal,
    ProposalAnswer,
    Question,
    RunPair,
)
from programmes.rules import out_of_order
from programmes.views.people import cohort_of, to_uuids
from web.htmx import WRONG_INPUT
from web.responses import read_or_write

PAGE = 25
LOOKED_OVER = 100
RUNS = 10
PROPOSALS = 1_000
State = Enrolment.State
ANSWERS = Prefetch("answers", ProposalAnswer.objects.select_related("member", "refusal").order_by("at"))


@dataclass(frozen=True)
class ShownPair:
    """A pair of a run in words."""

    pair: RunPair
    score: str
    out_of: str
    reasons: list[explanations.ShownReason]
    decision: PairDecision | None


@dataclass(frozen=True)
class LeftOut:
    """A mentee without a mentor, and why."""

    mentee: Enrolment
    why: list[str]


@require_GET
def matching(request: MemberRequest, pk: str) -> HttpResponse:
    """See the rules, the run asked for or else the latest, and where proposals stand."""
    return _page(request, pk)


def _page(request: MemberRequest, pk: str | UUID, problem: str = "") -> HttpResponse:
    cohort = get_object_or_404(_with_figures(Cohort.objects.coordinated_by(request.member)), pk=pk)
    runs = _latest_runs(cohort)
    cohort.waiting = cohort.without - cohort.asked
    run = _run_asked_for(runs, request.GET.get("run"))
    questions = [Question(**question) for question in cohort.questions]
    labels = {question.key: question.label for question in questions}
    rules = [MatchingCriterion(**rule) for rule in cohort.rules]
    decisions = _decisions(cohort)
    proposals = _proposals(cohort)
    context: dict[str, Any] = {
        "cohort": cohort,
        "rules": [
            (rule, explanations.of_rule({"kind": rule.kind, **rule.settings}, labels)) for rule in rules
        ],
        "to_order": out_of_order(rules, questions),
        "runs": runs,
        "run": run,
        "decisions": decisions,
        "asked": [proposal for proposal in proposals if not proposal.settled_at],
        "not_agreed": [proposal for proposal in proposals if proposal.settled_at],
        "problem": problem,
        "may_match": not cohort.is_closed and bool(cohort.mentors and cohort.waiting),
        "may_propose": run is not None and run == runs[0] and not run.confirmed_at and not cohort.is_closed,
    }
    if run:
        context |= _of_run(run, request, decisions)
        context["changed"] = _changed(run, runs, cohort, rules)
        if run.confirmed_at:
            context["became"] = _count_outcomes(run)
    context["step"] = matching_step(
        is_closed=cohort.is_closed,
        has_to_order=bool(context["to_order"]),
        may_match=context["may_match"],
        may_propose=context["may_propose"],
        pairs=context["page"].paginator.count if run else 0,
        has_changed=bool(context.get("changed")),
    )
    return render(request, "programmes/matching.html", context, status=WRONG_INPUT if problem else 200)


def _changed(
    run: MatchingRun, runs: Sequence[MatchingRun], cohort: Cohort, rules: list[MatchingCriterion]
) -> list[str]:
    """Name what has changed since the latest run, where it can still be proposed; earlier runs are history."""
    if run.confirmed_at or run != runs[0]:
        return []
    return input_fingerprint.changed_since(run, input_fingerprint.of_cohort(cohort, rules))


def _with_figures(cohorts: QuerySet[Cohort]) -> Any:
    """Return cohorts with the number of mentors and mentees, how many mentees have no mentor, how many of these are
    being asked, and the programme's questions and rules.

    All in one query: this page shows much and may cost little.
    """
    asked = Proposal.objects.open().filter(mentee=OuterRef("pk"))
    mentors = Enrolment.objects.mentors().accepted()
    without = Enrolment.objects.mentees().filter(state=State.ACCEPTED)
    questions = Question.objects.filter(programme=OuterRef("programme"))
    rules = MatchingCriterion.objects.filter(programme=OuterRef("programme"))
    question = JSONObject(
        id="id", key="key", label="label", kind="kind", choices="choices", ordered="ordered"
    )
    rule = JSONObject(id="id", kind="kind", label="label", weight="weight", settings="settings")
    return cohorts.select_related("programme").annotate(
        mentors=_number(mentors),
        mentees=_number(Enrolment.objects.mentees().taking_part()),
        without=_number(without),
        asked=_number(without.filter(Exists(asked))),
        questions=ArraySubquery(questions.values(row=question)),
        rules=ArraySubquery(rules.values(row=rule)),
    )


def _number(enrolments: QuerySet[Enrolment]) -> Coalesce:
    counted = (
        enrolments.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)


def _latest_runs(cohort: Cohort) -> Sequence[MatchingRun]:
    """Return the latest runs with their totals, so that they can be compared."""
    totals = cohort.runs.select_related("by").annotate(
        number=Count("pairs"), points=Sum("pairs__score"), best=Sum("pairs__out_of")
    )
    runs = list(totals.order_by("-at", "-id")[:RUNS])
    for run in runs:
        run.said_points = explanations.said_points(run.points)  # type: ignore[attr-defined]
    return runs


def _run_asked_for(runs: Sequence[MatchingRun], asked: str | None) -> MatchingRun | None:
    return next((run for run in runs if str(run.pk) == asked), runs[0] if runs else None)


def _decisions(cohort: Cohort) -> Sequence[PairDecision]:
    found = cohort.pair_decisions.select_related("mentor__member", "mentee__member")
    return list(found.order_by("decision", "at"))


def _proposals(cohort: Cohort) -> list[Proposal]:
    """Return what waits for answers or found no agreement, with the reasons that are the coordinators' to read."""
    found = cohort.proposals.exclude(outcome__in=[Proposal.Outcome.ACCEPTED, Proposal.Outcome.WITHDRAWN])
    return list(
        found.select_related("mentor__member", "mentee__member")
        .prefetch_related(ANSWERS)
        .order_by("-outcome", "-at")[:PROPOSALS]
    )


def _of_run(run: MatchingRun, request: MemberRequest, decisions: Sequence[PairDecision]) -> dict[str, Any]:
    pairs = run.pairs.select_related("mentor__member", "mentee__member").order_by(
        ByName("mentee__member__display_name"), "id"
    )
    paginator = Paginator(pairs, PAGE)
    paginator.count = run.number  # type: ignore[attr-defined]  # counted with the totals already
    page = paginator.get_page(request.GET.get("page"))
    decided = {(each.mentor_id, each.mentee_id): each for each in decisions}
    people = _people([each["mentee_id"] for each in run.left_out] + [each["mentor_id"] for each in run.spare])
    return {
        "page": page,
        "pairs": [
            ShownPair(
                pair=pair,
                score=explanations.said_points(pair.score),
                out_of=explanations.said_points(pair.out_of) if pair.out_of else "",
                reasons=explanations.of_pair(pair.reasons),
                decision=decided.get((pair.mentor_id, pair.mentee_id)),
            )
            for pair in page
        ],
        "totals": tuple(explanations.said_points(getattr(run, name)) for name in ("points", "best")),
        "left_out": [
            LeftOut(people[each["mentee_id"]], explanations.of_left_out(each))
            for each in run.left_out
            if each["mentee_id"] in people
        ],
        "spare": [
            (people[each["mentor_id"]], each["places"]) for each in run.spare if each["mentor_id"] in people
        ],
    }


def _count_outcomes(run: MatchingRun) -> dict[str, int]:
    """Count what became of the pairs of a run that were proposed."""
    pair = RunPair.objects.filter(run=run, mentor=OuterRef("mentor"), mentee=OuterRef("mentee"))
    proposals = Proposal.objects.filter(
        Exists(pair), cohort=run.cohort_id, at__range=(run.at, run.confirmed_at)
    )
    is_open, is_agreed = Q(outcome=Proposal.Outcome.OPEN), Q(outcome=Proposal.Outcome.ACCEPTED)
    return proposals.aggregate(
        open=Count("pk", filter=is_open),
        yes=Count("pk", filter=is_agreed),
        no=Count("pk", filter=~is_open & ~is_agreed),
    )


def _people(keys: list[str]) -> dict[str, Enrolment]:
    return {str(each.pk): each for each in Enrolment.objects.filter(pk__in=keys).select_related("member")}


@read_or_write
def scale_order(request: MemberRequest, pk: str, question_pk: str) -> HttpResponse:
    """Say in which order the choices of a scale stand, before a rule counts their steps."""
    cohort = cohort_of(request.member, pk)
    question = get_object_or_404(cohort.programme.questions.filter(kind=Question.Kind.SCALE), pk=question_pk)
    form = OrderForm(request.POST if request.method == "POST" else None, question=question)
    if form.is_valid():
        try:
            actions.order_choices(question=question, choices=form.cleaned_data["choices"], by=request.member)
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            messages.info(request, _("The order stands. You can match people now."))
            return redirect("matching", cohort.pk)
    context = {"cohort": cohort, "question": question, "form": form}
    status = WRONG_INPUT if form.errors else 200
    return render(request, "programmes/scale_order.html", context, status=status)


@require_POST
def matching_run(request: MemberRequest, pk: str) -> HttpResponse:
    """Match everybody who waits, with the rules and decisions as they are now."""
    cohort = cohort_of(request.member, pk)
    try:
        run = actions.run_matching(cohort=cohort, by=request.member)
    except ProgrammeError as error:
        return _page(request, cohort.pk, error.message)
    number = run.pairs.count()
    words = ngettext("%(count)d pair found.", "%(count)d pairs found.", number)
    messages.info(request, words % {"count": number})
    return redirect("matching", cohort.pk)


@read_or_write
def matching_confirmation(request: MemberRequest, pk: str) -> HttpResponse:
    """Look the pairs of a run over once more, see how many people get an e-mail, and propose them."""
    mine = MatchingRun.objects.filter(cohort__programme__coordinations__member=request.member)
    run = get_object_or_404(mine.select_related("cohort__programme"), pk=pk)
    form = ProposalsForm(request.POST if request.method == "POST" else None)
    chosen = _chosen_pairs(request)
    problem = ""
    if form.is_valid() and chosen == set():
        return _look_over(request, run, form, chosen, _("Choose at least one pair to propose."))
    if form.is_valid():
        answer_by = form.cleaned_data["answer_by"]
        try:
            made = actions.confirm_run(run=run, by=request.member, answer_by=answer_by, chosen=chosen)
        except ProgrammeError as error:
            problem = error.message
        else:
            messages.info(request, _who_is_asked(made))
            return redirect("matching", run.cohort_id)
    if problem or run.confirmed_at or not run.is_latest or not run.pairs.exists():
        return _page(request, run.cohort_id, problem)
    return _look_over(request, run, form, chosen)


def _chosen_pairs(request: MemberRequest) -> set[UUID] | None:
    """Return the pairs that were chosen on the page; None where it offered no choice."""
    if "choosing" not in request.POST:
        return None
    return set(to_uuids(request.POST.getlist("pair")))


def _who_is_asked(made: Sequence[Proposal]) -> str:
    """Return how many pairs were proposed, and who hears of it when."""
    words = ngettext("%(count)d pair is proposed.", "%(count)d pairs are proposed.", len(made)) % {
        "count": len(made)
    }
    asked = {each.member for proposal in made for each in (proposal.mentor, proposal.mentee)}
    if all(member.has_joined for member in asked):
        return f"{words} {_('Both people of each get an e-mail.')}"
    return f"{words} {_('Whoever has joined gets an e-mail; the others are asked once they have come in.')}"


def _look_over(
    request: MemberRequest,
    run: MatchingRun,
    form: ProposalsForm,
    chosen: set[UUID] | None = None,
    problem: str = "",
) -> HttpResponse:
    pairs = run.pairs.select_related("mentor__member", "mentee__member").order_by(
        ByName("mentee__member__display_name"), "id"
    )
    changed = input_fingerprint.changed_since(
        run, input_fingerprint.of_cohort(run.cohort, run.cohort.programme.criteria.all())
    )
    page = Paginator(pairs, LOOKED_OVER).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "cohort": run.cohort,
        "form": form,
        "changed": changed,
        "page": page,
        "can_choose": page.paginator.num_pages == 1,
        "left_out": {pair.pk for pair in page} - chosen if chosen is not None else (),
        "problem": problem,
        "told": solver_input.count_notified_by_mail(run),
    }
    status = WRONG_INPUT if form.errors or problem else 200
    return render(request, "programmes/matching_confirmation.html", context, status=status)


def _two(cohort: Cohort, request: MemberRequest) -> tuple[Enrolment, Enrolment]:
    """Return the mentor and the mentee of this cohort that a form names. Raises Http404."""
    try:
        keys = [UUID(request.POST.get(role, "")) for role in ("mentor", "mentee")]
    except ValueError:
        raise Http404 from None
    people = cohort.enrolments.select_related("member")
    return get_object_or_404(people, pk=keys[0]), get_object_or_404(people, pk=keys[1])


@require_POST
def pair_decision(request: MemberRequest, pk: str) -> HttpResponse:
    """Pin or forbid a pair and match again, so that the page shows what comes of it."""
    cohort = cohort_of(request.member, pk)
    mentor, mentee = _two(cohort, request)
    decision = request.POST.get("decision", "")
    if decision not in PairDecision.Decision.values:
        raise Http404
    try:
        actions.decide_pair(mentor=mentor, mentee=mentee, decision=decision, by=request.member)
        actions.run_matching(cohort=cohort, by=request.member)
    except ProgrammeError as error:
        return _page(request, cohort.pk, error.message)
    pinned = decision == PairDecision.Decision.PINNED
    words = (
        _("%(mentor)s and %(mentee)s are pinned; the others are matched around them.")
        if pinned
        else _("%(mentor)s and %(mentee)s are excluded; everybody is matched again.")
    )
    names = {"mentor": mentor.member.display_name, "mentee": mentee.member.display_name}
    messages.info(request, words % names)
    return redirect("matching", cohort.pk)


@require_POST
def pair_removal(request: MemberRequest, pk: str) -> HttpResponse:
    """Leave a pair to the rules again."""
    mine = PairDecision.objects.filter(cohort__programme__coordinations__member=request.member)
    decision = get_object_or_404(mine, pk=pk)
    cohort = decision.cohort_id
    actions.undecide_pair(decision=decision, by=request.member)
    messages.info(request, _("The rules decide about this pair again, from the next matching on."))
    return redirect("matching", cohort)


@require_POST
def pair_proposal(request: MemberRequest, pk: str) -> HttpResponse:
    """Propose one pair, chosen by hand."""
    cohort = cohort_of(request.member, pk)
    mentor, mentee = _two(cohort, request)
    on_purpose = request.POST.get("on_purpose") == "yes"
    try:
        actions.propose_pair(mentor=mentor, mentee=mentee, by=request.member, on_purpose=on_purpose)
    except ObjectionError as error:
        context = {"cohort": cohort, "mentor": mentor, "mentee": mentee, "objection": error.message}
        return render(request, "programmes/pair_objection.html", context, status=WRONG_INPUT)
    except ProgrammeError as error:
        return _page(request, cohort.pk, error.message)
    messages.info(request, _("Both are asked. They get an e-mail."))
    return redirect("matching", cohort.pk)


@dataclass(frozen=True)
class Candidate:
    """A mentor as seen from one mentee."""

    mentor: Enrolment
    places: int
    points: str
    out_of: str
    order: int
    allowed: bool
    reasons: list[explanations.ShownReason]


@require_GET
def candidates(request: MemberRequest, pk: str) -> HttpResponse:
    """See every mentor as a match for one mentee, best first, with the reasons the matching would give."""
    mine = Enrolment.objects.coordinated_by(request.member).mentees().filter(state=State.ACCEPTED)
    mentee = get_object_or_404(mine.select_related("member", "cohort__programme"), pk=pk)
    context = {"mentee": mentee, "cohort": mentee.cohort, "page": None}
    try:
        found = _candidates(mentee)
    except (ProgrammeError, pure.MatchingError) as error:
        context["problem"] = str(error)
    else:
        context["page"] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/candidates.html", context)


def _candidates(mentee: Enrolment) -> list[Candidate]:
    people = solver_input.of_cohort(mentee.cohort)
    seen = next((each for each in people.mentees if each.id == str(mentee.pk)), None)
    if seen is None:
        return []
    found = []
    for mentor in people.mentors:
        if mentor.identity == seen.identity:
            continue
        explanation = people.explain(mentor, seen)
        found.append(
            Candidate(
                mentor=people.enrolments[mentor.id],
                places=mentor.capacity,
                points=explanations.said_points(explanation.points),
                out_of=explanations.said_points(explanation.out_of) if explanation.out_of else "",
                order=-explanation.points,
                allowed=explanation.allowed,
                reasons=explanations.of_pair(people.told(explanation, mentor.id, seen.id)),
            )
        )
    return sorted(found, key=lambda one: (not one.allowed, one.places == 0, one.order, one.mentor.pk))


def coordinated_proposal(member: Member, pk: str) -> Proposal:
    """Return a proposal of a programme the member coordinates. Raises Http404."""
    return get_object_or_404(Proposal.objects.coordinated_by(member), pk=pk)
