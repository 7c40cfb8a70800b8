"""The addresses of links to showcases. They are signed, so that nobody finds one by trying."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix, reverse

from organisations.models import Member
from portfolios.models import ShowcaseLink

SALT = "portfolios.showcase"


def address_of(link: ShowcaseLink, owner: Member) -> str:
    """Return the absolute address of a link."""
    said = [str(owner.organisation_id), str(owner.pk), str(link.key)]
    token = signing.Signer(salt=SALT).sign_object(said)
    outside = reverse("showcase_shown", args=[token], urlconf=settings.ROOT_URLCONF)
    return f"{settings.SITE_URL}/{outside.removeprefix(get_script_prefix())}"


def read(token: str) -> tuple[UUID, UUID, UUID] | None:
    """Return (organisation, owner, the link's key) of an address; None when we did not make it."""
    try:
        organisation, owner, key = (UUID(part) for part in signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return organisation, owner, key


def find(owner: UUID, key: UUID) -> ShowcaseLink | None:
    """Find a link that leads somewhere now; must run inside the organisation as the owner."""
    found = ShowcaseLink.objects.standing().filter(key=key, showcase__owner=owner)
    return found.select_related("showcase__owner__organisation").first()
