"""allauth's forms with limits of our own. Sign-up asks for one thing more: how people write their name."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.attempts import Attempt
from accounts.devices import find_device, find_device_of
from accounts.invited import get_invited, has_proved
from accounts.models import User


def _count_mail(what: str, email: str) -> None:
    """Count that a mail to an address is asked for.

    Raises:
        ValidationError: it was asked for too often.
    """
    request = context.request
    attempt = Attempt(request, what, email, find_device(request, email))
    if not attempt.begin():
        raise get_adapter().validation_error("too_many_mails")
    attempt.fail()  # each is a mail in somebody's mailbox, whoever asked


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth carries no types
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As you write it. People you work with will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = get_invited(context.request)
        for name in ("name", "email"):
            self.fields[name].initial = known.get(name) or self.fields[name].initial

    def validate_unique_email(self, value: str) -> str:
        """Note whether an account has the address; one that anybody may have made gives way to who has proved it."""
        email: str = super().validate_unique_email(value)
        self.needs_no_mail = has_proved(context.request, email) and not User.objects.has_address(email)
        if self.needs_no_mail:
            self.account_already_exists = False
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Whoever looks for a better password asks for no mail yet; whoever came by an invitation's link, for none.
        if not self.errors and not self.needs_no_mail:
            try:
                _count_mail("sign-up", cleaned["email"])
            except forms.ValidationError as error:
                self.add_error("email", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Make the account; where the address has one already, only take as long as if it had not."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        with transaction.atomic():
            if self.needs_no_mail and (stranger := User.objects.find_unclaimed(self.cleaned_data["email"])):
                stranger.delete()
            made: tuple[Any, Any] = super().try_save(request)
        return made


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):  # type: ignore[misc]  # allauth carries no types
    def clean_email(self) -> str:
        email: str = super().clean_email()
        _count_mail("code", email)
        return email


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    def clean_email(self) -> str:
        email: str = super().clean_email()
        _count_mail("reset", email)
        return email

    def save(self, request: HttpRequest, **how: Any) -> str:
        """Write the mail. Where many were written this hour, the links in those go on working: no other is needed."""
        email: str = self.cleaned_data["email"]
        if ratelimit.consume(request, action="reset-mail", key=email.lower()):
            super().save(request, **how)
        return email


class _LimitedCode:
    """Takes a code of a second factor as often as that may be tried."""

    user: User

    def clean_code(self) -> str:
        request = context.request
        attempt = Attempt(request, "second-factor", str(self.user.pk), find_device_of(request, self.user))
        if not attempt.begin():
            raise get_adapter().validation_error("too_many_codes")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            attempt.fail()
            raise
        attempt.succeed()
        return code


class SecondFactorForm(_LimitedCode, AllauthAuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    pass


class SecondFactorAgainForm(_LimitedCode, AllauthReauthenticateForm):  # type: ignore[misc]  # likewise
    pass
