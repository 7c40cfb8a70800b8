"""A member's own portfolio: its front page, profile, diary and evidence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from development_plans.models import Plan
from files import serving
from meetings.models import Meeting
from meetings.wording import title_for
from organisations.access import MemberRequest
from portfolios.actions import items as actions
from portfolios.forms.items import LONGEST_START, DiaryEntryForm, EvidenceForm, KindFilter, ProfileForm
from portfolios.models import AssessedFile, DiaryEntry, Evidence, EvidenceFile, EvidenceKind, Profile
from portfolios.queries.assessments import list_assessments_of
from portfolios.queries.confirmations import list_requests_of
from portfolios.queries.evidence_sources import EvidenceSource, get_source_from_address, get_source_of
from portfolios.queries.frameworks import list_competencies
from portfolios.queries.items import get_front_page, list_plans, with_files, with_readers
from portfolios.queries.shares import list_standing_shares
from portfolios.views.shared import done, own
from web.responses import form_page, read_or_write, tried

ON_A_PAGE = 20


@require_GET
def portfolio(request: MemberRequest) -> HttpResponse:
    """Show what is in one's portfolio, and what others share with one."""
    return render(request, "portfolios/portfolio.html", get_front_page(request.member))


@read_or_write
def profile_edit(request: MemberRequest) -> HttpResponse:
    """Write one's profile."""
    profile = Profile.objects.owned_by(request.member).first()
    form = ProfileForm(request.POST or None, instance=profile or Profile(owner=request.member))
    if form.is_valid():
        actions.write_profile(texts=form.cleaned_data, by=request.member)
        messages.info(request, _("Your profile is saved."))
        return redirect("portfolio")
    return form_page(request, "portfolios/profile_edit.html", form, {"profile": profile})


