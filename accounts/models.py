"""The account a person signs in with. What they do in an organisation hangs on their membership, not on this."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import UUID7, Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password its owner signs in by code or sets one by mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an operator: runs the installation, belongs to no organisation by that."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def has_address(self, email: str) -> bool:
        """Return whether an account has an address; one that anybody may have made for it counts as none."""
        from allauth.account.models import EmailAddress  # needs this model to be there already

        confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
        if confirmed.exists():
            return True
        account = self.filter(email__iexact=email).first()
        return account is not None and not account.is_unclaimed

    def find_unclaimed(self, email: str) -> "User | None":
        """Return the account that somebody made for an address without ever showing that it is theirs."""
        account = self.filter(email__iexact=email).first()
        return account if account is not None and account.is_unclaimed else None

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail address, a name and the ways to sign in. ``is_staff`` marks an operator."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("your name"), max_length=120, help_text=_("As you write it. People see this."))
    is_staff = models.BooleanField(_("operator"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email")]

    def __str__(self) -> str:
        return self.email

    def has_confirmed(self, email: str) -> bool:
        """Whether this account has shown that an e-mail address is its own."""
        from allauth.account.models import EmailAddress  # needs this model to be there already

        confirmed = EmailAddress.objects.filter(user=self, email__iexact=email, verified=True)
        return bool(confirmed.exists())

    @property
    def is_unclaimed(self) -> bool:
        """Whether nobody has shown yet that this account is theirs: a stranger may have made it for the address.

        An operator's is made at the server, by somebody who is known there.
        """
        from allauth.account.models import EmailAddress  # needs this model to be there already

        if self.is_staff or self.last_login:
            return False
        return not EmailAddress.objects.filter(user=self, verified=True).exists()

    def forget_maker(self, *, name: str, keep_password: bool = False) -> None:
        """Make void what whoever made this account put into it: now somebody has shown that the address is theirs.

        Sessions end with the password; nobody can have come in before, so that no browser is known.
        """
        from allauth.mfa.models import Authenticator

        self.name = name
        if not keep_password:
            self.set_unusable_password()
        self.save(update_fields=["name", "password"])
        Authenticator.objects.filter(user=self).delete()

    def addresses(self) -> set[str]:
        """Return the e-mail addresses of this account in lower case, those not confirmed too."""
        from allauth.account.models import EmailAddress

        return {
            email.lower() for email in EmailAddress.objects.filter(user=self).values_list("email", flat=True)
        }

    def get_full_name(self) -> str:
        return self.name


class Letter(models.Model):
    """A mail about an account on its way out. The row goes when the mail has gone: it may carry a code or a link."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    to_nobody = models.BooleanField(
        default=False, help_text="written so that an unknown address costs what a known one does; never sent"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["due_at"], name="accounts_letter_due")]

    def __str__(self) -> str:
        return str(self.pk)


class SpentLink(models.Model):
    """That a signed link which works once was used. Kept as a digest: nobody can use what stands here."""

    digest = models.CharField(max_length=64, primary_key=True)
    spent_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.digest
