"""What pages ask about a community's threads. Each question costs the same however long a thread is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cop import search
from cop.models import (
    Community,
    Post,
    PostBody,
    PostFile,
    StoryConsent,
    StoryRequest,
    Thread,
    ThreadFollow,
    Turn,
)
from cop.queries.communities import MemberCommunity
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from web import dates

WINDOW = 10  # answers of a long thread shown at once; a page is to stay light
LATEST = 3  # threads on the community's page

WHAT_IT_IS = {
    Thread.Kind.SUCCESS: _("a story that went well"),
    Thread.Kind.FAILURE: _("a story that went wrong"),
    Thread.Kind.ADVICE: _("would like advice"),
    Thread.Kind.RESOURCE: _("resource"),
}
WHAT_TO_DO = {
    Thread.Kind.SUCCESS: _("Read"),
    Thread.Kind.FAILURE: _("Read"),
    Thread.Kind.ADVICE: _("Answer"),
    Thread.Kind.RESOURCE: _("Open"),
}


@dataclass(frozen=True)
class ShownPost:
    """A post as one member may read it."""

    post: Post
    words: PostBody | None
    is_mine: bool
    files: list[PostFile] = field(default_factory=list)

    @property
    def title(self) -> str | Promise:
        return self.words.title if self.words else self.instead

    @cached_property
    def when(self) -> SafeString:
        """When it was said."""
        return dates.moment(self.post.at)

    @property
    def about(self) -> str:
        """What a link beside it is about, for who hears the page."""
        words = {"name": self.post.author.display_name, "number": self.post.number}
        if self.post.is_opening:
            return gettext("the beginning")
        if self.is_mine:
            return gettext("your answer %(number)d") % words
        return gettext("answer %(number)d, by %(name)s") % words

    @property
    def instead(self) -> str | Promise:
        """What stands where the words were."""
        return _("Removed by its author") if self.post.removed_at else _("Hidden by the coordinator")


def show_post(place: MemberCommunity, post: Post, files: Iterable[PostFile] = ()) -> ShownPost:
    """Put a post loaded ``with_words`` as the member may read it; the database keeps the rest back as well."""
    mine = post.author_id == place.me.pk
    readable = not post.removed_at and (mine or not post.is_hidden)
    words = getattr(post, "words", None) if readable else None
    return ShownPost(post, words, mine, list(files) if words else [])


@dataclass(frozen=True)
class ThreadLine:
    """A thread in a list."""

    said: ShownPost
    thread: Thread
    answers: int
    answered_at: datetime | None
    takes_answers: bool = True

    @property
    def what_it_is(self) -> str | Promise:
        return WHAT_IT_IS[Thread.Kind(self.thread.kind)]

    @property
    def what_to_do(self) -> str | Promise:
        return (
            _("Read")
            if not self.takes_answers or self.thread.is_closed
            else WHAT_TO_DO[Thread.Kind(self.thread.kind)]
        )


def openings(place: MemberCommunity, kind: str = "") -> QuerySet[Any]:
    """Return the openings of a community's threads, where something was said last first; of one kind, or of all.

    A thread of which nothing is left is not listed.
    """
    found: Any = Post.objects.visible_to(place.me).filter(community=place.community).latest_first()
    found = found.exclude(removed_at__isnull=False, answers=0)
    if kind:
        found = found.filter(thread__kind=kind)
    shown: QuerySet[Any] = found.with_words().select_related("thread__closure")
    return shown


def list_latest(place: MemberCommunity) -> list[ThreadLine]:
    """Return the threads in which something was said last."""
    return list_lines(place, _latest(place.me, place.community))


@prepared_query
def _latest(me: Member, community: Community) -> QuerySet[Any]:
    return openings(MemberCommunity(community, me))[:LATEST]


def list_lines(place: MemberCommunity, posts: Iterable[Any]) -> list[ThreadLine]:
    """Return openings as a list shows them."""
    open_ = not place.community.is_closed
    return [
        ThreadLine(
            show_post(place, each), each.thread, each.answers, each.answered_at, open_ and not each.removed_at
        )
        for each in posts
    ]


@dataclass(frozen=True)
class SearchHit:
    """A text in which what was searched for occurs."""

    thread: Thread
    post: Post
    title: str
    snippet: SafeString

    @property
    def before(self) -> int:
        """Where a long thread's page has to end so that this answer is on it."""
        return self.post.number + 1


def search_posts(place: MemberCommunity, wanted: str, kind: str = "") -> QuerySet[Any, Any]:
    """Return the texts of the community in which the words occur, as far as they are the member's to read."""
    openings_ = PostBody.objects.filter(post__thread=OuterRef("post__thread"), post__number=0)
    found = PostBody.objects.visible_to(place.me).filter(post__community=place.community)
    if kind:
        found = found.filter(post__thread__kind=kind)
    found = found.select_related("post__author", "post__thread", "post__hiding")
    return found.annotate(thread_title=Subquery(openings_.values("title"))).saying(wanted)


def list_hits(found: Iterable[Any]) -> list[SearchHit]:
    """Return matching texts as the page shows them."""
    return [
        SearchHit(each.post.thread, each.post, each.thread_title or "", search.shown(each.marked))
        for each in found
    ]


