"""What an organisation publishes as an issuer, for anybody's program to check a credential with.

Nothing here tells of a person. An organisation that has issued nothing is not there: its existence is private.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from organisations import tenancy
from organisations.models import Organisation
from portfolios.issuing import addresses, documents, issuer_of
from portfolios.issuing.documents import Document, Issuer
from portfolios.models import Credential, SigningKey

type Published = Callable[..., Document]

AN_HOUR, A_MINUTE = 3600, 60


def _published(seconds: int) -> Callable[[Published], Callable[..., HttpResponse]]:
    """Serve a document of an organisation that issues, as the organisation itself; caches may keep it so long."""

    def around(view: Published) -> Callable[..., HttpResponse]:
        @wraps(view)
        def served(request: HttpRequest, organisation: UUID, **kwargs: UUID) -> HttpResponse:
            with tenancy.inside(organisation):
                found = Organisation.objects.filter(pk=organisation).first()
                if found is None or not SigningKey.objects.exists():
                    raise Http404
                response = JsonResponse(view(issuer_of(found), organisation, **kwargs))
            response.headers["Cache-Control"] = f"public, max-age={seconds}"
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            return response

        return require_safe(served)

    return around


@_published(AN_HOUR)
def issuer(issuer: Issuer, organisation: UUID) -> Document:
    """Say who issues."""
    return documents.published(documents.profile(issuer))


@_published(AN_HOUR)
def issuer_keys(issuer: Issuer, organisation: UUID) -> Document:
    """Return every public key, those included that sign no longer: what they signed stays true."""
    return documents.key_set([key.public for key in SigningKey.objects.all()])


@_published(AN_HOUR)
def issuer_key(issuer: Issuer, organisation: UUID, key: UUID) -> Document:
    """Return the public key that a signature names."""
    public: Document = get_object_or_404(SigningKey, pk=key).public
    return public


@_published(A_MINUTE)
def issuer_revocations(issuer: Issuer, organisation: UUID) -> Document:
    """List the credentials that the organisation no longer stands by."""
    revoked = Credential.objects.filter(revoked_at__isnull=False).order_by("key")
    return documents.revocation_list(
        addresses.revocations(organisation), issuer, revoked.values_list("key", flat=True)
    )


@_published(AN_HOUR)
def issuer_achievement(issuer: Issuer, organisation: UUID, key: UUID) -> Document:
    """Say what was achieved, and what somebody has to show for it; no longer once it is revoked."""
    held = get_object_or_404(Credential.objects.standing(), achievement=key)
    achievement: Document = held.document["credentialSubject"]["achievement"]
    return documents.published(achievement)
