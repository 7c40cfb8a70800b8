"""What a community shares: the list with its search, a thread, saying something, taking it back."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.actions import threads as actions
from cop.forms.threads import LONGEST, AnswerChangeForm, AnswerForm, FindForm, OpeningChangeForm, ThreadForm
from cop.models import Post, PostFile, Thread
from cop.queries.communities import MemberCommunity
from cop.queries.threads import (
    WHAT_IT_IS,
    ShownThread,
    facilitates,
    get_own_post,
    get_thread,
    list_hits,
    list_lines,
    openings,
    read_thread,
    search_posts,
)
from cop.views.shared import frame, place_of
from files.errors import FileError
from files.serving import reply as file_reply
from organisations.access import MemberRequest
from organisations.sent_forms import write_nothing
from web import htmx
from web.responses import form_page, read_or_write, tried

PER_PAGE = 20


@require_GET
def threads(request: MemberRequest, pk: UUID) -> HttpResponse:
    """List what the community shares, or what of it says the words that are searched for."""
    place = place_of(request, pk)
    filters = FindForm(request.GET)
    wanted, kind = filters.wanted["q"], filters.wanted["kind"]
    found: Any = search_posts(place, wanted, kind) if wanted else openings(place, kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "is_filtered": bool(wanted or kind),
        "wanted": wanted,
        "page": page,
        "lines": [] if wanted else list_lines(place, page),
        "hits": list_hits(page) if wanted else [],
    }
    return render(request, "cop/threads.html", context | frame(place))


@read_or_write
def thread_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Share something: a story, a question, a resource."""
    place = _standing(request, pk)
    context = {"preview": _preview(request), "is_new": True} | frame(place)
    if context["preview"] is not None:
        return _previewed(request, "cop/thread_new.html", ThreadForm(initial=request.POST.dict()), context)
    form = ThreadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        made = _done(
            form, lambda: actions.begin(community=place.community, by=request.member, **form.cleaned_data)
        )
        if made:
            messages.info(request, _("The others in the community can read it now. You follow the answers."))
            return redirect("community_thread", pk, made.pk)
    return form_page(request, "cop/thread_new.html", form, context)


