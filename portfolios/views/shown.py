"""A showcase as somebody outside sees it by a link. Nobody signs in for it.

Whatever is wrong with a link, its page says the same (``web.responses.link_ended``).
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.core import ratelimit
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.attempts import Attempt, get_source
from files import serving
from organisations import tenancy
from portfolios import links, typesetting
from portfolios.actions import showcases as actions
from portfolios.errors import PortfolioError
from portfolios.forms.showcases import PassphraseForm
from portfolios.models import EvidenceFile, ShowcaseLink
from portfolios.queries.showcases import get_showcase_contents
from portfolios.views.confirmations import credential_as
from portfolios.views.shared import pdf_of
from web.htmx import WRONG_INPUT
from web.responses import link_ended, read_or_write

TOO_OFTEN, UNMADE = 429, 503


def _by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Find the link that an address names, inside its organisation as its owner, and keep the answer out of caches."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: UUID) -> HttpResponseBase:
        said = links.read(token)
        if said is None:
            return link_ended(request)
        organisation, owner, key = said
        with tenancy.inside(organisation, owner):
            link = links.find(owner, key)
            response = view(request, link, **kwargs) if link else link_ended(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


def _mark(link: ShowcaseLink) -> str:
    """What a browser's session remembers of a passphrase that was right."""
    return f"showcase:{link.key}"


def _is_open(request: HttpRequest, link: ShowcaseLink) -> bool:
    return not link.passphrase or bool(request.session.get(_mark(link)))


@read_or_write
@_by_link
def showcase_shown(request: HttpRequest, link: ShowcaseLink) -> HttpResponse:
    """Show the showcase, or ask for its passphrase first."""
    if not _is_open(request, link):
        return _passphrase(request, link)
    if request.method == "POST":
        return redirect(request.path)
    actions.count_view(link)
    context = {"shown": get_showcase_contents(link.showcase), "base": request.path}
    return render(request, "portfolios/shown.html", context)


def _passphrase(request: HttpRequest, link: ShowcaseLink) -> HttpResponse:
    form = PassphraseForm(request.POST or None)
    status = WRONG_INPUT if form.is_bound else 200
    if form.is_valid():
        attempt = Attempt(request, "passphrase", str(link.key))
        if not attempt.begin():
            form.add_error(None, _("That was tried too often. Wait a quarter of an hour."))
            status = TOO_OFTEN
        elif check_password(form.cleaned_data["passphrase"], link.passphrase):
            attempt.succeed()
            request.session[_mark(link)] = True
            return redirect(request.path)
        else:
            attempt.fail()
            form.add_error("passphrase", _("This does not open it. Ask who sent you the link."))
    return render(request, "portfolios/shown_locked.html", {"form": form}, status=status)


@read_or_write
@_by_link
def showcase_shown_pdf(request: HttpRequest, link: ShowcaseLink) -> HttpResponse:
    """Serve what is shown as a PDF, to whoever has opened the link and posts; that is no further look at it."""
    if not _is_open(request, link):
        raise Http404
    if request.method == "GET":
        return redirect(request.path.removesuffix("pdf/"))
    if not ratelimit.consume(request, action="showcase-pdf", key=f"{link.key} {get_source(request)}"):
        return render(request, "429.html", status=TOO_OFTEN)
    try:
        return pdf_of(link.showcase, typesetting.pdf(get_showcase_contents(link.showcase)))
    except PortfolioError as error:
        return render(request, "portfolios/shown_unmade.html", {"words": str(error)}, status=UNMADE)


@require_GET
@_by_link
def showcase_shown_file(request: HttpRequest, link: ShowcaseLink, pk: UUID) -> HttpResponseBase:
    """Serve a file of what is shown; ``?small`` gives the small picture of one that is a picture."""
    if not _is_open(request, link):
        raise Http404
    shown = EvidenceFile.objects.filter(evidence__in=link.showcase.items.values("evidence"))
    return serving.reply(
        get_object_or_404(shown, pk=pk), "thumbnail" if "small" in request.GET else "attachment"
    )


@require_GET
@_by_link
def showcase_shown_credential(request: HttpRequest, link: ShowcaseLink, pk: UUID, form: str) -> HttpResponse:
    """Serve the credential of a confirmation that is shown, in one of its forms."""
    if not _is_open(request, link):
        raise Http404
    shown = (each for item in get_showcase_contents(link.showcase).items for each in item.confirmed)
    found = next((each for each in shown if each.pk == pk), None)
    if found is None:
        raise Http404
    return credential_as(found.confirmation.credential, form)
