"""How often something may be tried, so that guessing leads nowhere and nobody keeps anybody else out.

Tries are counted for an account *and* where they come from. So somebody's failures keep neither the owner out, who is
elsewhere, nor a colleague at the same address. Three wider limits stand behind that:

- ``<what>-known``: a browser in which the owner signed in before has tries of its own, and only those;
- ``<what>-source``: all failures from one address, against trying one password with many accounts;
- ``<what>-account``: all failures with one account, against trying from many addresses.

The rates are in the settings, under these names; a limit without a rate there is none.
"""

import ipaddress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest

from accounts.devices import find_device
from accounts.models import User

IPV6_PREFIX = 64  # what one household or office has for itself


def get_source(request: HttpRequest) -> str:
    """Return where a request comes from: an address, for IPv6 the network of it that one customer has."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, IPV6_PREFIX), strict=False))


class Attempt:
    """One try of something (``what``) with an account. Asked before it is made, and told how it went."""

    def __init__(self, request: HttpRequest, what: str, account: str, device: str | None = None) -> None:
        self.request = request
        self.what = what
        self.account = account.lower()
        self.device = device
        self.source = get_source(request)

    def begin(self) -> bool:
        """Count the try; return whether it may be made."""
        if self.device:
            return self._count(f"{self.what}-known", self.device)
        return (
            self._count(f"{self.what}-source", self.source, dry_run=True)
            and self._count(f"{self.what}-account", self.account, dry_run=True)
            and self._count(self.what, self._pair)
        )

    def fail(self) -> None:
        """Count towards the wider limits that the try led to nothing."""
        if not self.device:
            self._count(f"{self.what}-source", self.source)
            self._count(f"{self.what}-account", self.account)

    def succeed(self) -> None:
        """Forget the tries with this account from here: they were its owner's."""
        action, key = (f"{self.what}-known", self.device) if self.device else (self.what, self._pair)
        ratelimit.clear(self.request, action=action, key=key)

    def forgive(self) -> None:
        """Forget all tries with this account: its owner has shown in another way who they are."""
        self.succeed()
        ratelimit.clear(self.request, action=f"{self.what}-account", key=self.account)

    @property
    def _pair(self) -> str:
        return f"{self.account} {self.source}"

    def _count(self, action: str, key: str, *, dry_run: bool = False) -> bool:
        return bool(ratelimit.consume(self.request, action=action, key=key, dry_run=dry_run))


def forgive_passwords(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Forget wrong passwords of an account whose owner has just set a new one by the link in a mail."""
    for email in user.addresses():
        Attempt(request, "password", email, find_device(request, email)).forgive()
