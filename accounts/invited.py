"""What following an invitation shows of a person, kept in the session: nobody writes it, or proves it, a second time.

The link went to that address and to nobody else, so that whoever opens it reads that mailbox. For an hour an account
made in the same browser for that very address needs no code; an account that is there is signed in to as usual.

Anybody can make an account for anybody's address; they come in with it only once they have shown that they read the
mails that go there. Whoever shows it first owns the account. When that is not the browser that made it, what its maker
put into it is void: they may be a stranger who waits for the owner to come in, to come in after them.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

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


def claim_by_code(*, request: HttpRequest, user: User, method: str, **_signal: Any) -> None:
    """Return an account that nobody has shown to be theirs to whoever signs in by a code from their mailbox."""
    if method == "code" and user.is_unclaimed:
        user.forget_maker(name=_name_of(request, user))


def claim_by_reset(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Return it to whoever just set a password by the link in a mail, with that password."""
    if user.is_unclaimed:
        user.forget_maker(name=_name_of(request, user), keep_password=True)


def _name_of(request: HttpRequest, user: User) -> str:
    """Return what their invitation calls somebody; empty, to be chosen anew, where they follow none."""
    return get_invited(request)["name"] if has_proved(request, user.email) else ""
