"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from programmes.errors import ProgrammeError

MOST_LINES, LONGEST_LINE = 300, 200


class LinesField(forms.CharField):
    """A text of one thing a line; gives the things as a list, in order and each once."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines.

        Raises:
            ValidationError: there are too many, or one is too long.
        """
        found: dict[str, str] = {}
        for line in str(super().to_python(value) or "").splitlines():
            text = " ".join(line.split())
            if text:
                found.setdefault(text.casefold(), text)
        if len(found) > MOST_LINES:
            raise forms.ValidationError(
                _("These are more than %(most)s lines. Shorten the list.") % {"most": MOST_LINES}
            )
        for text in found.values():
            if len(text) > LONGEST_LINE:
                raise forms.ValidationError(
                    _("“%(line)s…” is longer than %(most)s characters. Shorten it.")
                    % {"line": text[:40], "most": LONGEST_LINE}
                )
        return list(found.values())

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """See to characters that cannot be stored; lengths were seen to, line by line."""
        super().run_validators("\n".join(value))


def add_refusal(form: forms.BaseForm, error: ProgrammeError) -> None:
    """Show a refusal beside the field it belongs to, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
