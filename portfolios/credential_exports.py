"""What the archive of a portfolio holds of confirmations: each as it was handed in, and the credentials themselves."""

import json
from collections.abc import Iterator
from typing import Any

from organisations.models import Member
from portfolios.issuing import baking
from portfolios.models import ConfirmationRequest, Credential

AT_ONCE = 100  # rows that are in memory together


def requests(member: Member) -> Iterator[Any]:
    """Return what the member asked for, oldest first, each with what was handed in and what came of it."""
    asked = ConfirmationRequest.objects.filter(owner=member).with_state()
    return asked.prefetch_related("submission__files").order_by("asked_at", "id").iterator(AT_ONCE)


def places_of(credential: Credential) -> dict[str, str]:
    """Return where a credential lies in the archive, in each of its forms."""
    return {form: f"credentials/{credential.key.hex}.{form}" for form in ("png", "jwt", "json")}


def credential_files(member: Member) -> Iterator[tuple[str, bytes]]:
    """Return each credential of the member's in each form, with where it lies."""
    for held in Credential.objects.owned_by(member).iterator(AT_ONCE):
        read = json.dumps(held.document, ensure_ascii=False, indent=1).encode()
        made = {"png": baking.bake(held.jwt), "jwt": held.jwt.encode(), "json": read}
        for form, place in places_of(held).items():
            yield place, made[form]


def data(request: Any) -> dict[str, Any]:
    """Return a request as the archive's data has it; its files have their ``place``."""
    said = request.submission
    return {
        "id": str(request.pk),
        "programme": request.cohort.programme.name,
        "asked_at": request.asked_at.isoformat(),
        "wording": {name: getattr(said, name) for name in said.WORDING},
        "shown": {
            "piece": str(said.source),
            "kind": said.kind,
            "title": said.title,
            "began_on": said.began_on.isoformat(),
            "ended_on": said.ended_on and said.ended_on.isoformat(),
            "expires_on": said.expires_on and said.expires_on.isoformat(),
            "shows": said.shows,
            "files": [file.name for file in said.files.all()],
            "paths": [file.place for file in said.files.all()],
        },
        "ended": _ended(request) if request.is_over else None,
        "confirmation": _confirmed(request) if request.is_confirmed else None,
    }


def _ended(request: Any) -> dict[str, str]:
    return {"kind": request.closure.kind, "why": request.closure.why, "at": request.closure.at.isoformat()}


def _confirmed(request: Any) -> dict[str, Any]:
    given = request.confirmation
    revoked = given.revocation if request.is_revoked else None
    return {
        "by": given.by.display_name,
        "at": given.at.isoformat(),
        "credential": places_of(given.credential),
        "revoked": revoked and {"why": revoked.why, "at": revoked.at.isoformat()},
    }
