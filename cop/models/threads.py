"""What the members of a community share: threads, their posts and files, who follows, what was hidden."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community, open_since
from cop.models.predicates import (
    ANSWERS_REPORT_OF_POST,
    DOER,
    READS_ALL,
    THEMSELVES,
    belongs_to_community,
    since,
)
from cop.search import Searchable, SearchableQuerySet
from files.models import COUNTED, OWN_BYTES, FileModel
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, CHANGES, REMOVALS, Condition, RowSecurity, of, readers_of

# What refers to a thread is read by those who read the thread: who belongs to its community now.
READS_THREAD = readers_of("thread_id", "cop_thread", "who reads the thread")
OWN_POST = of("post_id", "cop_post", AUTHOR)


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, member: Member) -> "ThreadQuerySet":
        """Threads of communities the member belongs to now, from the day on that they read from."""
        return self.filter(open_since(member), community__in=Community.objects.visible_to(member))


class Thread(OrganisationModel):
    """Something shared with the community, and what the others say to it. Its first post opens it."""

    class Kind(models.TextChoices):
        SUCCESS = "success", _("A story that went well")
        FAILURE = "failure", _("A story that went wrong")
        ADVICE = "advice", _("Advice I would like")
        RESOURCE = "resource", _("A resource")

    STORIES = (Kind.SUCCESS, Kind.FAILURE)

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="threads")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is"), max_length=8, choices=Kind)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    row_security = RowSecurity(
        read=belongs_to_community() & since("at"), add=AUTHOR, refused=[CHANGES, REMOVALS]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["success", "failure", "advice", "resource"]), name="cop_thread_kind"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_story(self) -> bool:
        return self.kind in self.STORIES

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "closure")


class ThreadClosure(OrganisationModel):
    """That a facilitator closed a thread: it can be read, and takes no further answers."""

    thread = OrganisationOneToOneField(Thread, models.CASCADE, related_name="closure")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=READS_THREAD, add=DOER, fixed=["thread_id", "by_id"])

    def __str__(self) -> str:
        return str(self.thread_id)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, member: Member) -> "PostQuerySet":
        """Posts in threads the member reads; of hidden ones the words are their author's alone."""
        inside = self.filter(community__in=Community.objects.visible_to(member))
        return inside.filter(open_since(member, at="thread__at"))

    def openings(self) -> "PostQuerySet":
        return self.filter(number=0)

    def answers(self) -> "PostQuerySet":
        """Answers that were not removed."""
        return self.filter(number__gt=0, removed_at=None)

    def with_words(self) -> "PostQuerySet":
        """Each with its author, its words as far as they may be read, and whether it is hidden."""
        return self.select_related("author", "words", "hiding").defer("words__search")

    def latest_first(self) -> "PostQuerySet":
        """Openings with ``answers`` and ``answered_at``; where something was said last comes first."""
        answers = Post.objects.answers().filter(thread=OuterRef("thread")).order_by().values("thread")
        count = answers.annotate(count=Count("pk")).values("count")
        last = answers.annotate(last=Max("at")).values("last")
        found = self.openings().annotate(
            answers=Coalesce(Subquery(count), 0),
            answered_at=Subquery(last),
            active_at=Coalesce(Subquery(last), "at"),
        )
        return found.order_by("-active_at", "-pk")


class Post(OrganisationModel):
    """That a member said something in a thread: the opening is number 0, answers follow in their order.

    What they said stands apart, in ``PostBody``: it can be removed or hidden, while that they spoke stays.
    """

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="posts")
    thread = OrganisationForeignKey(Thread, models.CASCADE, related_name="posts")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    row_security = RowSecurity(
        # The thread is asked by those alone who do not read all: nearly nobody.
        read=belongs_to_community() & (READS_ALL | READS_THREAD),
        add=AUTHOR
        & Condition(
            "EXISTS (SELECT 1 FROM public.cop_thread t WHERE t.id = {row}.thread_id "
            "AND t.community_id = {row}.community_id AND ({row}.number > 0 OR t.author_id = {member}))",
            "it is in a thread of its community, which its author opens",
        ),
        change=AUTHOR,
        fixed=["community_id", "thread_id", "author_id", "number", "at"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "thread", "number"], name="cop_post_number")
        ]
        indexes = [models.Index(fields=["organisation", "community"], name="cop_post_of_community")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.number}"

    @property
    def is_opening(self) -> bool:
        return self.number == 0

    @property
    def is_hidden(self) -> bool:
        return hasattr(self, "hiding")


class WordsQuerySet(SearchableQuerySet["PostBody"]):
    def visible_to(self, member: Member) -> "WordsQuerySet":
        """What was said in threads the member reads and is not hidden; and their own."""
        inside = self.filter(post__community__in=Community.objects.visible_to(member))
        inside = inside.filter(open_since(member, at="post__thread__at", community="post__community"))
        return inside.filter(
            ~Exists(HiddenPost.objects.filter(post=OuterRef("post"))) | Q(post__author=member)
        )


class PostBody(Searchable):
    """What somebody says in a post; titles are the openings', links the resources'."""

    post = OrganisationOneToOneField(Post, models.CASCADE, related_name="words")
    link = models.URLField(max_length=500, blank=True)

    objects = WordsQuerySet.as_manager()

    row_security = RowSecurity(
        # Everybody of the organisation may see that something is hidden, or this would be true of who may not.
        read=of(
            "post_id",
            "cop_post",
            AUTHOR
            | Condition(
                "NOT EXISTS (SELECT 1 FROM public.cop_hiddenpost h WHERE h.post_id = {row}.id)",
                "who reads the post, as long as it is not hidden",
            ),
        ),
        add=OWN_POST,
        change=OWN_POST,
        fixed=["post_id"],
    )

    def __str__(self) -> str:
        return str(self.post_id)


class PostFileQuerySet(models.QuerySet["PostFile"]):
    def visible_to(self, member: Member) -> "PostFileQuerySet":
        """Files of what the member may read."""
        return self.filter(post__words__in=PostBody.objects.visible_to(member))


class PostFile(FileModel):
    """A file that goes with what somebody said, for those who may read it."""

    post = OrganisationForeignKey(Post, models.CASCADE, related_name="files")

    objects: ClassVar[Any] = PostFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=Condition(
            "EXISTS (SELECT 1 FROM public.cop_postbody w WHERE w.post_id = {row}.post_id)",
            "who reads what it goes with",
        ),
        add=OWN_POST & OWN_BYTES,
        change=OWN_POST,
        fixed=["post_id"],
        triggers=COUNTED,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class ThreadFollow(OrganisationModel):
    """That a member wants to hear of answers in a thread."""

    thread = OrganisationForeignKey(Thread, models.CASCADE, related_name="followings")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READS_THREAD, add=THEMSELVES, change=THEMSELVES, fixed=["thread_id", "member_id"]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "thread", "member"], name="cop_following_once")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.member_id}"


class HiddenPost(OrganisationModel):
    """That a coordinator hid a post which was reported to them: its words are its author's alone from then on."""

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="+")
    post = OrganisationOneToOneField(Post, models.CASCADE, related_name="hiding")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        add=DOER & ANSWERS_REPORT_OF_POST,
        change=ANSWERS_REPORT_OF_POST,
        fixed=["community_id", "post_id", "by_id"],
    )

    def __str__(self) -> str:
        return str(self.post_id)
