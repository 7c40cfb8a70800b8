"""The public addresses of an organisation as an issuer. They hold random keys, so that nobody finds one by trying."""

from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse


def _absolute(name: str, *args: UUID) -> str:
    outside = reverse(name, args=args, urlconf=settings.ROOT_URLCONF)
    return f"{settings.SITE_URL}/{outside.removeprefix(get_script_prefix())}"


def issuer(organisation: UUID) -> str:
    """Return where the organisation says who it is; this is also what it is called in its credentials."""
    return _absolute("issuer", organisation)


def signing_key(organisation: UUID, key: UUID) -> str:
    """Return where the public half of one key is: what the ``kid`` of a signature says."""
    return _absolute("issuer_key", organisation, key)


def revocations(organisation: UUID) -> str:
    """Return where the organisation lists the credentials that it no longer stands by."""
    return _absolute("issuer_revocations", organisation)


def achievement(organisation: UUID, key: UUID) -> str:
    """Return where one achievement is described."""
    return _absolute("issuer_achievement", organisation, key)
