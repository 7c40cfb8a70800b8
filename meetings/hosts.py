"""What a meeting belongs to, said by the floors above: a partnership, a community. This floor only asks."""

from collections.abc import Callable
from dataclasses import dataclass

from meetings.models import Meeting
from organisations.models import Member


@dataclass(frozen=True)
class Host:
    """What a meeting belongs to, as its page shows it to one member.

    Args:
        label: what it is called, "You and Tomás Okafor".
        url: its page; the meeting's page leads back there.
        note: a line to know before the meeting, or empty.
        next_url: where the next meeting can be proposed, or empty.
    """

    label: str
    url: str
    note: str = ""
    next_url: str = ""


Finder = Callable[[Meeting, Member], Host | None]

_finders: list[Finder] = []


def register(find: Finder) -> None:
    """Ask ``find`` what a meeting belongs to; called once for each upper app when the apps are ready."""
    if find not in _finders:
        _finders.append(find)


def host_of(meeting: Meeting, member: Member) -> Host | None:
    """Give what the meeting belongs to, as far as the member may see it; None when nobody claims it."""
    return next((host for find in _finders if (host := find(meeting, member))), None)
