"""The signed links by which people give feedback without an account."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix, reverse

from development_plans.models import FeedbackInvitation
from organisations.models import Member

SALT = "development_plans.feedback"


def address(invitation: FeedbackInvitation, owner: Member) -> str:
    """Return the absolute address at which an invited person answers."""
    said = [str(invitation.organisation_id), str(owner.pk), str(invitation.key)]
    token = signing.Signer(salt=SALT).sign_object(said)
    outside = reverse("feedback", args=[token], urlconf=settings.ROOT_URLCONF)
    return f"{settings.SITE_URL}/{outside.removeprefix(get_script_prefix())}"


def read(token: str) -> tuple[UUID, UUID, UUID] | None:
    """Return (organisation, who asks, key) of a link; None when we did not make it."""
    try:
        organisation, owner, key = (UUID(part) for part in signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return organisation, owner, key
