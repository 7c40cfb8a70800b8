"""Whom a kind of message may reach. Asked once for every message, at delivery: the one door to people's mailboxes.

Adding or importing somebody tells them nothing. Until they join, they get an invitation that somebody sent on purpose
and nothing else; what the rest of the product would have told them is held, and told when they join if it still
applies then. An account that may not sign in, and a person who was here and left, hear nothing more.
"""

from enum import StrEnum

from django.utils import timezone

from organisations.models import Invitation, Member


class Audience(StrEnum):
    """Whom a kind of message is for. Every kind declares one."""

    JOINED = "joined"  # people who can sign in here
    INVITED = "invited"  # people whom somebody has invited and who have not joined yet


class Verdict(StrEnum):
    """What is done with a message."""

    SEND = "send"
    HOLD = "hold"  # until the person joins
    DROP = "drop"


def judge(recipient: Member, audience: Audience) -> Verdict:
    """Return what is done with a message for a member, who needs their account loaded."""
    if recipient.user is not None:
        reached = audience == Audience.JOINED and recipient.user.is_active
        return Verdict.SEND if reached else Verdict.DROP
    invitation = Invitation.objects.filter(member=recipient).first()
    if invitation and invitation.accepted_at:
        return Verdict.DROP  # they joined once, and their account is gone
    if audience == Audience.JOINED:
        return Verdict.HOLD
    is_open = invitation is not None and invitation.expires_at > timezone.now()
    return Verdict.SEND if is_open else Verdict.DROP
