"""What a member brings in confidence: for the two people concerned, and nobody else."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import conflicts as actions
from cop.forms.joint_questions import AddresseeForm, ConflictForm, ReplyForm
from cop.models import Community, Conflict, ConflictRecipient, ConflictReply
from cop.queries.communities import belongs, coordinates
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried


@require_GET
def conflicts(request: MemberRequest, pk: UUID) -> HttpResponse:
    """List what one brought and what was brought to one, in a community one belongs to, left or coordinates."""
    brought = Conflict.objects.filter(author=request.member, community=OuterRef("pk"))
    mine = Community.objects.visible_to(request.member) | Community.objects.coordinated_by(request.member)
    readable = Community.objects.filter(Q(pk__in=mine.values("pk")) | Exists(brought))
    community = get_object_or_404(readable.select_related("programme", "closure"), pk=pk)
    found = Conflict.objects.visible_to(request.member).filter(community=community)
    context = {
        "community": community,
        "conflicts": found.with_waiting(request.member).select_related("author", "end").order_by("-at"),
        "belongs": belongs(community, request.member),
        "coordinates": coordinates(community.programme_id, request.member),
    }
    return render(request, "cop/conflicts.html", context)


@read_or_write
def conflict_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Bring a conflict to one person."""
    place = place_of(request, pk)
    people = actions.addressees(place.community, request.member)
    form = ConflictForm(request.POST or None, people=people)
    if form.is_valid():
        chosen_place, person = form.chosen
        text = form.cleaned_data["text"]
        if done(
            form,
            lambda: actions.bring(
                community=place.community, place=chosen_place, to=person, text=text, by=request.member
            ),
        ):
            return redirect("community_conflicts", pk)
    return form_page(request, "cop/conflict_new.html", form, frame(place))


@read_or_write
def conflict(request: MemberRequest, pk: UUID, conflict_pk: UUID) -> HttpResponse:
    """Read what was written, and answer."""
    found = _mine(request, pk, conflict_pk)
    form = ReplyForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.reply(conflict=found, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_conflict", pk, conflict_pk)
    return _page(request, found, form)


@require_POST
def bringing(request: MemberRequest, pk: UUID, conflict_pk: UUID) -> HttpResponse:
    """Bring it to somebody else."""
    found = _mine(request, pk, conflict_pk)
    if found.author_id != request.member.pk:
        raise Http404
    form = AddresseeForm(request.POST, people=actions.addressees(found.community, request.member))
    if form.is_valid():
        chosen_place, person = form.chosen
        tried(
            request,
            lambda: actions.bring_to_another(
                conflict=found, place=chosen_place, to=person, by=request.member
            ),
            _("It is with somebody else now; who had it before reads it no more."),
        )
    return redirect("community_conflict", pk, conflict_pk)


@require_POST
def closure(request: MemberRequest, pk: UUID, conflict_pk: UUID) -> HttpResponse:
    """Close it."""
    found = _mine(request, pk, conflict_pk)
    tried(request, lambda: actions.close(conflict=found, by=request.member))
    return redirect("community_conflict", pk, conflict_pk)


def _page(request: MemberRequest, found: Conflict, form: ReplyForm) -> HttpResponse:
    replies = ConflictReply.objects.select_related("author")
    bringings = ConflictRecipient.objects.filter(conflict=found).with_presence().select_related("addressee")
    listed = list(bringings.prefetch_related(Prefetch("replies", replies)))
    now = next((each for each in listed if each.ended_at is None), None)
    is_author = found.author_id == request.member.pk
    here = belongs(found.community, request.member)
    others = [
        (place, person)
        for place, person in actions.addressees(found.community, request.member)
        if now is None or person.pk != now.addressee_id
    ]
    days = [reply.follow_up_on for each in listed for reply in each.replies.all() if reply.follow_up_on]
    context = {
        "conflict": found,
        "community": found.community,
        "bringings": list(reversed(listed)),
        "now": now,
        "is_author": is_author,
        "others": AddresseeForm(people=others) if is_author and others and here else None,
        "look_again": days[0] if days else None,
    }
    return form_page(request, "cop/conflict.html", form, context)


def _mine(request: MemberRequest, pk: UUID, conflict_pk: UUID) -> Conflict:
    """Load a conflict that one brought, or that was brought to one while one still belongs or coordinates.

    Raises:
        Http404: it is other people's, or there is none.
    """
    circles = Community.objects.visible_to(request.member) | Community.objects.coordinated_by(request.member)
    found = Conflict.objects.visible_to(request.member).filter(
        Q(community__in=circles.values("pk")) | Q(author=request.member), community=pk
    )
    return get_object_or_404(
        found.select_related("author", "end__by", "community__programme"), pk=conflict_pk
    )
