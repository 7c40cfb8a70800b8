"""Where allauth asks us: sign-up, and how its mails leave."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import letters
from accounts.models import User

# What allauth would tell an address without an account. We write nobody: it costs what a mail to somebody does.
UNKNOWN = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Stores the one name we ask for; has mails sent outside the request."""

    def save_user(
        self, request: HttpRequest, user: User, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        user.name = form.cleaned_data["name"]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail about an account for a worker to send."""
        request = self.request
        whole = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        letters.post(self.render_mail(template_prefix, email, whole), to_nobody=template_prefix == UNKNOWN)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask for what somebody has at hand: the password, else a passkey, and codes last; in our pages' words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for way in methods:
            if way["id"] == "mfa_reauthenticate:webauthn":
                way["description"] = _("Use your passkey")
        return sorted(methods, key=lambda way: bool(way["id"] == "mfa_reauthenticate"))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names here."""
