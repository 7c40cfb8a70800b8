"""What Django says about wrong input, in our words: each says what to do. Called once, when the app is ready.

This is the one door: a field or a validator that says nothing of its own takes its words from here. A test holds all
that forms can show against Django's own sentences (tests/web/test_wording.py).
"""

from typing import Any

from django import forms
from django.apps import apps
from django.core import validators
from django.db import models
from django.forms.formsets import ManagementForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_CHOICE = _("Choose one of those that are offered.")
_CHOICES = _("Choose only from those that are offered.")
_LIST = _("Choose from the list.")
_DAY = _("Give a day, like 24/11/2026.")
_CLOCK = _("Give a time of day, like 14:00.")
_DAY_AND_CLOCK = _("Give a day and a time, like 24/11/2026 14:00.")
_WHOLE_NUMBER = _("Give a whole number.")
_NUMBER = _("Give a number.")
_ADDRESS = _("Give an e-mail address, like name@example.org.")
_WEB_ADDRESS = _("Give a web address that begins with https://.")
_FILL_IN = _("Fill this in.")
_SHORT_NAME = _("Use only letters, digits, hyphens and underscores.")
_LEAVE_OUT = _("This cannot be read. Take out what is no letter, digit or usual sign.")

_FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _FILL_IN},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _CHOICE},
    forms.ModelChoiceField: {"required": _("Choose one."), "invalid_choice": _CHOICE},
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _CHOICES,
        "invalid_list": _LIST,
    },
    forms.ModelMultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _CHOICES,
        "invalid_list": _LIST,
        "invalid_pk_value": _CHOICES,
    },
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("No file came. Choose it once more."),
        "missing": _("No file came. Choose it once more."),
        "empty": _("This file is empty. Choose another."),
        "max_length": ngettext_lazy(
            "Give the file a shorter name: one character is the most, it has %(length)d.",
            "Give the file a shorter name: %(max)d characters are the most, it has %(length)d.",
            "max",
        ),
        "contradiction": _("Choose a file or remove the one there is, not both."),
    },
    forms.ImageField: {"invalid_image": _("This is no picture that can be read. Choose another.")},
    forms.DateField: {"invalid": _DAY},
    forms.TimeField: {"invalid": _CLOCK},
    forms.DateTimeField: {"invalid": _DAY_AND_CLOCK},
    forms.SplitDateTimeField: {"invalid_date": _DAY, "invalid_time": _CLOCK},
    forms.IntegerField: {"invalid": _WHOLE_NUMBER},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DurationField: {
        "invalid": _("Give a length of time, like 1:30:00."),
        "overflow": _("Give a shorter length of time."),
    },
    forms.URLField: {"invalid": _WEB_ADDRESS},
    forms.MultiValueField: {"invalid": _LIST, "incomplete": _("Fill in all of it.")},
    forms.UUIDField: {"invalid": _CHOICE},
    forms.JSONField: {"invalid": _LEAVE_OUT},
}
# What a row says that is checked after its form, where the form itself does not.
_COLUMNS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.Field: {
        "invalid_choice": _CHOICE,
        "null": _FILL_IN,
        "blank": _FILL_IN,
        "unique": _("This is there already. Choose another."),
        "unique_for_date": _("This is there already for that day. Choose another."),
    },
    models.DateField: {"invalid": _DAY, "invalid_date": _DAY},
    models.DateTimeField: {
        "invalid": _DAY_AND_CLOCK,
        "invalid_date": _DAY_AND_CLOCK,
        "invalid_datetime": _DAY_AND_CLOCK,
    },
    models.TimeField: {"invalid": _CLOCK, "invalid_time": _CLOCK},
    models.IntegerField: {"invalid": _WHOLE_NUMBER},
    models.FloatField: {"invalid": _NUMBER},
    models.DecimalField: {"invalid": _NUMBER},
    models.BooleanField: {"invalid": _CHOICE, "invalid_nullable": _CHOICE},
    models.UUIDField: {"invalid": _CHOICE},
    models.ForeignKey: {"invalid": _CHOICE},
    models.JSONField: {"invalid": _LEAVE_OUT},
}
_VALIDATORS: dict[type[Any], Any] = {
    validators.RegexValidator: _("This is not written as it has to be. Look at the hint beside it."),
    validators.URLValidator: _WEB_ADDRESS,
    validators.EmailValidator: _ADDRESS,
    validators.DomainNameValidator: _("Give the name of a site, like example.org."),
    validators.BaseValidator: _("Give exactly %(limit_value)s."),
    validators.MinValueValidator: _("Give %(limit_value)s or more."),
    validators.MaxValueValidator: _("Give %(limit_value)s or less."),
    validators.StepValueValidator: _("Give a multiple of %(limit_value)s."),
    validators.MinLengthValidator: ngettext_lazy(
        "Write a little more: one character is the least, it has %(show_value)d.",
        "Write a little more: %(limit_value)d characters are the least, it has %(show_value)d.",
        "limit_value",
    ),
    validators.MaxLengthValidator: ngettext_lazy(
        "Make this shorter: one character is the most, it has %(show_value)d.",
        "Make this shorter: %(limit_value)d characters are the most, it has %(show_value)d.",
        "limit_value",
    ),
    validators.FileExtensionValidator: _("Choose a file whose name ends in one of: %(allowed_extensions)s."),
    validators.ProhibitNullCharactersValidator: _LEAVE_OUT,
}
_DECIMALS: dict[str, Any] = {
    "invalid": _NUMBER,
    "max_digits": ngettext_lazy(
        "Give a shorter number: one digit is the most.",
        "Give a shorter number: %(max)s digits are the most.",
        "max",
    ),
    "max_decimal_places": ngettext_lazy(
        "Give at most one digit after the point.", "Give at most %(max)s digits after the point.", "max"
    ),
    "max_whole_digits": ngettext_lazy(
        "Give at most one digit before the point.", "Give at most %(max)s digits before the point.", "max"
    ),
}
_FORMSETS: dict[str, Any] = {
    "missing_management_form": _("This page is incomplete. Load it again, then fill it in once more."),
    "too_many_forms": ngettext_lazy(
        "One is the most that can be sent at once.", "%(num)d are the most that can be sent at once.", "num"
    ),
    "too_few_forms": ngettext_lazy("Fill in at least one.", "Fill in at least %(num)d.", "num"),
}
# Made with words of their own.
_MADE: list[tuple[Any, Any]] = [
    (validators.validate_email, _ADDRESS),
    (validators.validate_slug, _SHORT_NAME),
    (validators.validate_unicode_slug, _SHORT_NAME),
]


def use_our_words() -> None:
    """Set the default messages of Django's form fields, rows, validators and formsets."""
    for owners in (_FIELDS, _COLUMNS):
        for owner, messages in owners.items():
            own = owner.__dict__.get("default_error_messages", {})
            owner.default_error_messages = own | messages
    for validator, message in _VALIDATORS.items():
        validator.message = message
    validators.DecimalValidator.messages = _DECIMALS
    for made, message in _MADE:
        made.message = message
    formset: Any = forms.BaseFormSet
    formset.default_error_messages = formset.default_error_messages | _FORMSETS
    for count in ManagementForm.base_fields.values():  # made before this was called
        count.error_messages |= {"required": _FILL_IN, "invalid": _WHOLE_NUMBER}
    _use_for_constraints(_("This cannot be so together with what is there already."))


def _use_for_constraints(words: Any) -> None:
    """Set what a constraint says that says nothing of its own; each took Django's sentence when it was made."""
    stock = models.BaseConstraint.default_violation_error_message
    models.BaseConstraint.default_violation_error_message = words
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.violation_error_message is stock:
                constraint.violation_error_message = words
