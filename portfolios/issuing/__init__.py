"""Issuing: the organisation signs that it confirms something, and says publicly what it no longer stands by.

These run as the organisation itself, inside the transaction of whoever caused it, since no member reads its keys.
"""

import secrets
from datetime import UTC, datetime
from uuid import uuid4

import jwt
from django.utils import timezone

from organisations import tenancy
from organisations.models import Member, Organisation
from portfolios.issuing import addresses, documents, keys
from portfolios.models import Confirmation, Credential, Submission


def issuer_of(organisation: Organisation) -> documents.Issuer:
    """Return an organisation as it stands in what it issues."""
    return documents.Issuer(addresses.issuer(organisation.pk), organisation.name)


def issue(
    *, confirmation: Confirmation, submission: Submission, owner: Member, organisation: Organisation
) -> Credential:
    """Sign a credential for what was just confirmed, and keep it for its owner."""
    at = timezone.now().astimezone(UTC).replace(microsecond=0)
    made = Credential(
        organisation_id=organisation.pk,
        confirmation=confirmation,
        owner=owner,
        key=uuid4(),
        achievement=uuid4(),
        issued_at=at,
    )
    with tenancy.inside(organisation.pk):
        key, private = keys.current(organisation.pk)
        made.jwt = jwt.encode(
            documents.claims(_document(made, submission, organisation, at), at),
            private,
            algorithm=keys.ALGORITHM,
            headers={"kid": addresses.signing_key(organisation.pk, key.pk)},
        )
        made.save(force_insert=True)
    return made


def _document(
    made: Credential, submission: Submission, organisation: Organisation, at: datetime
) -> documents.Document:
    issuer = issuer_of(organisation)
    wording = documents.Wording(submission.achievement, submission.description, submission.criteria)
    address = addresses.achievement(organisation.pk, made.achievement)
    return documents.credential(
        key=made.key,
        issuer=issuer,
        achievement=documents.achievement(address, wording, issuer),
        subject=uuid4(),
        email=made.owner.mail_address,
        salt=secrets.token_hex(16),
        narrative=submission.narrative,
        valid_from=at,
        revocations=addresses.revocations(organisation.pk),
    )


def revoke(*, confirmation: Confirmation) -> None:
    """Put the credential of a confirmation on the list of those that are no longer stood by."""
    with tenancy.inside(confirmation.organisation_id):
        held = Credential.objects.standing().filter(confirmation=confirmation)
        held.update(revoked_at=timezone.now())
