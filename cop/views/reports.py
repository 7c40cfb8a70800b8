"""Reporting something to the coordinators, and what they do with it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import reports as actions
from cop.forms.reports import ReportForm, SettlementForm
from cop.models import HiddenPost, Post, Report
from cop.queries.communities import MemberCommunity
from cop.queries.threads import show_post
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest, only
from web.responses import done, form_page, read_or_write, tried

PER_PAGE = 30


@read_or_write
def post_report(request: MemberRequest, pk: UUID, thread_pk: UUID, post_pk: UUID) -> HttpResponse:
    """Report what somebody said to the coordinators."""
    place = place_of(request, pk)
    post = _others(place, thread_pk, post_pk)
    form = ReportForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.report(post=post, by=request.member, **form.cleaned_data)
    ):
        messages.info(request, _("The coordinators know of it. You hear from them here and by mail."))
        return redirect("community_thread", pk, thread_pk)
    context = {"said": show_post(place, post), "post": post} | frame(place)
    return form_page(request, "cop/report_new.html", form, context)


@require_GET
@only("is_coordinator")
def reports(request: MemberRequest) -> HttpResponse:
    """List what was reported in one's programmes' communities; what waits for an answer first."""
    found = Report.objects.coordinated_by(request.member).select_related(
        "community", "by", "about", "settlement__by"
    )
    found = found.order_by(F("settlement__at").desc(nulls_first=True), "-at", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cop/reports.html", {"page": page})


@require_GET
def report(request: MemberRequest, report_pk: UUID) -> HttpResponse:
    """Read a report: one's own with what came of it; or as coordinator, to answer it."""
    found = _coordinated(request, report_pk)
    own = _loaded(Report.objects.visible_to(request.member).filter(pk=report_pk))
    shown = found or own.first()
    if shown is None:
        raise Http404
    return _report_page(request, shown, SettlementForm(), answers_it=found is not None)


@require_POST
def report_settlement(request: MemberRequest, report_pk: UUID) -> HttpResponse:
    """Answer who reported something."""
    found = _coordinated(request, report_pk)
    if not found:
        raise Http404
    form = SettlementForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.settle(report=found, by=request.member, **form.cleaned_data)
    ):
        messages.info(request, _("Your answer is on its way."))
        return redirect("community_report", report_pk)
    return _report_page(request, found, form, answers_it=True)


@require_POST
def report_hiding(request: MemberRequest, report_pk: UUID) -> HttpResponse:
    """Hide what was reported, or show it again."""
    found = _coordinated(request, report_pk)
    if not found:
        raise Http404
    if request.POST.get("hidden") == "no":
        tried(request, lambda: actions.show(report=found, by=request.member), _("It can be read again."))
    else:
        tried(
            request, lambda: actions.hide(report=found, by=request.member), _("Only its author reads it now.")
        )
    return redirect("community_report", report_pk)


def _report_page(
    request: MemberRequest, shown: Report, form: SettlementForm, *, answers_it: bool
) -> HttpResponse:
    context = {
        "report": shown,
        "answers_it": answers_it,
        "is_hidden": HiddenPost.objects.filter(post=shown.post_id).exists(),
    }
    return form_page(request, "cop/report.html", form, context)


def _coordinated(request: MemberRequest, pk: UUID) -> Report | None:
    return _loaded(Report.objects.coordinated_by(request.member).filter(pk=pk)).first()


def _loaded(found: QuerySet[Report]) -> QuerySet[Report]:
    return found.select_related("community__programme", "by", "about", "settlement__by")


def _others(place: MemberCommunity, thread_pk: UUID, post_pk: UUID) -> Post:
    readable = Post.objects.visible_to(place.me).filter(
        community=place.community, thread=thread_pk, removed_at=None, hiding=None
    )
    others = readable.exclude(author=place.me).with_words().select_related("community", "thread")
    return get_object_or_404(others, pk=post_pk)
