"""The rail: the few places a person goes to, registered by the apps that own them.

In an upper app's ``AppConfig.ready``::

    navigation.register(RailEntry(_("Plans"), "plans", "plans", order=40, section="/plans/"))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from web.labels import Words


def everyone(member: Any) -> bool:
    """Show the entry to each member."""
    return True


@dataclass(frozen=True)
class NavigationEntry:
    """A place in the rail.

    ``section`` is the beginning of the paths that belong to it, after the organisation's prefix; without one,
    only the entry's own page counts. ``visible`` is asked with the member.
    """

    label: Words
    icon: str
    url_name: str
    order: int
    visible: Callable[[Any], bool] = everyone
    section: str = ""


@dataclass(frozen=True)
class RailLink:
    """An entry as the page shows it; ``current`` is the value of ``aria-current``, empty elsewhere."""

    label: Words
    icon: str
    url: str
    current: str


_entries: dict[str, NavigationEntry] = {}


def register(entry: NavigationEntry) -> None:
    """Add an entry; a second one of the same URL name takes the first one's place."""
    _entries[entry.url_name] = entry


def unregister(url_name: str) -> None:
    """Take an entry out; one that is not there is no error."""
    _entries.pop(url_name, None)


def links_for(request: HttpRequest) -> list[RailLink]:
    """Return the links the member of this request sees, in order; none without a member."""
    member = getattr(request, "member", None)
    if not member:
        return []
    return [
        _link(entry, request.path, request.path_info)
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if entry.visible(member)
    ]


def _link(entry: NavigationEntry, path: str, path_info: str) -> RailLink:
    url = reverse(entry.url_name)
    current = ""
    if path == url:
        current = "page"
    elif entry.section and path_info.startswith(entry.section):
        current = "true"
    return RailLink(entry.label, entry.icon, url, current)
