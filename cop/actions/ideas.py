"""Ideas for coming sessions: putting one, raising a hand for it, taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.actions.checks import locked, refuse_if_closed, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, Idea, IdeaVote
from organisations import audit
from organisations.models import Member

LONGEST = 140


@transaction.atomic
def suggest(*, community: Community, text: str, by: Member) -> Idea:
    """Say what a session could be about; one's own hand is up for it.

    Raises:
        CommunityError: ``by`` does not belong to the community, it has closed, or the words are none or too many.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        raise CommunityError(_("Say it in one line of at most 140 characters."))
    idea = Idea.objects.create(
        organisation_id=current.organisation_id, community=current, author=by, text=words
    )
    IdeaVote.objects.create(organisation_id=current.organisation_id, idea=idea, member=by)
    audit.record("idea.suggested", on=idea, by=by)
    return idea


@transaction.atomic
def show_hand(*, idea: Idea, up: bool, by: Member) -> None:
    """Raise one's hand for an idea, or lower it. Twice is once.

    Raises:
        CommunityError: it was taken up or taken back, or ``by`` does not belong to the community.
    """
    current = _waiting(idea, by)
    if up:
        IdeaVote.objects.get_or_create(organisation_id=current.organisation_id, idea=current, member=by)
    else:
        IdeaVote.objects.filter(idea=current, member=by).delete()


@transaction.atomic
def withdraw(*, idea: Idea, by: Member) -> None:
    """Take one's own idea back.

    Raises:
        CommunityError: it is somebody else's, or was taken up.
    """
    current = _waiting(idea, by)
    if current.author_id != by.pk:
        raise CommunityError(_("This is somebody else's idea."))
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    audit.record("idea.withdrawn", on=current, by=by)


def _waiting(idea: Idea, by: Member) -> Idea:
    community = locked(idea.community)
    refuse_unless_member(community, by)
    refuse_if_closed(community)
    found = Idea.objects.waiting().filter(pk=idea.pk).first()
    if found is None:
        raise CommunityError(_("This idea was taken up or withdrawn meanwhile."))
    return found
