"""Sign-up asks for one thing more than allauth does: how people write their name."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# What an invitation that was just followed knows of the person, kept in the session: nobody writes it a second time.
INVITED_AS = "invited_as"


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
        request = context.request
        known = request.session.get(INVITED_AS, {}) if request else {}
        for name in ("name", "email"):
            self.fields[name].initial = known.get(name) or self.fields[name].initial

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Make the account; where the address has one already, only take as long as if it had not."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        made: tuple[Any, Any] = super().try_save(request)
        return made