@dataclass(frozen=True)
class ShownThread:
    """A thread as one member reads it."""

    thread: Thread
    opening: ShownPost
    answers: list[ShownPost]
    last: int
    follows: bool
    asked_by: list[Member]
    i_asked: bool
    in_library: bool

    @property
    def earlier(self) -> int:
        """How many answers stand before those shown."""
        return max(self.first_shown - 1, 0)

    @property
    def later(self) -> int:
        """How many answers stand after those shown."""
        return self.last - self.last_shown if self.answers else 0

    @property
    def first_shown(self) -> int:
        return self.answers[0].post.number if self.answers else 0

    @property
    def last_shown(self) -> int:
        return self.answers[-1].post.number if self.answers else 0

    @property
    def after_first(self) -> int:
        """The first window ends before this number."""
        return min(WINDOW, self.last) + 1

    @property
    def before(self) -> int:
        """The window before this one ends before this number."""
        return self.first_shown

    @property
    def after(self) -> int:
        """The window after this one ends before this number."""
        return min(self.last, self.last_shown + WINDOW) + 1 if self.answers else 0


def get_thread(place: MemberCommunity, pk: UUID) -> Thread | None:
    """Load a thread of the community; None when there is none of that key in it."""
    found = Thread.objects.visible_to(place.me).filter(community=place.community, pk=pk)
    return found.select_related("closure", "community__programme").first()


def read_thread(place: MemberCommunity, pk: UUID, before: int | None = None) -> ShownThread | None:
    """Load a thread with its opening and a window of answers: the last ones, or those before a number."""
    threads = _threads(place.me, place.community, pk)
    if not threads:
        return None
    thread = threads[0]
    end = min(before, thread.last + 1) if before else thread.last + 1
    start = max(1, end - WINDOW)
    files: dict[UUID, list[PostFile]] = {}
    for each in _files(place.me, thread, start, end):
        files.setdefault(each.post_id, []).append(each)
    posts = _posts(place.me, thread, start, end)
    opening, *answers = [show_post(place, post, files.get(post.pk, [])) for post in posts]
    asks = _asks(place, thread) if thread.is_story else []
    return ShownThread(
        thread=thread,
        opening=opening,
        answers=answers,
        last=thread.last,
        follows=thread.follows,
        asked_by=[ask.by for ask in asks if ask.by_id != place.me.pk and not ask.declined_at],
        i_asked=any(ask.by_id == place.me.pk for ask in asks),
        in_library=thread.in_library,
    )


@prepared_query
def _threads(me: Member, community: Community, pk: UUID) -> QuerySet[Any]:
    last = Post.objects.filter(thread=OuterRef("pk")).order_by().values("thread").annotate(last=Max("number"))
    found = Thread.objects.visible_to(me).filter(community=community, pk=pk).select_related("closure__by")
    return found.annotate(
        last=Subquery(last.values("last")),
        follows=Exists(ThreadFollow.objects.filter(thread=OuterRef("pk"), member=me)),
        in_library=Exists(StoryConsent.objects.filter(thread=OuterRef("pk"), author=me)),
    )


@prepared_query
def _posts(me: Member, thread: Thread, start: int, end: int) -> QuerySet[Post]:
    """The opening, and answers from one number to before another."""
    window = Q(number=0) | Q(number__gte=start, number__lt=end)
    return Post.objects.visible_to(me).filter(window, thread=thread).with_words()


@prepared_query
def _files(me: Member, thread: Thread, start: int, end: int) -> QuerySet[PostFile]:
    """The files of these posts."""
    window = Q(post__number=0) | Q(post__number__gte=start, post__number__lt=end)
    found: QuerySet[PostFile] = PostFile.objects.visible_to(me).filter(window, post__thread=thread)
    return found


def _asks(place: MemberCommunity, thread: Thread) -> list[StoryRequest]:
    concerned = Q(by=place.me) | Q(thread__author=place.me)
    return list(StoryRequest.objects.filter(concerned, thread=thread).select_related("by"))


def get_own_post(place: MemberCommunity, thread: Thread, pk: UUID) -> Post | None:
    """Load a post of the member's own with its words; None when it is another's, gone, or removed."""
    mine = Post.objects.visible_to(place.me).filter(thread=thread, author=place.me, removed_at=None)
    return mine.with_words().filter(pk=pk).first()


def get_opening(place: MemberCommunity, thread: Thread) -> Post | None:
    """Load the member's own opening of a thread with its words; None when it is another's or removed."""
    mine = Post.objects.visible_to(place.me).filter(thread=thread, author=place.me, removed_at=None)
    return mine.openings().with_words().first()


def facilitates(community: Community, member: Member) -> bool:
    """Whether a member facilitates a session that is under way, or is the next one to."""
    now, next_one = timezone.now(), None
    for turn in _coming(community, now):
        meeting = turn.session.meeting if turn.session else None
        under_way = meeting is not None and meeting.starts_at <= now and not meeting.is_cancelled
        if not under_way:
            next_one = next_one or turn.member_id
        elif turn.member_id == member.pk:
            return True
    return next_one == member.pk


@prepared_query
def _coming(community: Community, now: datetime) -> QuerySet[Turn]:
    coming = Turn.objects.coming(now).filter(community=community)
    return coming.select_related("session__meeting__cancellation")[:5]
