"""The keys an organisation signs with: one at a time, made when first needed, its private half sealed at rest.

Sealed means AES-256-GCM under a key that is derived from ``SECRET_KEY`` for this organisation alone. Everything here
must run inside the organisation *without* a member: the wall shows these rows to nobody who asks for a page.
"""

import json
import os
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from jwt.algorithms import RSAAlgorithm

from organisations import audit
from portfolios.issuing import addresses
from portfolios.models import SigningKey

ALGORITHM = "RS256"  # what every reader of Open Badges 3.0 must know
BITS = 3072
NONCE = 12  # bytes


def current(organisation: UUID) -> tuple[SigningKey, rsa.RSAPrivateKey]:
    """Return the key to sign with now, opened.

    One that cannot be opened, since ``SECRET_KEY`` is another now, is retired and followed by a new one: what it
    signed stays true, its public half stays published.
    """
    key = SigningKey.objects.filter(retired_at=None).first() or _made(organisation)
    try:
        return key, _opened(key)
    except InvalidTag:
        key = rotate(organisation)
        return key, _opened(key)


@transaction.atomic
def rotate(organisation: UUID) -> SigningKey:
    """Retire the key in use, if there is one, and give a new one. The private half of the old one is gone for good."""
    for key in SigningKey.objects.select_for_update().filter(retired_at=None):
        SigningKey.objects.filter(pk=key.pk).update(retired_at=timezone.now(), sealed="")
        audit.record("signing-key.retired", on=key, by=None)
    return _made(organisation)


def _made(organisation: UUID) -> SigningKey:
    """Make a key; where two need the first at once, the second takes the one that the first made."""
    key, private = uuid4(), rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    try:
        with transaction.atomic():
            made: SigningKey = SigningKey.objects.create(
                id=key,
                organisation_id=organisation,
                public=_public(organisation, key, private),
                sealed=_sealed(organisation, key, private),
            )
            audit.record("signing-key.made", on=made, by=None)
            return made
    except IntegrityError:
        return SigningKey.objects.get(retired_at=None)


def _public(organisation: UUID, key: UUID, private: rsa.RSAPrivateKey) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private.public_key()))
    named = {"kid": addresses.signing_key(organisation, key), "alg": ALGORITHM, "use": "sig"}
    return {name: said[name] for name in ("kty", "n", "e")} | named


def _sealed(organisation: UUID, key: UUID, private: rsa.RSAPrivateKey) -> str:
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    nonce = os.urandom(NONCE)
    return b64encode(nonce + _cipher(organisation).encrypt(nonce, plain, key.bytes)).decode()


def _opened(key: SigningKey) -> rsa.RSAPrivateKey:
    sealed = b64decode(key.sealed)
    cipher = _cipher(key.organisation_id)
    plain = cipher.decrypt(sealed[:NONCE], sealed[NONCE:], key.pk.bytes)
    # Sealing has told it apart from anything else: looking for faults in its primes takes a seventh of a second.
    private = serialization.load_der_private_key(plain, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("Only RSA keys are sealed here.")
    return private


def _cipher(organisation: UUID) -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, salt=organisation.bytes, info=b"portfolios.signing-key")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
