"""Addresses of pages inside an organisation, for mails and wherever no request is at hand."""

from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

from organisations.middleware import URLCONF
from organisations.models import Organisation


def path(name: str, *args: Any) -> str:
    """Return the path of a page inside its organisation, without the organisation's own part: ``/meetings/…/``."""
    address = reverse(name, args=args, urlconf=URLCONF)
    return "/" + address.removeprefix(get_script_prefix())


def absolute(organisation: Organisation, inside: str) -> str:
    """Return the whole address of a path inside an organisation."""
    return f"{settings.SITE_URL}/{organisation.slug}{inside}"
