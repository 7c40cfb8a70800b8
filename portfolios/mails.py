"""What portfolios tell people by mail: that something waits, never what it is about."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from notifications import kinds
from notifications.kinds import Content, Kind
from notifications.models import Message
from portfolios.models import Share

SHARED = "portfolio-shared"


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    kinds.register(
        Kind(SHARED, lazy("A partner shares something of their portfolio"), _shared, template="portfolio")
    )


def _shared(message: Message) -> Content | None:
    held = Share.objects.standing().filter(pk=message.subject_id, reader=message.recipient)
    share = held.select_related("owner").first()
    if share is None:
        return None
    subject = _("%(name)s shares something with you") % {"name": share.owner.display_name}
    lines = [_("It is a piece of their portfolio. You can read it for as long as they share it.")]
    return Content(subject, {"lines": lines}, action=_("See what is shared"))
