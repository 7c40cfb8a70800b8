"""What following an invitation shows of a person, kept in the session: nobody writes it, or proves it, a second time.

The link went to that address and to nobody else, so that whoever opens it reads that mailbox. For an hour an account
made in the same browser for that very address needs no code; an account that is there is signed in to as usual.
"""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

KEY = "invited_as"
HOLDS = timedelta(hours=1)


def note_invited(request: HttpRequest, *, name: str, email: str) -> None:
    """Note in the session who was invited by the link that was just opened."""
    request.session[KEY] = {"name": name, "email": email, "at": timezone.now().timestamp()}


def get_invited(request: HttpRequest | None) -> dict[str, str]:
    """Return the name and the address of whoever was invited, to fill in forms with; empty when nobody was."""
    known = request.session.get(KEY, {}) if request else {}
    return {name: known[name] for name in ("name", "email") if name in known}


def has_proved(request: HttpRequest, email: str) -> bool:
    """Return whether a link that was mailed to this address was opened in this browser in the last hour."""
    known = request.session.get(KEY) or {}
    oldest = (timezone.now() - HOLDS).timestamp()
    return bool(known and known["email"].lower() == email.lower() and known.get("at", 0) > oldest)
