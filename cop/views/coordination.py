"""What a programme's coordinator does for a community: found it, name who facilitates, see that it meets."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop import phases
from cop.actions import communities as actions
from cop.actions import turns
from cop.forms.communities import CommunityForm, MemberChoiceForm, NewCommunityForm
from cop.models import Community
from cop.queries.communities import (
    belongs,
    can_arrange,
    get_closure_effects,
    get_coordinated_community,
)
from organisations.access import MemberRequest, only
from organisations.models import Member, MemberQuerySet
from organisations.ordering import ByName
from programmes.models import Programme
from web.responses import done, form_page, read_or_write, tried


@read_or_write
@only("is_coordinator")
def community_new(request: MemberRequest) -> HttpResponse:
    """Begin a community of one's programme."""
    programmes = Programme.objects.coordinated_by(request.member).order_by(ByName("name"), "id")
    form = NewCommunityForm(
        request.POST or None, programmes=programmes, initial={"programme": request.GET.get("programme")}
    )
    if form.is_valid():
        try:
            made = actions.found(by=request.member, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.info(request, _("The community is there. Next, name who facilitates its first session."))
            return redirect("community_care", made.pk)
    return form_page(request, "cop/community_new.html", form, {})


@require_GET
def care(request: MemberRequest, pk: UUID) -> HttpResponse:
    """See that a community meets and how far it has come; nothing of what is said in it."""
    found = get_coordinated_community(request.member, pk)
    if not found:
        raise Http404
    community = found.community
    context = {
        "care": found,
        "community": community,
        "phase_means": phases.MEANING[community.phase],
        "phases": phases.PHASES,
        "following": phases.following(community.phase),
        "before": phases.before(community.phase),
        "may_arrange": not community.is_closed and can_arrange(community, request.member),
        "form": MemberChoiceForm(members=_members(community), label=_("Who facilitates next")),
        "belongs": belongs(community, request.member),
    }
    return render(request, "cop/care.html", context)


@read_or_write
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a community's name, how people join and what they read before."""
    community = _coordinated(request, pk)
    form = CommunityForm(request.POST or None, instance=community)
    if form.is_valid() and done(
        form, lambda: actions.edit(community=community, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_care", pk)
    return form_page(request, "cop/community_edit.html", form, {"community": community})


@require_POST
def facilitator(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Name who facilitates next."""
    community = _coordinated(request, pk)
    form = MemberChoiceForm(request.POST, members=_members(community))
    if form.is_valid():
        named = form.cleaned_data["member"]
        tried(
            request,
            lambda: turns.name_facilitator(community=community, member=named, by=request.member),
            _("%(name)s facilitates next, and will hear of it.") % {"name": named.display_name},
        )
    else:
        messages.error(request, _("Choose somebody of the community."))
    return redirect("community_care", pk)


@read_or_write
def closure(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Close a community, after reading what that means; or open it again."""
    community = _coordinated(request, pk)
    if request.method == "POST":
        if request.POST.get("closed") == "no":
            words = _("The community is open again.")
            tried(request, lambda: actions.reopen(community=community, by=request.member), words)
        else:
            words = _("The community is closed. Its members are told.")
            tried(request, lambda: actions.close(community=community, by=request.member), words)
        return redirect("community_care", pk)
    if community.is_closed:
        return redirect("community_care", pk)
    found = get_closure_effects(community, request.member)
    return render(request, "cop/closure.html", {"community": community, "ends": found})


def _coordinated(request: MemberRequest, pk: UUID) -> Community:
    return get_object_or_404(
        Community.objects.coordinated_by(request.member).select_related("programme", "closure"), pk=pk
    )


def _members(community: Community) -> MemberQuerySet:
    return Member.objects.filter(communities__community=community, communities__left_at=None).in_order()
