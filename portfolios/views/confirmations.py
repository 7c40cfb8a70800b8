"""Confirmations: asking one's organisation, answering for it, and what the owner takes away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from files import serving
from organisations.access import MemberRequest
from portfolios.actions import confirmations as actions
from portfolios.forms.assessments import starting
from portfolios.forms.confirmations import DeclineForm, RevocationForm, WordingForm
from portfolios.issuing import baking
from portfolios.models import ConfirmationRequest, Credential, Evidence, SubmissionFile
from portfolios.queries.confirmations import (
    get_confirmations,
    get_fingerprint,
    get_submission,
    preview_submission,
)
from portfolios.queries.frameworks import list_open_frameworks
from portfolios.views.shared import done, own, to_download
from web.responses import form_page, read_or_write, tried


def _load(request: MemberRequest, pk: UUID) -> ConfirmationRequest:
    visible = ConfirmationRequest.objects.visible_to(request.member).with_state()
    return get_object_or_404(visible, pk=pk)


def _as_coordinator(request: MemberRequest, pk: UUID) -> ConfirmationRequest:
    """Load a request that somebody else made in a programme that the member coordinates.

    Raises:
        Http404: there is none of that key, or it is their own.
    """
    found = _load(request, pk)
    if found.owner_id == request.member.pk:
        raise Http404
    return found


@require_GET
def confirmations(request: MemberRequest) -> HttpResponse:
    """List what waits for one as a coordinator, and what one asked for."""
    context = {"those": get_confirmations(request.member)}
    return render(request, "portfolios/confirmations.html", context)


@require_GET
def confirmation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a request: what was handed in, as it was then, and what came of it."""
    found = _load(request, pk)
    context = _page(request, found)
    actions.note_read(request=found, by=request.member)
    return render(request, "portfolios/confirmation.html", context)


def _page(request: MemberRequest, found: ConfirmationRequest) -> dict[str, Any]:
    is_mine = found.owner_id == request.member.pk
    return {
        "asked": found,
        "is_mine": is_mine,
        "handed_in": get_submission(found, request.member),
    }


@read_or_write
def evidence_confirmation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask for a confirmation: first the words, then what the coordinators will see, then it is sent."""
    evidence = own(request, Evidence, pk)
    cohorts, frameworks = actions.askable(request.member), list_open_frameworks()
    begun = {"achievement": evidence.title[:120]}
    if line := evidence.competency_links.values_list("line", flat=True).first():
        begun["competency"] = starting(frameworks, str(line)) or ""
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        cohorts=cohorts,
        frameworks=frameworks,
        initial=begun,
    )
    context = {"evidence": evidence, "cohorts": cohorts}
    if "change" in request.POST or not form.is_valid():
        return form_page(request, "portfolios/confirmation_new.html", form, context)
    return _look_or_send(request, evidence, form, context)


def _look_or_send(
    request: MemberRequest, evidence: Evidence, form: WordingForm, context: dict[str, Any]
) -> HttpResponse:
    """Show what would be handed in; send it once that is what the owner has looked at."""
    now, seen = get_fingerprint(evidence), request.POST.get("seen")
    made: list[ConfirmationRequest] = []
    if seen == now and done(
        form,
        lambda: made.append(
            actions.ask(evidence=evidence, cohort=form.cohort, wording=form.wording, by=request.member)
        ),
    ):
        messages.info(request, _("It is asked. You can withdraw it until it is answered."))
        return redirect("confirmation", made[0].pk)
    context |= {
        "cohort": form.cohort,
        "handed_in": preview_submission(evidence, form.wording),
        "seen": now,
        "has_changed": bool(seen) and seen != now,
        "sent": [(name, request.POST.get(name, "")) for name in form.fields],
    }
    return form_page(request, "portfolios/confirmation_look.html", form, context)


@read_or_write
def confirmation_giving(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have a coordinator confirm for the organisation, after being told what that does."""
    found = _as_coordinator(request, pk)
    if not found.is_open:
        return redirect("confirmation", pk)
    if request.method == "POST":
        words = _("It is confirmed, and they hear of it.")
        tried(request, lambda: actions.confirm(request=found, by=request.member), words)
        return redirect("confirmation", pk)
    return render(request, "portfolios/confirmation_giving.html", _page(request, found))


@read_or_write
def confirmation_ending(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what one asked, or decline what one is asked as a coordinator, after being asked."""
    found = _load(request, pk)
    if not found.is_open:
        return redirect("confirmation", pk)
    is_mine = found.owner_id == request.member.pk
    form = DeclineForm(request.POST if request.method == "POST" and not is_mine else None)
    if is_mine and request.method == "POST":
        words = _("It is withdrawn. The coordinators no longer see the piece.")
        tried(request, lambda: actions.take_back(request=found, by=request.member), words)
        return redirect("confirmation", pk)
    if form.is_valid() and done(
        form, lambda: actions.decline(request=found, why=form.cleaned_data["why"], by=request.member)
    ):
        messages.info(request, _("It is declined, and they hear of it."))
        return redirect("confirmation", pk)
    context = {"asked": found, "is_mine": is_mine}
    return form_page(request, "portfolios/confirmation_ending.html", form, context)


@read_or_write
def confirmation_revocation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have a coordinator say that the organisation no longer stands by a confirmation, and why."""
    found = _as_coordinator(request, pk)
    if not found.stands:
        return redirect("confirmation", pk)
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form, lambda: actions.revoke(request=found, why=form.cleaned_data["why"], by=request.member)
    ):
        messages.info(request, _("It is revoked, and they hear of it."))
        return redirect("confirmation", pk)
    context = {"asked": found}
    return form_page(request, "portfolios/confirmation_revocation.html", form, context)


@require_GET
def confirmation_file(request: MemberRequest, pk: UUID, file_pk: UUID) -> HttpResponseBase:
    """Serve a file that was handed in; ``?small`` gives the small picture of one that is a picture."""
    kept = SubmissionFile.objects.visible_to(request.member).filter(submission__request=pk)
    return serving.reply(
        get_object_or_404(kept, pk=file_pk), "thumbnail" if "small" in request.GET else "attachment"
    )


@require_GET
def confirmation_credential(request: MemberRequest, pk: UUID, form: str) -> HttpResponse:
    """Serve the owner their credential: signed (``jwt``), in a picture (``png``), or to read (``json``)."""
    mine = Credential.objects.owned_by(request.member)
    held = get_object_or_404(mine, confirmation__request=pk)
    return credential_as(held, form)


def credential_as(credential: Credential, form: str) -> HttpResponse:
    """Serve a credential in one of its forms.

    Raises:
        Http404: there is no such form.
    """
    document = credential.document
    if form == "jwt":
        response = HttpResponse(credential.jwt, content_type="text/plain; charset=utf-8")
    elif form == "png":
        response = HttpResponse(baking.bake(credential.jwt), content_type="image/png")
    elif form == "json":
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        raise Http404
    return to_download(response, f"{slugify(document['name'])[:60] or 'credential'}.{form}")
