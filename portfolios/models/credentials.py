"""What an organisation issues, and the keys it signs with. Only the organisation itself reads the keys."""

import json
from base64 import urlsafe_b64decode
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import OWNER, PLATFORM, REMOVALS, RowSecurity
from portfolios.models.confirmations import Confirmation

CLAIMS = ("iss", "jti", "nbf", "sub")  # what the token repeats of the credential in its own words


class SigningKey(OrganisationModel):
    """A pair of keys. The public half stays published; the private one is sealed, and gone once the key is retired."""

    public = models.JSONField(help_text="a JSON Web Key without its private parts")
    sealed = models.TextField(blank=True, help_text="see portfolios.issuing.keys; empty once retired")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    # Nobody who asks for a page ever reads a key.
    row_security = RowSecurity(
        read=PLATFORM, add=PLATFORM, change=PLATFORM, fixed=["public", "made_at"], refused=[REMOVALS]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at=None), name="portfolios_signingkey_one"
            ),
            models.CheckConstraint(
                condition=(Q(retired_at=None) & ~Q(sealed="")) | Q(retired_at__isnull=False, sealed=""),
                name="portfolios_signingkey_sealed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CredentialQuerySet(models.QuerySet["Credential"]):
    def owned_by(self, member: Member) -> "CredentialQuerySet":
        """The member's own."""
        return self.filter(owner=member)

    def standing(self) -> "CredentialQuerySet":
        return self.filter(revoked_at=None)


class Credential(OrganisationModel):
    """A signed credential as it was given to its owner: for a confirmation, once."""

    confirmation = OrganisationOneToOneField(Confirmation, models.PROTECT, related_name="credential")
    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid4, help_text="what the credential is called; random")
    achievement = models.UUIDField(default=uuid4, help_text="what its achievement is called; random")
    jwt = models.TextField(help_text="signed, in its compact form")
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = CredentialQuerySet.as_manager()

    row_security = RowSecurity(
        read=OWNER | PLATFORM,
        add=PLATFORM,
        change=PLATFORM,
        fixed=["confirmation_id", "owner_id", "key", "achievement", "jwt", "issued_at"],
        refused=[REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="portfolios_credential_key"),
            models.UniqueConstraint(
                fields=["organisation", "achievement"], name="portfolios_credential_achievement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def document(self) -> dict[str, Any]:
        """What was signed, as JSON has it, without the token's own claims."""
        _header, payload, _signature = self.jwt.split(".")
        read: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return {name: value for name, value in read.items() if name not in CLAIMS}
