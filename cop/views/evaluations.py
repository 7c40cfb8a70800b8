"""Looking back on sessions: closing one, answering, what came of it, what is asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import evaluations as actions
from cop.forms.evaluations import AnswerForm, ClosingForm, QuestionForm
from cop.models import Community, CommunityQuestion, EvaluationQuestion, Session
from cop.queries.communities import MemberCommunity, belongs
from cop.queries.evaluations import get_own_answers, get_result, get_session_evaluation, get_trend
from cop.views.shared import frame, place_of
from meetings.models import Attendance
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


@read_or_write
def closing(request: MemberRequest, pk: UUID, session_pk: UUID) -> HttpResponse:
    """Say who was there and close the session, as who facilitated it."""
    session = _mine_to_close(request, pk, session_pk)
    invited = Attendance.objects.filter(meeting=session.meeting_id).select_related("member").order_by("id")
    facilitated = session.meeting.facilitator_id == request.member.pk
    form = ClosingForm(
        request.POST or None, invited=invited, closer=None if facilitated else request.member.pk
    )
    if form.is_valid() and done(
        form, lambda: actions.close_session(session=session, by=request.member, came=form.keys)
    ):
        messages.info(request, _("The session is closed. Everyone who was there is asked how it was."))
        if str(request.member.pk) in form.cleaned_data["came"] and belongs(session.community, request.member):
            return redirect("community_evaluation_answer", pk, session_pk)
        return redirect("communities")
    context = {
        "community": session.community,
        "session": session,
        "facilitated": facilitated,
        "belongs": belongs(session.community, request.member),
    }
    return form_page(request, "cop/closing.html", form, context)


@require_GET
def evaluation(request: MemberRequest, pk: UUID, session_pk: UUID) -> HttpResponse:
    """See what came of looking back on a session, once that is over; and what one keeps for oneself."""
    place = place_of(request, pk)
    session = _session(place, session_pk)
    state = get_session_evaluation(place, session)
    result = None
    if state and not state.evaluation.is_open:
        actions.publish(place.community)
        result = get_result(state.evaluation)
    context = {
        "session": session,
        "state": state,
        "result": result,
        "may_close": state is None and actions.may_close(session, request.member),
    }
    return render(request, "cop/evaluation.html", context | frame(place))


@read_or_write
def answer(request: MemberRequest, pk: UUID, session_pk: UUID) -> HttpResponse:
    """Look back on a session one was present at."""
    place = place_of(request, pk)
    session = _session(place, session_pk)
    state = get_session_evaluation(place, session)
    if state is None or not state.was_present or not state.evaluation.is_open:
        return redirect("community_evaluation", pk, session_pk)
    form = AnswerForm(
        request.POST or None,
        asked=EvaluationQuestion.objects.filter(evaluation=state.evaluation).select_related("question"),
        given=get_own_answers(place, state.evaluation),
        reflection=state.reflection,
    )
    if form.is_valid() and done(
        form, lambda: actions.answer(evaluation=state.evaluation, by=request.member, **form.said)
    ):
        messages.info(request, _("Thank you. You can change what you said until this closes."))
        return redirect("community_evaluation", pk, session_pk)
    context = {"session": session, "state": state} | frame(place)
    return form_page(request, "cop/evaluation_answer.html", form, context)


@require_GET
def evaluations(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See how sessions were from one to the next."""
    place = place_of(request, pk)
    actions.publish(place.community)
    context = {
        "trend": get_trend(place.community),
        "may_edit": not place.community.is_closed
        and actions.may_edit_questions(place.community, request.member),
    }
    return render(request, "cop/evaluations.html", context | frame(place))


@read_or_write
def questions(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See what is asked after each session; take the questions everybody begins with as one's own, to change them."""
    community = _mine_to_ask(request, pk)
    if request.method == "POST":
        tried(request, lambda: actions.begin_editing(community=community, by=request.member))
        return redirect("evaluation_questions", pk)
    found = list(CommunityQuestion.objects.current().filter(community=community))
    kinds = dict(CommunityQuestion.Kind.choices)
    default = [] if found else [(kinds[kind], text) for kind, text in actions.default_questions()]
    context = {"community": community, "questions": found, "default": default}
    return render(request, "cop/questions.html", context | {"belongs": belongs(community, request.member)})


@read_or_write
def question_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask one more question."""
    community = _mine_to_ask(request, pk)
    form = QuestionForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.add_question(community=community, by=request.member, **form.cleaned_data)
    ):
        return redirect("evaluation_questions", pk)
    return form_page(request, "cop/question_edit.html", form, {"community": community})


@read_or_write
def question_edit(request: MemberRequest, pk: UUID, question_pk: UUID) -> HttpResponse:
    """Ask a question in other words: in the place of those that somebody else chose meanwhile, once they are seen."""
    community = _mine_to_ask(request, pk)
    asked = CommunityQuestion.objects.filter(community=community)
    question = get_object_or_404(asked if request.method == "POST" else asked.current(), pk=question_pk)
    form = QuestionForm(request.POST or None, instance=question)
    if form.is_valid() and done(
        form, lambda: actions.edit_question(question=form.asked_now, by=request.member, **form.cleaned_data)
    ):
        return redirect("evaluation_questions", pk)
    return form_page(request, "cop/question_edit.html", form, {"community": community, "question": question})


@require_POST
def question_retirement(request: MemberRequest, pk: UUID, question_pk: UUID) -> HttpResponse:
    """Ask a question no more."""
    community = _mine_to_ask(request, pk)
    question = get_object_or_404(
        CommunityQuestion.objects.current().filter(community=community), pk=question_pk
    )
    tried(
        request,
        lambda: actions.retire_question(question=question, by=request.member),
        _("It is not asked any more. What was answered to it stays."),
    )
    return redirect("evaluation_questions", pk)


def _session(place: MemberCommunity, pk: UUID) -> Session:
    found = Session.objects.standing().filter(community=place.community)
    return get_object_or_404(found.select_related("meeting__arrangement", "community"), pk=pk)


def _mine_to_close(request: MemberRequest, pk: UUID, session_pk: UUID) -> Session:
    """Load a session for the member to close, of a community they belong to or look after.

    Raises:
        Http404: there is none of that key, it has not begun or is closed already, or it is not for them to close.
    """
    mine = Session.objects.visible_to(request.member) | Session.objects.coordinated_by(request.member)
    found = mine.standing().filter(community=pk, evaluation=None)
    session = found.select_related("community__closure", "meeting").distinct().filter(pk=session_pk).first()
    if session is None or not session.meeting.has_begun or session.community.is_closed:
        raise Http404
    if not actions.may_close(session, request.member):
        raise Http404
    return session


def _mine_to_ask(request: MemberRequest, pk: UUID) -> Community:
    """Load a community whose questions are the member's to change.

    Raises:
        Http404: there is none of that key, it has closed, or somebody else decides.
    """
    circles = Community.objects.visible_to(request.member) | Community.objects.coordinated_by(request.member)
    community = circles.standing().select_related("programme").distinct().filter(pk=pk).first()
    if community is None or not actions.may_edit_questions(community, request.member):
        raise Http404
    return community
