"""Every message that a form can show is in our words: none is a sentence of Django's."""

from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

import accounts.forms  # noqa: F401  # their forms, beside the product's
from accounts.models import User
from tests.stock import stock_of

OURS = {config.name for config in apps.get_app_configs() if not config.name.startswith(("django", "allauth"))}
# Of fields that no form of ours has.
UNUSED: tuple[type[forms.Field], ...] = (forms.FilePathField, forms.GenericIPAddressField)

WRONG: list[Any] = [
    None,
    "",
    "nonsense",
    "<b>wrong</b>",
    "a\x00b",
    "-1",
    "0",
    "99999999999",
    "1.23456789",
    "2026-02-31",
    "31/31/2026",
    "25:99",
    "x" * 100_000,
    [],
    ["nonsense", "other"],
    "01a200b6-5a33-7e5a-bfec-0556e0c9c787",
    SimpleUploadedFile("empty.csv", b""),
    SimpleUploadedFile("x" * 300 + ".exe", b"MZ"),
]


def form_classes() -> list[type[forms.BaseForm]]:
    """Return every form class of the product."""
    for name in OURS:
        package = import_module(name)
        for found in walk_packages(package.__path__, f"{name}."):
            if ".forms" in found.name:
                import_module(found.name)
    found, waiting = [], [forms.BaseForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.split(".")[0] in OURS:
                found.append(each)
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__qualname__}")


def said_of(field: forms.Field, value: Any) -> list[str]:
    """Return what a field says of a value, as a form that it is in would show it."""
    try:
        field.clean(value)
    except ValidationError as error:
        return [str(each) for each in error.messages]
    except (TypeError, AttributeError, ValueError):
        return []  # no browser sends such a value to such a field
    return []


@pytest.mark.django_db
def test_no_form_answers_wrong_values_with_a_sentence_of_djangos() -> None:
    found, tried = [], 0
    for form in form_classes():
        for name, field in getattr(form, "base_fields", {}).items():
            for value in WRONG:
                for words in said_of(deepcopy(field), value):
                    tried += 1
                    if stock := stock_of(words):
                        found.append(f"{form.__module__}.{form.__qualname__}.{name}: {words} ({stock})")
    assert found == []
    assert tried > 1000


def field_classes() -> Iterator[type[forms.Field]]:
    for name in dir(forms):
        each = getattr(forms, name)
        if isinstance(each, type) and issubclass(each, forms.Field) and each not in UNUSED:
            yield each


def test_no_field_keeps_a_default_sentence_of_djangos() -> None:
    """Also of fields that are made when a page is, such as those for a programme's questions."""
    found = [
        f"{each.__name__}.{code}: {words}"
        for each in field_classes()
        for kind in each.__mro__
        for code, words in getattr(kind, "default_error_messages", {}).items()
        if stock_of(_plain(_of(each, code)))
    ]
    assert sorted(set(found)) == []


def _of(each: type[forms.Field], code: str) -> Any:
    """Return the words a field of this class has for a code: the nearest of its classes has the say."""
    for kind in each.__mro__:
        if code in kind.__dict__.get("default_error_messages", {}):
            return kind.__dict__["default_error_messages"][code]
    raise KeyError(code)


def _plain(words: Any) -> str:
    return str(words)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (forms.IntegerField(min_value=1), 0),
        (forms.IntegerField(max_value=1), 2),
        (forms.IntegerField(step_size=5), 3),
        (forms.IntegerField(), "many"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "12345"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "1.23"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "123"),
        (forms.CharField(min_length=3), "a"),
        (forms.CharField(max_length=3), "abcd"),
        (forms.CharField(), "a\x00"),
        (forms.EmailField(), "nobody"),
        (forms.URLField(assume_scheme="https"), "no site"),
        (forms.SlugField(), "no slug"),
        (forms.RegexField(r"^\d$"), "x"),
        (forms.DateField(), "31/31/2026"),
        (forms.TimeField(), "25:99"),
        (forms.DateTimeField(), "soon"),
        (forms.DurationField(), "long"),
        (forms.ChoiceField(choices=[("a", "A")]), "b"),
        (forms.TypedChoiceField(choices=[("1", "One")], coerce=int), "2"),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"]),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "a"),
        (forms.UUIDField(), "no key"),
        (forms.JSONField(), "{"),
        (forms.FileField(), SimpleUploadedFile("empty.txt", b"")),
        (forms.FileField(max_length=3), SimpleUploadedFile("long.txt", b"x")),
        (forms.ImageField(), SimpleUploadedFile("no.png", b"no picture")),
        (forms.BooleanField(), False),
        (forms.NullBooleanField(required=True), None),
        (forms.CharField(validators=[validators.FileExtensionValidator(["csv"])]), "x"),
    ],
)
def test_each_kind_of_field_says_something_of_ours(field: forms.Field, value: Any) -> None:
    for words in said_of(field, value):
        assert not stock_of(words), words
        assert words.endswith(".")
        assert "%(" not in words


def test_forms_in_rows_say_something_of_ours() -> None:
    rows = forms.formset_factory(forms.Form, min_num=1, max_num=1, validate_min=True, validate_max=True)
    few = rows({"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"})
    many = rows({"form-TOTAL_FORMS": "9", "form-INITIAL_FORMS": "0"})
    for formset in (rows({}), few, many):
        assert not formset.is_valid()
        assert [stock_of(str(words)) for words in formset.non_form_errors()] == [""]


def test_no_row_keeps_a_default_sentence_of_djangos() -> None:
    found = [
        f"{model.__name__}.{field.name}.{code}: {words}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.concrete_fields
        for code, words in field.error_messages.items()
        if stock_of(str(words)) and not isinstance(field, models.BinaryField)
    ]
    found += [
        f"{model.__name__}: {constraint.name}"
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if stock_of(constraint.get_violation_error_message())
    ]
    assert found == []


@pytest.mark.parametrize("password", ["short", "password123", "maya.lindqvist"])
def test_a_password_is_refused_in_our_words(password: str) -> None:
    account = User(email="maya.lindqvist@example.org", name="Maya Lindqvist")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, account)
    assert [stock_of(words) for words in refused.value.messages] == [""] * len(refused.value.messages)


def test_the_guard_knows_what_django_says() -> None:
    for words in (
        "Ensure this value is greater than or equal to 1.",
        "Select a valid choice. b is not one of the available choices.",
        "Enter a valid date.",
        "This password is too common.",
    ):
        assert stock_of(words)
    assert not stock_of("Give 1 or more.")


def test_the_guard_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        validators.MinValueValidator,
        "message",
        "Ensure this value is greater than or equal to %(limit_value)s.",
    )
    (words,) = said_of(forms.IntegerField(min_value=1), 0)
    assert stock_of(words)
