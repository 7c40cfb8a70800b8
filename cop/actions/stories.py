"""The story library: asking for a story, its author's yes or no, and taking it back."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import search, thread_mails
from cop.actions.checks import is_story_removed, locked, refuse_unless_coordinator, refuse_unless_member
from cop.errors import CommunityError
from cop.models import HiddenPost, Post, Story, StoryConsent, StoryRemoval, StoryRequest, Thread
from notifications import outbox
from organisations import audit
from organisations.addresses import path
from organisations.models import Member


@transaction.atomic
def ask(*, thread: Thread, by: Member) -> StoryRequest:
    """Ask the author of a story to let it into the programme's library. Asking twice is asking once.

    Raises:
        CommunityError: ``by`` does not belong to the community, it is their own, or it is no story.
    """
    refuse_unless_member(locked(thread.community), by)
    if thread.author_id == by.pk or not thread.is_story:
        raise CommunityError(_("This can be asked of the author of a story."))
    if is_story_removed(thread):
        raise CommunityError(_("This story was removed, so there is nothing to ask for."))
    asked, made = StoryRequest.objects.get_or_create(
        organisation_id=thread.organisation_id, thread=thread, by=by
    )
    if made:
        audit.record("story.asked", on=thread, by=by)
        link = path("community_story", thread.community_id, thread.pk)
        author = Member.objects.get(pk=thread.author_id)
        outbox.enqueue(author, thread_mails.STORY_ASKED, about=asked, link=link)
    return asked


@transaction.atomic
def decline(*, thread: Thread, by: Member) -> None:
    """Keep one's story where it is; those who asked see no more of it.

    Raises:
        CommunityError: it is somebody else's.
    """
    _own(thread, by)
    StoryRequest.objects.filter(thread=thread, declined_at=None).update(declined_at=timezone.now())
    audit.record("story.declined", on=thread, by=by)


@transaction.atomic
def consent(*, thread: Thread, title: str, body: str, named: bool, by: Member) -> Story:
    """Let a copy of one's story into the programme's library, in these words, with one's name or without.

    Raises:
        CommunityError: it is somebody else's, no story, removed, hidden, or in the library already.
    """
    _own(thread, by)
    standing = Post.objects.filter(thread=thread, number=0, removed_at=None)
    if not thread.is_story or not standing.exists() or HiddenPost.objects.filter(post__in=standing).exists():
        raise CommunityError(_("Only a story that stands in the community can go into the library."))
    if StoryConsent.objects.filter(thread=thread).exists():
        raise CommunityError(_("This story is in the library already."))
    given = StoryConsent.objects.create(organisation_id=thread.organisation_id, thread=thread, author=by)
    story = Story.objects.create(
        organisation_id=thread.organisation_id,
        programme_id=thread.community.programme_id,
        consent=given,
        kind=thread.kind,
        author=by if named else None,
        title=title.strip(),
        body=body.strip(),
        dictionary=search.dictionary(by.organisation.language),
    )
    StoryRequest.objects.filter(thread=thread, declined_at=None).delete()
    audit.record("story.consented", on=given, by=by)
    return story


@transaction.atomic
def take_back(*, story: Story, by: Member) -> None:
    """Take one's story out of the library; possible at any time, also after leaving.

    Raises:
        CommunityError: it is somebody else's.
    """
    given = StoryConsent.objects.filter(pk=story.consent_id, author=by).first()
    if given is None:
        raise CommunityError(_("This is not here any more, or it is somebody else's."))
    audit.record("story.taken-back", on=given, by=by)
    given.delete()


@transaction.atomic
def take_out(*, story: Story, why: str, by: Member) -> None:
    """Take somebody's story out of the library, as a coordinator of its programme; its author is told, and reads why.

    Whose it was is neither shown nor kept in the audit log. The thread it came from stays as it is.

    Raises:
        CommunityError: ``by`` does not coordinate the programme, gives no reason, or it is not there any more.
    """
    refuse_unless_coordinator(story.programme_id, by)
    if not why.strip():
        raise CommunityError(_("Say why: its author reads that, and nobody else."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT author, thread FROM cop_take_out(%s, %s)", [story.pk, why.strip()])
        gone = cursor.fetchone()
    if gone is None:
        raise CommunityError(_("This is not here any more."))
    author, thread = gone
    audit.record("story.taken-out", on=story, by=by)
    outbox.enqueue(
        Member.objects.get(pk=author),
        thread_mails.STORY_TAKEN_OUT,
        about=Thread(pk=thread, organisation_id=story.organisation_id),
        link=path("stories"),
        occurrence=str(story.pk),
    )


def put_away(*, taken_out: StoryRemoval, by: Member) -> None:
    """Have read why one's story was taken out; it is shown no more. Nothing happens to somebody else's.

    The audit log does not tell of it: it would name whose story it was.
    """
    StoryRemoval.objects.visible_to(by).filter(pk=taken_out.pk).delete()


def _own(thread: Thread, by: Member) -> None:
    refuse_unless_member(locked(thread.community), by)
    if thread.author_id != by.pk:
        raise CommunityError(_("Only its author can say this."))
