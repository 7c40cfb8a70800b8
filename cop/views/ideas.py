"""What coming sessions could be about: everybody puts ideas and raises hands."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cop.actions import ideas as actions
from cop.forms.facilitation import IdeaForm
from cop.models import Idea, Turn
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried

TAKEN_SHOWN = 10


@read_or_write
def ideas(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read and put ideas, with the show of hands; whose turn it is takes one up as the focus."""
    place = place_of(request, pk)
    form = IdeaForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.suggest(community=place.community, by=request.member, **form.cleaned_data)
    ):
        return redirect("community_ideas", pk)
    of = Idea.objects.filter(community=place.community)
    taken = of.filter(taking__isnull=False).select_related("author", "taking__session__meeting")
    coming = Turn.objects.coming().filter(community=place.community)
    turn = coming.select_related("session__meeting__cancellation").first()
    session = turn.session if turn and turn.member_id == request.member.pk else None
    context = {
        "ideas": of.waiting().by_hands(request.member),
        "taken": taken.order_by("-taking__at")[:TAKEN_SHOWN],
        "my_turn": turn if session and session.meeting.is_ahead else None,
    }
    return form_page(request, "cop/ideas.html", form, context | frame(place))


@require_POST
def hand(request: MemberRequest, pk: UUID, idea_pk: UUID) -> HttpResponse:
    """Raise one's hand for an idea, or lower it."""
    place = place_of(request, pk)
    idea = get_object_or_404(Idea.objects.filter(community=place.community), pk=idea_pk)
    up = request.POST.get("up") != "no"
    tried(request, lambda: actions.show_hand(idea=idea, up=up, by=request.member))
    return redirect("community_ideas", pk)


@require_POST
def withdrawal(request: MemberRequest, pk: UUID, idea_pk: UUID) -> HttpResponse:
    """Take one's own idea back."""
    place = place_of(request, pk)
    own = Idea.objects.filter(community=place.community, author=request.member)
    idea = get_object_or_404(own, pk=idea_pk)
    tried(request, lambda: actions.withdraw(idea=idea, by=request.member))
    return redirect("community_ideas", pk)
