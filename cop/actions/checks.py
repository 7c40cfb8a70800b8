"""What several of the actions ask first."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.errors import CommunityError
from cop.models import Community, CommunityClosure, Post, Thread
from cop.queries.communities import belongs, coordinates
from organisations.models import Member
from organisations.prepared_queries import prepared_query


def locked(community: Community) -> Community:
    """Return the community as it is now, held until the transaction ends: what is done to it comes in turn."""
    if not (found := _held(community)):
        raise Community.DoesNotExist
    return found[0]


@prepared_query
def _held(community: Community) -> QuerySet[Community]:
    return Community.objects.filter(pk=community.pk).select_for_update(of=("self",), no_key=True)


def refuse_unless_coordinator(programme: UUID, by: Member) -> None:
    """Raise CommunityError for who does not coordinate the programme."""
    if not coordinates(programme, by):
        raise CommunityError(_("This is for the coordinators of the programme."))


def refuse_unless_member(community: Community, by: Member) -> None:
    """Raise CommunityError for who does not belong to the community now."""
    if not belongs(community, by):
        raise CommunityError(_("This is for the members of the community."))


def refuse_if_closed(community: Community) -> None:
    """Raise CommunityError for a community that came to its end."""
    if CommunityClosure.objects.filter(community=community).exists():
        raise CommunityError(_("This community has closed. Everything in it stays for you to read."))


def is_story_removed(thread: Thread) -> bool:
    """Tell whether a thread told a story that its author has removed."""
    return thread.is_story and Post.objects.filter(thread=thread, number=0, removed_at__isnull=False).exists()
