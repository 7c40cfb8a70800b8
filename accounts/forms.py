"""Sign-up asks for one thing more than allauth does: how people write their name."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth carries no types
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As you write it. People you work with will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Make the account; where the address has one already, only take as long as if it had not."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        made: tuple[Any, Any] = super().try_save(request)
        return made
