"""One's own showcases: what is in them, in what order, and the links to them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest
from portfolios import links, typesetting
from portfolios.actions import showcases as actions
from portfolios.errors import PortfolioError
from portfolios.forms.showcases import ChoiceForm, LinkForm, ShowcaseForm
from portfolios.models import Showcase, ShowcaseItem, ShowcaseLink
from portfolios.queries.showcases import get_showcase_contents, list_showcases
from portfolios.views.shared import done, pdf_of
from web.responses import form_page, read_or_write, tried


def _own(request: MemberRequest, pk: UUID) -> Showcase:
    return get_object_or_404(Showcase.objects.owned_by(request.member), pk=pk)


@require_GET
def showcases(request: MemberRequest) -> HttpResponse:
    """List one's showcases."""
    return render(request, "portfolios/showcases.html", {"showcases": list_showcases(request.member)})


@read_or_write
def showcase_new(request: MemberRequest) -> HttpResponse:
    """New showcase, then choose what is in it."""
    form = ShowcaseForm(request.POST or None)
    if form.is_valid():
        made = actions.begin(by=request.member, **form.cleaned_data)
        return redirect("showcase_choice", made.pk)
    return form_page(request, "portfolios/showcase_edit.html", form, {"showcase": None})


@read_or_write
def showcase(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look at a showcase as its reader will, with its links; posting makes another link."""
    found = _own(request, pk)
    form = LinkForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.make_link(showcase=found, by=request.member, **form.cleaned_data)
    ):
        words = (
            _("The link is made. Whoever has it and knows the passphrase can see this showcase.")
            if form.cleaned_data["passphrase"]
            else _("The link is made. Whoever has it can see this showcase.")
        )
        messages.info(request, words)
        return redirect("showcase", pk)
    shown = get_showcase_contents(found)
    listed = [(link, links.address_of(link, request.member)) for link in found.links.all()]
    return form_page(
        request, "portfolios/showcase.html", form, {"showcase": found, "shown": shown, "links": listed}
    )


@require_GET
def showcase_preview(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look at a showcase on the very page that its reader gets; what can be opened there is named only."""
    context = {"shown": get_showcase_contents(_own(request, pk)), "is_preview": True}
    return render(request, "portfolios/shown.html", context)


@require_GET
def showcase_pdf(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Serve a showcase as a PDF, as its reader gets it; where it would show boxes, say so first, once."""
    found = _own(request, pk)
    try:
        pressed = typesetting.pdf(get_showcase_contents(found))
    except PortfolioError as error:
        messages.error(request, str(error))
        return redirect("showcase", pk)
    if pressed.lacking and "as-it-is" not in request.GET:
        context = {"showcase": found, "lacking": pressed.lacking}
        return render(request, "portfolios/showcase_pdf.html", context)
    return pdf_of(found, pressed)


@read_or_write
def showcase_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what a showcase says."""
    found = _own(request, pk)
    form = ShowcaseForm(request.POST or None, instance=found)
    if form.is_valid() and done(
        form, lambda: actions.change(showcase=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("showcase", pk)
    return form_page(request, "portfolios/showcase_edit.html", form, {"showcase": found})


@read_or_write
def showcase_choice(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose the evidence in a showcase."""
    found = _own(request, pk)
    chosen = list(found.items.values_list("evidence", flat=True))
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, member=request.member, initial={"evidence": chosen})
    if form.is_valid() and done(
        form,
        lambda: actions.choose(
            showcase=found, evidence=list(form.cleaned_data["evidence"]), by=request.member
        ),
    ):
        return redirect("showcase", pk)
    return form_page(request, "portfolios/showcase_choice.html", form, {"showcase": found})


@require_POST
def showcase_order(request: MemberRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """Move a piece of a showcase one place up or down."""
    mine = ShowcaseItem.objects.filter(showcase=_own(request, pk)).select_related("showcase")
    actions.move(
        item=get_object_or_404(mine, pk=item_pk), up=request.POST.get("to") == "up", by=request.member
    )
    return redirect("showcase", pk)


@read_or_write
def showcase_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remove a showcase, after being asked."""
    found = _own(request, pk)
    if request.method == "POST" and tried(
        request,
        lambda: actions.remove(showcase=found, by=request.member),
        _("The showcase is gone, with its links."),
    ):
        return redirect("showcases")
    return render(request, "portfolios/showcase_removal.html", {"showcase": found})


@require_POST
def showcase_link_end(request: MemberRequest, pk: UUID, link_pk: UUID) -> HttpResponse:
    """End a link."""
    mine = ShowcaseLink.objects.filter(showcase=_own(request, pk)).select_related("showcase")
    link = get_object_or_404(mine, pk=link_pk)
    tried(
        request, lambda: actions.revoke(link=link, by=request.member), _("The link leads nowhere any more.")
    )
    return redirect("showcase", pk)
