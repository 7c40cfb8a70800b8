"""Sharing with the community: beginning a thread, answering, editing and removing one's own, following, closing."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import search, thread_mails
from cop.actions.checks import is_story_removed, locked, refuse_if_closed, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, Post, PostBody, PostFile, StoryRequest, Thread, ThreadClosure, ThreadFollow
from cop.queries.threads import facilitates
from files.actions import store
from files.upload_validation import ValidFile
from notifications import outbox
from notifications.models import Message
from organisations import audit
from organisations.addresses import path
from organisations.models import Member

# Answers that follow one another within this time are told in one mail.
GATHERED_FOR = timedelta(minutes=10)


@transaction.atomic
def begin(
    *,
    community: Community,
    kind: str,
    title: str,
    by: Member,
    body: str = "",
    link: str = "",
    files: Sequence[ValidFile] = (),
) -> Thread:
    """Share something with the community; who does follows its answers.

    Raises:
        CommunityError: ``by`` does not belong to the community, it has closed, or nothing is said.
        FileError: the files cannot be kept.
    """
    current = _open_to(community, by)
    if not body.strip() and not (kind == Thread.Kind.RESOURCE and (link or files)):
        raise CommunityError(_("Write a few words."))
    thread = Thread.objects.create(
        organisation_id=current.organisation_id, community=current, author=by, kind=kind
    )
    _say(thread, 0, title, body, link, files, by)
    _follow(thread, by)
    audit.record("thread.begun", on=thread, by=by, kind=kind)
    return thread


@transaction.atomic
def answer(*, thread: Thread, body: str, by: Member, files: Sequence[ValidFile] = ()) -> Post:
    """Answer in a thread; who does follows it, and who follows it is told that an answer waits.

    Raises:
        CommunityError: the thread or the community has closed, ``by`` does not belong to it, or nothing is said.
        FileError: the files cannot be kept.
    """
    _open_to(thread.community, by)
    if ThreadClosure.objects.filter(thread=thread).exists():
        raise CommunityError(_("This thread is closed. It can be read, and takes no further answers."))
    if is_story_removed(thread):
        raise CommunityError(_("This story was removed. The thread takes no further answers."))
    if not body.strip():
        raise CommunityError(_("Write a few words."))
    last = Post.objects.filter(thread=thread).aggregate(last=Max("number"))["last"]
    post = _say(thread, last + 1, "", body, "", files, by)
    _follow(thread, by)
    _tell_followers(thread, by)
    audit.record("thread.answered", on=post, by=by)
    return post


@transaction.atomic
def edit(
    *,
    post: Post,
    body: str,
    by: Member,
    title: str = "",
    link: str = "",
    files: Sequence[ValidFile] = (),
    without: Iterable[PostFile] = (),
) -> Post:
    """Change what one said: its words, further files, and without some of those it had.

    Raises:
        CommunityError: it is somebody else's or removed, the community has closed, or nothing is left of it.
        FileError: the files cannot be kept.
    """
    current = _own(post, by)
    refuse_if_closed(current.community)
    PostFile.objects.filter(post=current, pk__in=[each.pk for each in without]).delete()
    store(PostFile, files, by=by, post=current)
    bare = current.is_opening and current.thread.kind == Thread.Kind.RESOURCE
    if not body.strip() and not (bare and (link or PostFile.objects.filter(post=current).exists())):
        raise CommunityError(_("Write a few words, or remove it."))
    PostBody.objects.filter(post=current).update(
        title=title.strip(), body=body.strip(), link=link, dictionary=_dictionary(by)
    )
    current.edited_at = timezone.now()
    current.save(update_fields=["edited_at"])
    audit.record("post.edited", on=current, by=by)
    return current


@transaction.atomic
def remove(*, post: Post, by: Member) -> None:
    """Take away what one said, with its files; that somebody spoke here stays to be seen. Possible at any time.

    Raises:
        CommunityError: it is somebody else's, or removed already.
    """
    current = _own(post, by)
    PostFile.objects.filter(post=current).delete()
    PostBody.objects.filter(post=current).delete()
    current.removed_at = timezone.now()
    current.save(update_fields=["removed_at"])
    if current.number == 0:  # whoever wished for it has nothing left to wait for
        StoryRequest.objects.filter(thread=current.thread_id, declined_at=None).update(
            declined_at=timezone.now()
        )
    audit.record("post.removed", on=current, by=by)


@transaction.atomic
def follow(*, thread: Thread, by: Member) -> None:
    """Hear of answers in a thread from now on.

    Raises:
        CommunityError: ``by`` does not belong to the community.
    """
    refuse_unless_member(locked(thread.community), by)
    _follow(thread, by)
    audit.record("thread.followed", on=thread, by=by)


@transaction.atomic
def unfollow(*, thread: Thread, by: Member) -> None:
    """Hear of answers no more; what waits to be told is called off."""
    ThreadFollow.objects.filter(thread=thread, member=by).delete()
    outbox.cancel_for(by, thread.pk)
    audit.record("thread.unfollowed", on=thread, by=by)


@transaction.atomic
def close(*, thread: Thread, by: Member) -> None:
    """Let a thread take no further answers.

    Raises:
        CommunityError: ``by`` does not facilitate now or next, or the community has closed.
    """
    _facilitated(thread, by)
    _row, made = ThreadClosure.objects.get_or_create(
        organisation_id=thread.organisation_id, thread=thread, defaults={"by": by}
    )
    if made:
        audit.record("thread.closed", on=thread, by=by)


@transaction.atomic
def reopen(*, thread: Thread, by: Member) -> None:
    """Let a thread take answers again.

    Raises:
        CommunityError: as for closing it.
    """
    _facilitated(thread, by)
    if ThreadClosure.objects.filter(thread=thread).delete()[0]:
        audit.record("thread.reopened", on=thread, by=by)


def _open_to(community: Community, by: Member) -> Community:
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    return current


def _facilitated(thread: Thread, by: Member) -> None:
    current = _open_to(thread.community, by)
    if not facilitates(current, by):
        raise CommunityError(_("This is for whoever facilitates the present or the next session."))


def _own(post: Post, by: Member) -> Post:
    refuse_unless_member(locked(post.community), by)
    mine = Post.objects.filter(pk=post.pk, author=by, removed_at=None)
    current = mine.select_related("thread", "community").first()
    if current is None:
        raise CommunityError(_("This is not here any more, or it is somebody else's."))
    return current


def _say(
    thread: Thread, number: int, title: str, body: str, link: str, files: Sequence[ValidFile], by: Member
) -> Post:
    post = Post.objects.create(
        organisation_id=thread.organisation_id,
        community_id=thread.community_id,
        thread=thread,
        author=by,
        number=number,
    )
    PostBody.objects.create(
        organisation_id=thread.organisation_id,
        post=post,
        title=title.strip(),
        body=body.strip(),
        link=link,
        dictionary=_dictionary(by),
    )
    store(PostFile, files, by=by, post=post)
    return post


def _dictionary(by: Member) -> str:
    return search.dictionary(by.organisation.language)


def _follow(thread: Thread, by: Member) -> None:
    ThreadFollow.objects.get_or_create(organisation_id=thread.organisation_id, thread=thread, member=by)


def _tell_followers(thread: Thread, by: Member) -> None:
    """Tell those who follow and still belong; whoever waits for such a mail already gets that one alone."""
    waiting = outbox.list_messages(kind=thread_mails.ANSWERED, subject_id=thread.pk, state__in=Message.UNTOLD)
    followers = Member.objects.filter(
        pk__in=ThreadFollow.objects.filter(thread=thread).values("member"),
        communities__community=thread.community_id,
        communities__left_at=None,
    )
    link = path("community_thread", thread.community_id, thread.pk)
    due_at = timezone.now() + GATHERED_FOR
    for follower in followers.exclude(pk=by.pk).exclude(pk__in=[message.recipient_id for message in waiting]):
        outbox.enqueue(follower, thread_mails.ANSWERED, about=thread, link=link, due_at=due_at)
