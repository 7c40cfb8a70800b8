"""Browsers in which somebody signed in before: OWASP's device cookie.

Whoever tries passwords from elsewhere has no such cookie, and so uses up none of the tries of the browser that has one.
The cookie opens nothing: it only has tries of its own. It is signed, names accounts by their keys, and lasts a year.
"""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

SALT = "accounts.device"
LASTS = timedelta(days=365)
MOST = 5  # accounts that one browser is kept for


def find_device(request: HttpRequest, email: str) -> str | None:
    """Return what this browser is called for the account with an address; None where nobody signed in to it here."""
    account = request.user
    if isinstance(account, User) and account.has_confirmed(email):
        return _session(account)
    devices = _read(request)
    if not devices:
        return None
    owner = EmailAddress.objects.filter(user__in=devices, email__iexact=email, verified=True)
    return devices.get(str(owner.values_list("user", flat=True).first()))


def find_device_of(request: HttpRequest, account: User) -> str | None:
    """Return what this browser is called for an account; None where nobody signed in to it here."""
    return _session(account) if request.user == account else _read(request).get(str(account.pk))


def remember_device(request: HttpRequest, response: HttpResponseBase, account: User) -> None:
    """Have the browser remembered for an account that just signed in, under a new name."""
    others = {key: device for key, device in _read(request).items() if key != str(account.pk)}
    devices = dict(list(others.items())[1 - MOST :]) | {str(account.pk): secrets.token_urlsafe(16)}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(devices, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _session(account: User) -> str:
    """Return the name for who is signed in already and shows once more who they are."""
    return f"signed in: {account.pk}"


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        devices: dict[str, str] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LASTS
        )
    except signing.BadSignature:
        return {}
    return devices
