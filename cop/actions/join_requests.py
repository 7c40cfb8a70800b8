"""How somebody in office comes into a community: they ask, and a member who holds no office there answers."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails
from cop.actions import communities
from cop.actions.checks import locked, refuse_if_closed, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, JoinDecision, JoinRequest
from organisations import audit
from organisations.models import Member

ASK_AGAIN_AFTER = timedelta(days=30)


@transaction.atomic
def ask(*, community: Community, reason: str, by: Member) -> JoinRequest:
    """Ask a community's members to be let in; asking twice is asking once.

    Raises:
        CommunityError: the community has closed or is not for ``by`` to ask, or a member declined within a month.
    """
    current = locked(community)
    refuse_if_closed(current)
    if not Community.objects.to_be_asked_by(by).filter(pk=current.pk).exists():
        raise CommunityError(_("You belong to this community, or it is for other people."))
    mine = JoinRequest.objects.filter(community=current, member=by)
    if found := mine.open().first():
        return found
    lately = timezone.now() - ASK_AGAIN_AFTER
    if mine.filter(decision__accepted=False, decision__at__gt=lately).exists():
        raise CommunityError(_("The members declined less than a month ago. You can ask again later."))
    made = JoinRequest.objects.create(
        organisation_id=current.organisation_id, community=current, member=by, reason=reason.strip()
    )
    audit.record("community.join-asked", on=current, by=by)
    return made


@transaction.atomic
def withdraw(*, community: Community, by: Member) -> None:
    """Take one's own request back. Nothing happens where none waits."""
    current = locked(community)
    mine = JoinRequest.objects.open().filter(community=current, member=by).first()
    if mine:
        mine.delete()
        audit.record("community.join-withdrawn", on=current, by=by)


@transaction.atomic
def decide(*, request: JoinRequest, accepted: bool, by: Member) -> JoinDecision:
    """Let somebody in, from now on, or decline. The first answer counts; of a yes everyone in the community is told.

    Raises:
        CommunityError: ``by`` is no member or in office themself, the community has closed, or the request is
            answered or withdrawn.
    """
    current = locked(request.community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    if not current.without_office([by]):
        raise CommunityError(_("Members who neither coordinate the programme nor are admins answer this."))
    waiting = JoinRequest.objects.open().filter(pk=request.pk).select_related("member").first()
    if waiting is None:
        raise CommunityError(_("Somebody has answered already, or the request was withdrawn."))
    decision = JoinDecision.objects.create(
        organisation_id=current.organisation_id, request=waiting, by=by, accepted=accepted
    )
    what = "community.let-in" if accepted else "community.join-declined"
    audit.record(what, on=current, by=by, member=waiting.member)
    if accepted:
        communities.let_in(community=current, member=waiting.member, decision=decision, by=by)
    mails.tell_of_decision(decision, current)
    return decision
