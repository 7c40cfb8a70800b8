"""What a community asks itself, answered together."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import joint_questions as actions
from cop.forms.joint_questions import AnswerForm, JointQuestionForm
from cop.models import JointAnswer, JointQuestion
from cop.queries.communities import MemberCommunity, is_from_before
from cop.queries.joint_questions import get_question, list_questions
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


@read_or_write
def questions(request: MemberRequest, pk: UUID) -> HttpResponse:
    """List the questions, and add one."""
    place = place_of(request, pk)
    form = JointQuestionForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.ask(community=place.community, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_questions", pk)
    context = {"questions": list_questions(place.community, request.member)} | frame(place)
    return form_page(request, "cop/joint_questions.html", form, context)


@require_GET
def question(request: MemberRequest, pk: UUID, key: str) -> HttpResponse:
    """Read the answer as it stands, and the versions before."""
    place = place_of(request, pk)
    asked = _of_key(place, key)
    versions = _versions(asked)
    shown = request.GET.get("version", "")
    chosen = next(
        (each for each in versions if str(each.version) == shown), versions[0] if versions else None
    )
    from_before = not asked.is_new and is_from_before(place.community, request.member, asked.at)
    context = {"question": asked, "versions": versions, "answer": chosen, "from_before": from_before}
    return render(request, "cop/joint_question.html", context | frame(place))


@read_or_write
def question_edit(request: MemberRequest, pk: UUID, key: str) -> HttpResponse:
    """Write the answer. Where two wrote, both answers stand side by side until one of them chooses."""
    place = place_of(request, pk)
    asked = _of_key(place, key)
    form = AnswerForm(request.POST or None, question=asked, newest=next(iter(_versions(asked)), None))
    if form.is_valid() and done(
        form,
        lambda: actions.answer(
            question=asked, based_on=form.based_on, by=request.member, **form.cleaned_data
        ),
    ):
        return redirect("community_question", pk, key)
    return form_page(request, "cop/joint_question_edit.html", form, {"question": asked} | frame(place))


@require_POST
def question_agenda(request: MemberRequest, pk: UUID, key: str) -> HttpResponse:
    """Put the question on the next session's agenda."""
    place = place_of(request, pk)
    asked = _of_key(place, key)
    tried(
        request,
        lambda: actions.put_on_agenda(question=asked, by=request.member),
        _("It stands on the next session’s agenda now."),
    )
    return redirect("community_question", pk, key)


def _of_key(place: MemberCommunity, key: str) -> JointQuestion:
    found = get_question(place.community, place.me, key)
    if found is None:
        raise Http404
    return found


def _versions(asked: JointQuestion) -> list[JointAnswer]:
    if asked.is_new:
        return []
    return list(JointAnswer.objects.filter(question=asked).select_related("written_by"))
