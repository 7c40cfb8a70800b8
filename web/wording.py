"""What Django says about wrong input, in our words: each says what to do. Called once, when the app is ready."""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_TOO_LONG = ngettext_lazy(
    "Make this shorter: one character is the most, it has %(show_value)d.",
    "Make this shorter: %(limit_value)d characters are the most, it has %(show_value)d.",
    "limit_value",
)
_REQUIRED: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.ChoiceField: _("Choose one."),
    forms.ModelChoiceField: _("Choose one."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.BooleanField: _("Tick this to go on."),
    forms.FileField: _("Choose a file."),
}
_INVALID: dict[type[forms.Field], Any] = {
    forms.DateField: _("Give a day, like 24/11/2026."),
    forms.TimeField: _("Give a time of day, like 14:00."),
    forms.DateTimeField: _("Give a day and a time, like 24/11/2026 14:00."),
    forms.IntegerField: _("Give a whole number."),
    forms.DecimalField: _("Give a number."),
}


def use_our_words() -> None:
    """Set the default messages of Django's form fields and validators."""
    for field, message in _REQUIRED.items():
        field.default_error_messages = field.default_error_messages | {"required": message}
    for field, message in _INVALID.items():
        field.default_error_messages = field.default_error_messages | {"invalid": message}
    validators.MaxLengthValidator.message = _TOO_LONG
    validators.EmailValidator.message = _("Give an e-mail address, like name@example.org.")
    validators.validate_email.message = validators.EmailValidator.message
    validators.URLValidator.message = _("Give a web address that begins with https://.")
