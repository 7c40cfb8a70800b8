"""Sign-up asks for one thing more than allauth does: how people write their name."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth carries no types
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As you write it. People you work with will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]
