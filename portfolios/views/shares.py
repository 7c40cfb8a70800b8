"""Sharing a piece with a partner, taking it back, and what partners share with one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest
from portfolios.actions import shares as actions
from portfolios.forms.items import ItemShareForm
from portfolios.models import DiaryEntry, Evidence, ItemShare, Profile
from portfolios.models.items import PortfolioItem
from portfolios.queries.shares import PAGES, get_shares_path, list_all_shares, list_shared_with
from portfolios.views.shared import done, own
from web.responses import form_page, read_or_write, tried


@read_or_write
def evidence_shares(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share evidence, and see who can see it."""
    return _shares(request, own(request, Evidence, pk))


@read_or_write
def entry_shares(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share a diary entry, and see who can see it."""
    return _shares(request, own(request, DiaryEntry, pk))


@read_or_write
def profile_shares(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share one's profile, and see who can see it."""
    return _shares(request, own(request, Profile, pk))


def _shares(request: MemberRequest, item: PortfolioItem) -> HttpResponse:
    given = list_all_shares(item)
    have_it = {(share.reader_id, share.partnership_id) for share in given if share.holds}
    places = [
        place
        for place in actions.partners(request.member)
        if (place.member_id, place.partnership_id) not in have_it
    ]
    form = ItemShareForm(request.POST or None, places=places)
    if form.is_valid() and done(form, lambda: actions.share(item=item, place=form.place, by=request.member)):
        messages.info(request, _("It is shared. You can end that at any time."))
        return redirect(request.path)
    kind = actions.NAMES[type(item)]
    context = {
        "item": item,
        "kind": kind,
        "up_url": reverse(PAGES[kind], args=[item.pk]),
        "shares": given,
        "places": places,
    }
    return form_page(request, "portfolios/shares.html", form, context)


@require_POST
def share_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a share back."""
    share = get_object_or_404(ItemShare.objects.filter(owner=request.member), pk=pk)
    tried(request, lambda: actions.take_back(share=share, by=request.member), _("It is yours alone again."))
    return redirect(get_shares_path(share))


@require_GET
def lent(request: MemberRequest) -> HttpResponse:
    """List what partners share with one."""
    return render(request, "portfolios/lent.html", {"shares": list_shared_with(request.member)})
