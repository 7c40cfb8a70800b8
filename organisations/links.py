"""Signed links into an organisation: to join it, and (from the operator) to found one."""

import hashlib

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import SpentLink
from organisations.models import Invitation, Organisation

JOIN, FOUND = "organisations.join", "organisations.found"
FOUNDING_LASTS = 60 * 60 * 24 * 14


def join_path(organisation: Organisation, invitation: Invitation) -> str:
    """Return the path by which the invited person joins. It is the same until the invitation is made anew.

    It goes into the mail to that person and nowhere else: whoever opens it has shown that the address is theirs.
    """
    token = signing.dumps([str(invitation.pk), invitation.sent_at.timestamp()], salt=JOIN)
    return reverse("join", args=[organisation.slug, token], urlconf=settings.ROOT_URLCONF)


def read_join(token: str) -> tuple[str, float] | None:
    """Return (the invitation's key, when it was sent) of a link; None when we did not make it."""
    try:
        pk, sent_at = signing.loads(token, salt=JOIN)
    except (signing.BadSignature, ValueError):
        return None
    return str(pk), float(sent_at)


def find_invitation(pk: str, sent_at: float) -> Invitation | None:
    """Find the invitation of a link, inside the organisation just entered; None when it is not valid any more."""
    invitation = Invitation.objects.select_related("member__organisation", "by").filter(pk=pk).first()
    return invitation if invitation and invitation.sent_at.timestamp() == sent_at else None


def founding_path(email: str) -> str:
    """Return the path by which a person whom the operator invited creates an organisation; it lasts two weeks."""
    token = signing.dumps(email.lower(), salt=FOUND)
    return reverse("new_organisation", urlconf=settings.ROOT_URLCONF) + f"?invitation={token}"


def may_found(token: str, email: str) -> bool:
    """Say whether a founding link was made for this address, still holds and was not used."""
    try:
        invited = signing.loads(token, salt=FOUND, max_age=FOUNDING_LASTS)
    except signing.BadSignature:
        return False
    return bool(invited == email.lower() and not SpentLink.objects.filter(digest=digest(token)).exists())


def digest(token: str) -> str:
    """Return what is kept of a link that was used, by which the link cannot be found."""
    return hashlib.sha256(token.encode()).hexdigest()
