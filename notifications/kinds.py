"""The kinds of messages. Floors above register theirs; this floor only knows that a kind can be asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from notifications.audience import Audience
from notifications.models import Message


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Content:
    """What a message says: the subject, what its template needs, and what the link does.

    Never what people wrote to each other. What calendars take in is attached; the first of it is also another form of
    the mail itself, which is where mail programs look for it. ``happens_at`` is when the thing it is about takes
    place, if it takes place at a time: what happens within the hour is told in the night too.
    """

    subject: str
    context: dict[str, Any] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    calendars: Sequence[Attachment] = ()
    action: str = ""
    happens_at: datetime | None = None


@dataclass(frozen=True)
class MessageKind:
    """A kind of message.

    Args:
        name: as stored, such as ``meeting-reminder``.
        label: what the preferences call it.
        compose: gives the content, or None when the message no longer applies. Runs inside the organisation, as
            the recipient, in their time zone.
        audience: whom it may reach; see :mod:`notifications.audience`.
        optional: whether a person may switch it off.
        template: ``mail/<template>.txt`` and ``.html``; of the kind's own name unless several share one.
    """

    name: str
    label: str | Promise
    compose: Callable[[Message], Content | None]
    audience: Audience
    optional: bool = True
    template: str = ""

    @property
    def app(self) -> str:
        """The name of the app that composes it."""
        return self.compose.__module__.partition(".")[0]

    @property
    def file(self) -> str:
        """The name of its template, without the ending."""
        return self.template or self.name


_KINDS: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Make a kind known; called once for each when the apps are ready."""
    _KINDS[kind.name] = kind


def get(name: str) -> MessageKind:
    """Return a kind.

    Raises:
        KeyError: none of that name is registered.
    """
    return _KINDS[name]


def all_kinds() -> list[MessageKind]:
    """Return all kinds by name."""
    return [kind for _, kind in sorted(_KINDS.items())]


def optional() -> list[MessageKind]:
    """Return the kinds that a person may switch off, by name."""
    return [kind for kind in all_kinds() if kind.optional]