@require_GET
def thread(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Read a thread: what opens it and its last answers; earlier ones on demand."""
    place = place_of(request, pk)
    return _page(request, place, _read(request, place, thread_pk), form=AnswerForm(auto_id="answer_%s"))


@read_or_write
def answers(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Answer in a thread."""
    place = place_of(request, pk)
    read = _read(request, place, thread_pk)
    if request.method != "POST":
        return redirect("community_thread", pk, thread_pk)
    preview = _preview(request)
    if preview is not None:
        form = AnswerForm(initial=request.POST.dict(), auto_id="answer_%s")
        return _page(request, place, read, form=form, preview=preview)
    form = AnswerForm(request.POST, request.FILES, auto_id="answer_%s")
    if form.is_valid():
        read.thread.community = place.community
        made = _done(form, lambda: actions.answer(thread=read.thread, by=request.member, **form.cleaned_data))
        if made:
            return redirect(_address(pk, thread_pk) + f"#post-{made.number}")
    return _page(request, place, read, form=form, status=htmx.WRONG_INPUT)


@read_or_write
def post_edit(request: MemberRequest, pk: UUID, thread_pk: UUID, post_pk: UUID) -> HttpResponse:
    """Change what one said."""
    place = _standing(request, pk)
    post = _own(place, thread_pk, post_pk)
    of = OpeningChangeForm if post.is_opening else AnswerChangeForm
    context = {"preview": _preview(request), "post": post} | frame(place)
    if context["preview"] is not None:
        return _previewed(request, "cop/post_edit.html", of(initial=request.POST.dict(), post=post), context)
    form = of(request.POST or None, request.FILES or None, post=post)
    if form.is_valid():
        changed = _done(form, lambda: actions.edit(post=post, by=request.member, **form.cleaned_data))
        if changed:
            return redirect(_address(pk, thread_pk, post))
    return form_page(request, "cop/post_edit.html", form, context)


@read_or_write
def post_removal(request: MemberRequest, pk: UUID, thread_pk: UUID, post_pk: UUID) -> HttpResponse:
    """Take away what one said, after a question."""
    place = place_of(request, pk)
    post = _own(place, thread_pk, post_pk)
    if request.method == "POST" and tried(
        request, lambda: actions.remove(post=post, by=request.member), _("It is removed.")
    ):
        return redirect(_address(pk, thread_pk, post))
    return render(request, "cop/post_removal.html", {"post": post} | frame(place))


@require_GET
def post(request: MemberRequest, pk: UUID, post_pk: UUID) -> HttpResponse:
    """Lead to a post where it stands in its thread."""
    place = place_of(request, pk)
    found = get_object_or_404(
        Post.objects.visible_to(request.member).filter(community=place.community), pk=post_pk
    )
    return redirect(_address(pk, found.thread_id, found))


@require_POST
def following(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Hear of answers in a thread, or no more."""
    found = _thread(place_of(request, pk), thread_pk)
    if request.POST.get("follow") == "no":
        tried(request, lambda: actions.unfollow(thread=found, by=request.member))
    else:
        tried(request, lambda: actions.follow(thread=found, by=request.member))
    return redirect("community_thread", pk, thread_pk)


@require_POST
def closure(request: MemberRequest, pk: UUID, thread_pk: UUID) -> HttpResponse:
    """Close a thread, or open it again; for whoever facilitates."""
    found = _thread(place_of(request, pk), thread_pk)
    act = actions.reopen if request.POST.get("closed") == "no" else actions.close
    tried(request, lambda: act(thread=found, by=request.member))
    return redirect("community_thread", pk, thread_pk)


@require_GET
def post_file(request: MemberRequest, pk: UUID, thread_pk: UUID, file_pk: UUID) -> FileResponse:
    """Serve a file that goes with what somebody said."""
    return file_reply(_file(request, pk, thread_pk, file_pk))


@require_GET
def post_thumbnail(request: MemberRequest, pk: UUID, thread_pk: UUID, file_pk: UUID) -> FileResponse:
    """Return the small form of a picture."""
    return file_reply(_file(request, pk, thread_pk, file_pk), "thumbnail")


def _file(request: MemberRequest, pk: UUID, thread_pk: UUID, file_pk: UUID) -> PostFile:
    visible = PostFile.objects.visible_to(request.member).filter(post__thread=thread_pk, post__community=pk)
    return get_object_or_404(visible, pk=file_pk)


def _page(
    request: MemberRequest,
    place: MemberCommunity,
    read: ShownThread,
    *,
    form: BaseForm,
    preview: str | None = None,
    status: int = 200,
) -> HttpResponse:
    closed = place.community.is_closed
    is_removed_story = read.thread.is_story and read.opening.post.removed_at is not None
    context = {
        "read": read,
        "thread": read.thread,
        "thread_url": _address(place.community.pk, read.thread.pk),
        "form": form,
        "preview": preview,
        "files_to_choose_again": bool(request.FILES),
        "can_answer": not closed and not read.thread.is_closed and not is_removed_story,
        "facilitates": not closed and facilitates(place.community, request.member),
        "what_it_is": WHAT_IT_IS[Thread.Kind(read.thread.kind)],
    }
    piece = "preview" if preview is not None else "answers"
    return htmx.reply(request, "cop/thread.html", context | frame(place), partial=piece, status=status)


def _standing(request: MemberRequest, pk: UUID) -> MemberCommunity:
    """Load a community in which something can be written.

    Raises:
        Http404: it has closed, there is none of that key, or it is other people's.
    """
    place = place_of(request, pk)
    if place.community.is_closed:
        raise Http404
    return place


def _thread(place: MemberCommunity, pk: UUID) -> Thread:
    found = get_thread(place, pk)
    if not found:
        raise Http404
    return found


def _read(request: MemberRequest, place: MemberCommunity, pk: UUID) -> ShownThread:
    before = request.GET.get("before", "")
    until = int(before) if before.isascii() and before.isdigit() and 0 < len(before) < 9 else None
    found = read_thread(place, pk, until)
    if not found:
        raise Http404
    return found


def _own(place: MemberCommunity, thread_pk: UUID, post_pk: UUID) -> Post:
    found = get_own_post(place, _thread(place, thread_pk), post_pk)
    if not found:
        raise Http404
    return found


def _preview(request: MemberRequest) -> str | None:
    """The text to be shown as it will look, when that is what was asked for."""
    return request.POST.get("body", "")[:LONGEST] if "preview" in request.POST else None


def _previewed(
    request: MemberRequest,
    template: Literal["cop/thread_new.html", "cop/post_edit.html"],
    form: BaseForm,
    context: dict[str, Any],
) -> HttpResponse:
    context |= {"form": form, "files_to_choose_again": bool(request.FILES)}
    return write_nothing(htmx.reply(request, template, context, partial="preview"))


def _done[Made](form: BaseForm, act: Callable[[], Made]) -> Made | None:
    """Do what a form asks for; a no becomes the form's error, of files beside their field."""
    try:
        return act()
    except FileError as error:
        form.add_error("files", error.message)
    except ValueError as error:
        form.add_error(None, str(error))
    return None


def _address(pk: UUID, thread_pk: UUID, post: Post | None = None) -> str:
    address = reverse("community_thread", args=[pk, thread_pk])
    if post is None or post.is_opening:
        return address
    return f"{address}?before={post.number + 1}#post-{post.number}"
