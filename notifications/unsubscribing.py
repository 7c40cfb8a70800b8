"""Leaving one kind of message by the link in the mail: signed, needs no sign-in, works with one click."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from notifications.models import Message, Preference
from organisations import tenancy
from organisations.models import Member

SALT = "notifications.unsubscribe"


def address(message: Message) -> str:
    """Return the absolute address at which the recipient can leave the message's kind."""
    token = signing.dumps([str(message.organisation_id), str(message.recipient_id), message.kind], salt=SALT)
    return settings.SITE_URL + reverse("unsubscribe", args=[token], urlconf=settings.ROOT_URLCONF)


def read(token: str) -> tuple[UUID, UUID, str]:
    """Return (organisation, member, kind) of a link.

    Raises:
        signing.BadSignature: we did not make it.
    """
    organisation, member, kind = signing.loads(token, salt=SALT)
    return UUID(organisation), UUID(member), str(kind)


def stop(organisation: UUID, member: UUID, kind: str) -> None:
    """Note that a person no longer wants one kind of message; doing it twice changes nothing."""
    with tenancy.inside(organisation, member):
        person = Member.objects.filter(pk=member).first()
        if person:
            Preference.objects.update_or_create(
                organisation_id=organisation, member=person, kind=kind, defaults={"wanted": False}
            )
