"""Where allauth asks us: sign-up, how often one may try to sign in, and how its mails leave."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import account_mails
from accounts.attempts import Attempt
from accounts.devices import find_device, remember_device
from accounts.invited import has_proved
from accounts.models import User

# What allauth would tell an address without an account. We write nobody: it costs what a mail to somebody does.
UNKNOWN = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Stores the one name we ask for; limits tries; has mails sent outside the request."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Wait five minutes, or sign in another way: with a passkey, or with a code that "
            "we e-mail you."
        ),
        "too_many_mails": gettext_lazy("This was asked for too often. Wait five minutes, then ask again."),
        "too_many_codes": gettext_lazy("Too many codes were wrong. Wait five minutes, then try again."),
    }

    def save_user(
        self, request: HttpRequest, user: User, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        user.name = form.cleaned_data["name"]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Return whether an address needs no code: an invitation to it was just opened in this browser."""
        return has_proved(request, email)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Try a password, as often as that may be tried."""
        email = credentials.get("email", "")
        attempt = Attempt(request, "password", email, find_device(request, email))
        if not attempt.begin():
            raise self.validation_error("too_many_login_attempts")
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is None:
            attempt.fail()
        else:
            attempt.succeed()
        return account

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Remember the browser in which somebody signed in."""
        response: HttpResponse = super().post_login(request, user, **how)
        remember_device(request, response, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail about an account for a worker to send."""
        request = self.request
        whole = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        account_mails.enqueue(
            self.render_mail(template_prefix, email, whole), to_nobody=template_prefix == UNKNOWN
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask for what somebody has at hand: the password, else a passkey, and codes last; in our pages' words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for way in methods:
            if way["id"] == "mfa_reauthenticate:webauthn":
                way["description"] = _("Use your passkey")
        return sorted(methods, key=lambda way: bool(way["id"] == "mfa_reauthenticate"))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names here."""
