"""What an issuer publishes and signs, as Open Badges 3.0 has it: plain values in, JSON out, no database.

``identity_hash`` and ``credential`` say what of a person is in it: a salted hash of their address and the words that
they approved, and nothing else.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

type Document = dict[str, Any]


@dataclass(frozen=True)
class Issuer:
    """An organisation as it stands in what it issues: its public address and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Wording:
    """What an achievement is called and stands for, and what somebody has to show for it."""

    title: str
    description: str
    criteria: str


def profile(issuer: Issuer) -> Document:
    """Return who issues."""
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name}


def achievement(address: str, wording: Wording, issuer: Issuer) -> Document:
    """Return what was achieved, without anybody who achieved it."""
    return {
        "id": address,
        "type": ["Achievement"],
        "name": wording.title,
        "description": wording.description,
        "criteria": {"narrative": wording.criteria},
        "creator": profile(issuer),
    }


def identity_hash(email: str, salt: str) -> str:
    """Return the hash by which somebody who knows an e-mail address can tell that a credential is about it."""
    return "sha256$" + hashlib.sha256((email + salt).encode()).hexdigest()


def credential(
    *,
    key: UUID,
    issuer: Issuer,
    achievement: Document,
    subject: UUID,
    email: str,
    salt: str,
    narrative: str,
    valid_from: datetime,
    revocations: str,
) -> Document:
    """Return a credential, unsigned.

    Args:
        key: what it is called; random, since it stands in the public list once it is revoked.
        subject: what its recipient is called in this credential and in no other.
        narrative: what it says of the evidence; nothing when empty.
        valid_from: with whole seconds, since the token says it in seconds too.
    """
    made: Document = {
        "@context": list(CONTEXT),
        "id": key.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": profile(issuer),
        "validFrom": _utc(valid_from),
        "credentialSubject": {
            "id": subject.urn,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": identity_hash(email, salt),
                    "identityType": "emailAddress",
                    "salt": salt,
                }
            ],
            "achievement": achievement,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": revocations, "type": "1EdTechRevocationList"},
    }
    if narrative:
        made["evidence"] = [{"type": ["Evidence"], "narrative": narrative}]
    return made


def claims(credential: Mapping[str, Any], valid_from: datetime) -> Document:
    """Return the payload of the token: the credential, and what the token repeats of it in its own words."""
    return {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(valid_from.timestamp()),
        "sub": credential["credentialSubject"]["id"],
    }


def published(document: Document) -> Document:
    """Return a document that stands by itself at an address."""
    return {"@context": list(CONTEXT[:2]), **document}


def key_set(keys: Sequence[Document]) -> Document:
    """Return public keys as a set."""
    return {"keys": list(keys)}


def revocation_list(address: str, issuer: Issuer, revoked: Iterable[UUID]) -> Document:
    """Return the list of revoked credentials; why is between the organisation and the one it concerns."""
    return {
        "id": address,
        "issuer": issuer.id,
        "revokedCredentials": [{"id": key.urn, "revoked": True} for key in revoked],
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