@require_GET
def profile(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a profile: one's own, or a partner's who shares it."""
    found = get_object_or_404(Profile.objects.visible_to(request.member).select_related("owner"), pk=pk)
    return render(request, "portfolios/profile.html", _piece_page(request, found))


@require_GET
def diary(request: MemberRequest) -> HttpResponse:
    """Read one's diary, newest first."""
    entries = DiaryEntry.objects.owned_by(request.member).order_by("-on", "-id")
    page = Paginator(with_readers(entries), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolios/diary.html", {"page": page})


@read_or_write
def entry_new(request: MemberRequest) -> HttpResponse:
    """Add to one's diary. Any page may lead here with a beginning: ``?text=``, or a ``?meeting=`` or ``?plan=``."""
    form = DiaryEntryForm(request.POST or None, initial=_begun_entry(request))
    if form.is_valid():
        actions.write_entry(by=request.member, **form.cleaned_data)
        messages.info(request, _("It is in your diary. Nobody but you can read it."))
        return redirect("diary")
    return form_page(request, "portfolios/entry_edit.html", form, {"entry": None})


def _begun_entry(request: MemberRequest) -> dict[str, Any]:
    """What an entry begins with. Addresses name meetings and plans by their keys, so that logs hold no words."""
    begun: dict[str, Any] = {"text": request.GET.get("text", "")[:LONGEST_START].replace("\x00", "")}
    meetings = Meeting.objects.visible_to(request.member).prefetch_related("attendances__member")
    about, plan_key = _key(request, "meeting"), _key(request, "plan")
    if about and (meeting := meetings.filter(pk=about).first()):
        begun = {
            "text": f"{title_for(meeting, request.member)}: ",
            "on": timezone.localdate(meeting.starts_at),
        }
    elif plan_key and (plan := Plan.objects.filter(owner=request.member, pk=plan_key).first()):
        begun = {"text": _("My plan “%(title)s”: ") % {"title": plan.title}}
    return begun


@require_GET
def entry(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a diary entry: one's own, or a partner's who shares it."""
    found = get_object_or_404(DiaryEntry.objects.visible_to(request.member).select_related("owner"), pk=pk)
    return render(request, "portfolios/entry.html", {"entry": found} | _piece_page(request, found))


@read_or_write
def entry_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change an entry of one's own."""
    found = own(request, DiaryEntry, pk)
    form = DiaryEntryForm(request.POST or None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.change_entry(entry=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("diary_entry", pk)
    return form_page(request, "portfolios/entry_edit.html", form, {"entry": found})


@read_or_write
def entry_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remove an entry, after being asked."""
    found = own(request, DiaryEntry, pk)
    if request.method == "POST" and tried(
        request, lambda: actions.remove(item=found, by=request.member), _("The entry is gone.")
    ):
        return redirect("diary")
    return render(request, "portfolios/removal.html", {"entry": found})


@require_GET
def evidence_list(request: MemberRequest) -> HttpResponse:
    """List one's evidence, newest first, of one kind or for one purpose where the address says so."""
    filters = KindFilter(request.GET or None)
    found = Evidence.objects.owned_by(request.member).filter(**filters.wanted if filters.is_bound else {})
    listed = with_readers(found.order_by("-began_on", "-id"))
    page = Paginator(with_files(listed), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolios/evidence_list.html", {"page": page, "filters": filters})


@read_or_write
def evidence_new(request: MemberRequest) -> HttpResponse:
    """Add evidence; ``?kind=`` chooses its kind.

    It begins with what the address names (``evidence_sources``), such as a plan of one's own, ``?plan=``, and remembers
    that; with ``?photo`` as something of today.
    """
    source = get_source_from_address(request.member, request.GET)
    form = EvidenceForm(request.POST or None, request.FILES or None, initial=_begun(request, source))
    made: list[Evidence] = []
    origin: dict[str, Any] = {"origin_kind": source.kind, "origin": source.key} if source else {}
    if form.is_valid() and done(
        form, lambda: made.append(actions.add_evidence(by=request.member, **origin, **form.cleaned_data))
    ):
        messages.info(request, _("It is in your portfolio. Nobody but you can see it until you share it."))
        return redirect("evidence", made[0].pk)
    return form_page(request, "portfolios/evidence_edit.html", form, {"evidence": None, "source": source})


def _begun(request: MemberRequest, source: EvidenceSource | None) -> dict[str, Any]:
    wanted = request.GET.get("kind", "")
    begun: dict[str, Any] = {"kind": wanted if wanted in EvidenceKind.values else None}
    if "photo" in request.GET:
        begun |= {"kind": EvidenceKind.ACHIEVEMENT, "began_on": timezone.localdate()}
    return begun | (source.begun if source else {})


def _key(request: MemberRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


@require_GET
def evidence(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look at evidence: one's own, or a partner's who shares it."""
    found = get_object_or_404(Evidence.objects.visible_to(request.member).select_related("owner"), pk=pk)
    context: dict[str, Any] = {
        "evidence": found,
        "files": list(found.files.all()),
        "competencies": list_competencies(found),
        "plans": list_plans(found, request.member),
    }
    if found.owner_id == request.member.pk:
        context["origin"] = get_source_of(found)
        context["assessments"] = list_assessments_of(found, request.member)
        context["confirmations"] = list_requests_of(found, request.member)
    return render(request, "portfolios/evidence.html", context | _piece_page(request, found))


@read_or_write
def evidence_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change evidence of one's own, and add files to it."""
    found = own(request, Evidence, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.change_evidence(evidence=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("evidence", pk)
    return form_page(request, "portfolios/evidence_edit.html", form, {"evidence": found})


@read_or_write
def evidence_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remove evidence with its files, after being asked."""
    found = own(request, Evidence, pk)
    if request.method == "POST" and tried(
        request, lambda: actions.remove(item=found, by=request.member), _("It is gone, with its files.")
    ):
        return redirect("evidence_list")
    context = {
        "evidence": found,
        "is_assessed": bool(list_assessments_of(found, request.member)),
        "is_confirmed": bool(list_requests_of(found, request.member)),
    }
    return render(request, "portfolios/removal.html", context)


@require_GET
def evidence_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Download a file of evidence that one may see."""
    return serving.reply(get_object_or_404(EvidenceFile.objects.visible_to(request.member), pk=pk))


@require_GET
def evidence_thumbnail(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Return the small picture of a file that is one."""
    file = get_object_or_404(EvidenceFile.objects.visible_to(request.member), pk=pk)
    return serving.reply(file, "thumbnail")


@require_POST
def evidence_file_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remove a file from one's evidence."""
    mine = EvidenceFile.objects.owned_by(request.member).select_related("evidence")
    file = get_object_or_404(mine, pk=pk)
    words = _("The file is gone.")
    if AssessedFile.objects.visible_to(request.member).filter(source=file.pk).exists():
        words = _("The file is gone from this evidence. What was assessed keeps it as it was.")
    tried(request, lambda: actions.remove_file(file=file, by=request.member), words)
    return redirect("evidence", file.evidence_id)


def _piece_page(request: MemberRequest, item: Any) -> dict[str, Any]:
    """What each page of a piece shows: whose it is, and to its owner, who can see it."""
    is_mine = item.owner_id == request.member.pk
    return {
        "item": item,
        "is_mine": is_mine,
        "shares": list_standing_shares(item) if is_mine else [],
    }
