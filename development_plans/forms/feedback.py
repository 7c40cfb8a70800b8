"""Forms for asking people for feedback, and for giving it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from development_plans.models import FeedbackAnswer, FeedbackRequest

SEPARATORS = re.compile(r"[\s,;]+")


class FeedbackRequestForm(forms.ModelForm[FeedbackRequest]):
    """Whom to ask, what, and whether with their names."""

    emails = forms.CharField(
        label=lazy("Whom do you ask?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("E-mail addresses, one a line. They need no account here."),
    )
    named = forms.TypedChoiceField(
        label=lazy("How do they answer?"),
        choices=[
            ("yes", lazy("With their name")),
            (
                "no",
                lazy("Without their name: you read at least three, all at once, when no more can come"),
            ),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    class Meta:
        model = FeedbackRequest
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    field_order = ("words", "emails", "named")

    def clean_emails(self) -> list[str]:
        """Return the addresses.

        Raises:
            ValidationError: naming each that is none.
        """
        found = [one for one in SEPARATORS.split(self.cleaned_data["emails"]) if one]
        wrong = [one for one in found if not _is_address(one)]
        if wrong:
            said = ", ".join(one[:60] for one in wrong[:3])
            raise ValidationError(_("This is no e-mail address: %(what)s") % {"what": said})
        return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


class FeedbackAnswerForm(forms.ModelForm[FeedbackAnswer]):
    """What somebody says; their name only where they are asked for it."""

    class Meta:
        model = FeedbackAnswer
        fields = ("saw", "change", "name")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("saw", "change")}

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            self.fields["name"].required = True
        else:
            del self.fields["name"]
