"""One's own list of actions: what one promised in any meeting, until it is done or let go."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import actions
from meetings.models import Action, ActionQuerySet, Attendance
from meetings.wording import title_for
from organisations.access import MemberRequest
from organisations.models import Member
from web.responses import tried

ON_A_PAGE = 50
LATELY = timedelta(days=14)


@require_safe
def own_actions(request: MemberRequest) -> HttpResponse:
    """List what one has promised and not done, wherever it was; and what was done or let go lately."""
    mine = Action.objects.filter(owner=request.member)
    lately = timezone.now() - LATELY
    settled = mine.filter(Q(done_at__gte=lately) | Q(let_go_at__gte=lately))
    page = Paginator(_with_meetings(mine.open()).in_order(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "open": _with_titles(page, request.member),
        "settled": _with_titles(
            _with_meetings(settled).order_by("-done_at", "-let_go_at")[:ON_A_PAGE], request.member
        ),
    }
    return render(request, "meetings/own_actions.html", context)


def _with_meetings(actions: ActionQuerySet) -> ActionQuerySet:
    people = Prefetch("meeting__attendances", Attendance.objects.select_related("member"))
    return actions.select_related("meeting").prefetch_related(people)


def _with_titles(actions: Iterable[Action], reader: Member) -> list[Action]:
    """Return actions, each with ``meeting_title``, and ``can_open`` where the reader is invited to its meeting."""
    found = list(actions)
    for each in found:
        invited = {attendance.member_id for attendance in each.meeting.attendances.all()}
        each.can_open = reader.pk in invited  # type: ignore[attr-defined]  # for the page
        each.meeting_title = title_for(each.meeting, reader)  # type: ignore[attr-defined]  # for the page
    return found


@require_POST
def own_action(request: MemberRequest, pk: str) -> HttpResponse:
    """Note that one's own action is done, let it go, or take it up again; also once its meeting cannot be changed."""
    found = get_object_or_404(Action.objects.filter(owner=request.member), pk=pk)
    wanted = {
        "done": lambda: actions.finish_action(by=request.member, action=found),
        "not-done": lambda: actions.reopen_action(by=request.member, action=found),
        "let-go": lambda: actions.let_go(by=request.member, action=found),
        "take-up": lambda: actions.let_go(by=request.member, action=found, let_go=False),
    }
    chosen = wanted.get(request.POST.get("to", ""))
    if chosen is None:
        messages.error(request, _("Choose what becomes of it."))
    else:
        tried(request, chosen)
    return redirect("own_actions")
