"""What an organisation admin reads of the audit log: what was done to the organisation and its programmes.

That two people met, signed or looked back stands in the audit log too, but is not an admin's to know: only actions that
were given words here are shown. Floors above give words to theirs when the apps are ready.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "organisation.founded": _("founded the organisation"),
    "organisation.changed": _("changed the organisation's settings"),
    "member.added": _("added a person"),
    "member.appointed": _("gave a person a role"),
    "member.corrected": _("corrected the name or address of a person who has not joined"),
    "member.changed": _("changed their own settings"),
    "member.dismissed": _("removed a role"),
    "member.invited": _("invited a person"),
    "member.invitation-withdrawn": _("withdrew an invitation"),
    "member.joined": _("joined"),
}

# What nothing does any more, but stands in older trails.
FORMER: dict[str, str | Promise] = {}


def describe(words: Mapping[str, str | Promise], former: Mapping[str, str | Promise] | None = None) -> None:
    """Name actions of a floor above in words, and by that show them to organisation admins.

    Args:
        former: those that nothing records any more; they are read and not offered to filter by.
    """
    WORDS.update(words)
    FORMER.update(former or {})
