"""The post: what a worker would do with the mails that wait, done by the test itself; and all that is in the outbox."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from accounts import account_mails
from notifications.models import Message
from organisations import tenancy


def delivered() -> list[EmailMessage]:
    """Send the letters about accounts that wait, and give all mails of this test so far."""
    account_mails.send_due()
    return mail.outbox


class EveryMessage(QuerySet[Message]):
    """Messages to everyone, whoever the test works as: a member reads their own alone, and would miss what is wrong."""


def _without_member(name: str) -> Callable[..., Any]:
    asked = getattr(QuerySet, name)

    @wraps(asked)
    def ask(*args: Any, **kwargs: Any) -> Any:
        with tenancy.without_member():
            return asked(*args, **kwargs)

    return ask


ASKS = "__iter__ __len__ __bool__ __getitem__ count exists get first last update delete bulk_create in_bulk aggregate"
for _name in ASKS.split():
    setattr(EveryMessage, _name, _without_member(_name))


def messages() -> EveryMessage:
    """Return what the outbox of the organisation has, whoever it is for."""
    return EveryMessage(Message)
