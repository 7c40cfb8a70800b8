"""The mail that asks somebody to join their organisation."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.models import Message
from organisations.links import join_path
from organisations.models import Invitation

KIND = "invitation"


def tell_the_invited(sender: Any, invitation: Invitation, **_: Any) -> None:
    """Put the mail into the outbox when somebody is invited; a fresh invitation is a fresh mail."""
    occurrence = str(int(invitation.sent_at.timestamp()))
    outbox.tell(invitation.member, KIND, about=invitation, link="/", occurrence=occurrence)


def compose(message: Message) -> kinds.Content | None:
    """Say who invites where; nothing once they have joined."""
    invitation = Invitation.objects.select_related("by").filter(pk=message.subject_id).first()
    if not invitation or not invitation.is_open:
        return None
    organisation = message.recipient.organisation
    return kinds.Content(
        subject=_("You are invited to mentoring at %(organisation)s") % {"organisation": organisation.name},
        action=_("Accept the invitation"),
        context={
            "by": invitation.by,
            "link": settings.SITE_URL + join_path(organisation, invitation),
            "expires_at": invitation.expires_at,
        },
    )


kind = kinds.Kind(KIND, gettext_lazy("Invitations"), compose, Audience.INVITED, optional=False)
