"""What a meeting belongs to, said by the floors above: a partnership, a community. This floor only asks."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.errors import MeetingError
from meetings.models import AgendaItem, Meeting
from organisations.models import Member
from web.labels import Words


@dataclass(frozen=True)
class Host:
    """What a meeting belongs to, as its page shows it to one member.

    Args:
        label: what it is called, "You and Tomás Okafor".
        url: its page; the meeting's page leads back there.
        note: a line to know before the meeting, or empty.
        next_url: where the next meeting can be proposed, or empty.
        is_next_planned: whether another meeting is planned already.
        began_at: when it began, an aware moment before which no meeting can be noted; None asks nothing.
        is_mentor: whether the member mentors in it, and may note which roles they took.
        is_closed: whether it has ended: its meetings can then be read and no longer changed.
        note_url: where the member can do something about what the note says, or empty.
        note_action: what they can do there.
    """

    label: str
    url: str
    note: str = ""
    next_url: str = ""
    is_next_planned: bool = False
    began_at: datetime | None = None
    is_mentor: bool = False
    is_closed: bool = False
    note_url: str = ""
    note_action: str = ""


Finder = Callable[[Meeting, Member], Host | None]
Ended = Callable[[Meeting, Member], bool]
Links = Callable[[Collection[UUID], Member], Mapping[UUID, str]]

_finders: dict[Finder, Ended] = {}
_sources: dict[str, Words] = {}
_links: dict[str, Links] = {}


def register(find: Finder, has_ended: Ended) -> None:
    """Ask ``find`` what a meeting belongs to; called once for each upper app when the apps are ready.

    ``has_ended`` says as much as the ``is_closed`` of what ``find`` gives. Every action asks it, and nothing else.
    """
    _finders[find] = has_ended


def host_of(meeting: Meeting, member: Member) -> Host | None:
    """Return what the meeting belongs to, as far as the member may see it; None when nobody claims it."""
    return next((host for find in _finders if (host := find(meeting, member))), None)


def is_closed(meeting: Meeting, member: Member) -> bool:
    """Say whether what the meeting belongs to has ended, as far as the member may see it."""
    return any(has_ended(meeting, member) for has_ended in _finders.values())


def refuse_before(began_at: datetime | None, starts_at: datetime) -> None:
    """Refuse what took place on a day before its host began; the reader's clock says which day that was.

    Raises:
        MeetingError: it did.
    """
    zone = timezone.get_current_timezone()
    if began_at and starts_at.astimezone(zone).date() < (began := began_at.astimezone(zone)).date():
        day = date_format(began, "DATE_FORMAT")
        raise MeetingError(_("This began on %(day)s. Choose that day or a later one.") % {"day": day})


def register_source(key: str, words: Words, links: Links | None = None) -> None:
    """Have agenda items of this source (at most 20 letters) say where they come from, "from your stage review".

    ``links`` gives, of keys that such items bring up, the address of each that the member may see.
    """
    _sources[key] = words
    if links:
        _links[key] = links


def source_words(key: str) -> Words:
    """Return what an agenda item of this source says of itself; empty when nobody registered it."""
    return _sources.get(key, "")


def pages_of(items: Iterable[AgendaItem], member: Member) -> dict[UUID, str]:
    """Return, by their keys, the addresses of what agenda items bring up, as far as the member may see it."""
    named: dict[str, set[UUID]] = {}
    for item in items:
        if item.source_id and item.source in _links:
            named.setdefault(item.source, set()).add(item.source_id)
    return {key: url for source, keys in named.items() for key, url in _links[source](keys, member).items()}
