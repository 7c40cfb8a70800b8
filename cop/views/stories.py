"""The story library, and how a story comes into it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop import search
from cop.actions import stories as actions
from cop.forms.reports import ConsentForm, LibraryForm, TakingOutForm
from cop.models import Story, StoryConsent, StoryRemoval, Thread
from cop.queries.communities import MemberCommunity, coordinates
from cop.queries.threads import get_opening, get_thread
from cop.views.shared import frame, place_of
from organisations.access import MemberRequest
from web.responses import done, form_page, read_or_write, tried

PER_PAGE = 20


@require_GET
def stories(request: MemberRequest) -> HttpResponse:
    """The stories of the programmes one takes part in or looks after, with search."""
    filters = LibraryForm(request.GET)
    wanted, kind = filters.wanted["q"], filters.wanted["kind"]
    found = Story.objects.visible_to(request.member).select_related("programme", "author")
    if kind:
        found = found.filter(kind=kind)
    ordered = found.saying(wanted) if wanted else found.order_by("-on", "-pk").defer("search")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.shown = search.shown(each.marked if wanted else each.body)
    context = {
        "filters": filters,
        "is_filtered": bool(wanted or kind),
        "page": page,
        "taken_out": StoryRemoval.objects.visible_to(request.member),
    }
    return render(request, "cop/stories.html", context)


@require_GET
def story(request: MemberRequest, story_pk: UUID) -> HttpResponse:
    """Read a story of the library; its author can take it back, a coordinator of the programme take it out."""
    return _story_page(request, _visible(request, story_pk), TakingOutForm())


@require_POST
def story_removal(request: MemberRequest, story_pk: UUID) -> HttpResponse:
    """Take a story out of the library, as its author or, saying why, as a coordinator of the programme."""
    found = _visible(request, story_pk)
    if _is_mine(request, found):
        words = _("It is out of the library. The thread stays as it is.")
        tried(request, lambda: actions.take_back(story=found, by=request.member), words)
        return redirect("stories")
    if not _may_take_out(request, found, mine=False):
        raise Http404
    form = TakingOutForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.take_out(story=found, why=form.cleaned_data["why"], by=request.member)
    ):
        messages.info(request, _("It is out; its author is told, and reads why."))
        return redirect("stories")
    return _story_page(request, found, form)


@require_POST
def taken_out(request: MemberRequest, taken_pk: UUID) -> HttpResponse:
    """Put away why one's story was taken out, once one has read it."""
    found = get_object_or_404(StoryRemoval.objects.visible_to(request.member), pk=taken_pk)
    actions.put_away(taken_out=found, by=request.member)
    return redirect("stories")


def _visible(request: MemberRequest, pk: UUID) -> Story:
    visible = Story.objects.visible_to(request.member).select_related("programme", "author").defer("search")
    found: Story = get_object_or_404(visible, pk=pk)
    return found


def _story_page(request: MemberRequest, found: Story, form: TakingOutForm) -> HttpResponse:
    mine = _is_mine(request, found)
    context = {"story": found, "is_mine": mine, "may_take_out": _may_take_out(request, found, mine=mine)}
    return form_page(request, "cop/story.html", form, context)


def _is_mine(request: MemberRequest, story: Story) -> bool:
    return StoryConsent.objects.filter(pk=story.consent_id, author=request.member).exists()


def _may_take_out(request: MemberRequest, story: Story, *, mine: bool) -> bool:
    is_coordinator: bool = request.member.is_coordinator  # type: ignore[attr-defined]  # a registered fact
    return not mine and is_coordinator and coordinates(story.programme_id, request.member)


@read_or_write
def consent(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Let one's story into the library, in the words one chooses; or say no to who asked."""
    place = place_of(request, pk)
    thread = _thread(place, thread_pk, own=True)
    post = get_opening(place, thread)
    if post is None:
        raise Http404
    if request.POST.get("answer") == "no":
        tried(
            request,
            lambda: actions.decline(thread=thread, by=request.member),
            _("It stays in the community."),
        )
        return redirect("community_thread", pk, thread_pk)
    start = {"title": post.words.title, "body": post.words.body, "named": "no"}
    form = ConsentForm(request.POST or None, initial=start)
    if form.is_valid() and done(
        form,
        lambda: actions.consent(
            thread=thread,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            named=form.cleaned_data["named"] == "yes",
            by=request.member,
        ),
    ):
        messages.info(request, _("It is in the library now. You can withdraw it there at any time."))
        return redirect("stories")
    return form_page(request, "cop/consent.html", form, {"thread": thread} | frame(place))


@require_POST
def story_ask(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Ask the author of a story to let it into the library."""
    thread = _thread(place_of(request, pk), thread_pk, own=False)
    words = _("Its author decides, and hears of it by mail.")
    tried(request, lambda: actions.ask(thread=thread, by=request.member), words)
    return redirect("community_thread", pk, thread_pk)


def _thread(place: MemberCommunity, pk: UUID, *, own: bool) -> Thread:
    found = get_thread(place, pk)
    if not found or not found.is_story or (found.author_id == place.me.pk) != own:
        raise Http404
    return found
