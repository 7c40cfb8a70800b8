"""How forms are drawn: label, hint, control and error together, tied for assistive technology."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import boundfield, renderers

KEY_FIELD = "once"  # the hidden field by which a form that is sent twice is known


class BoundField(boundfield.BoundField):
    """A field that also tells how much may be written into it and whether its label says "optional"."""

    def value(self) -> Any:
        """Return what the control shows; what others saved where nothing was touched here (``edit_conflicts``)."""
        followed = getattr(self.form, "followed", {})
        if self.name in followed:
            return self.field.prepare_value(followed[self.name])
        return super().value()

    @property
    def limit(self) -> int | None:
        """The number of characters a long text may have; None for other fields."""
        if isinstance(self.field.widget, forms.Textarea):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def marked_optional(self) -> bool:
        """Whether to say "optional"; a form with ``mark_optional = False`` (a filter bar) never does."""
        asked = not self.field.required and not self.field.disabled and not self.is_single_checkbox
        return asked and getattr(self.form, "mark_optional", True)

    @property
    def wrapper_id(self) -> str:
        """The id of what surrounds label and control: the error summary links to it."""
        return f"{self.auto_id}_field"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Leave out placeholders: they vanish as one types. What helps stands under the label."""
        built = super().build_widget_attrs(attrs, widget)
        if "placeholder" in (widget or self.field.widget).attrs:
            built["placeholder"] = False
        if self.name in getattr(self.form, "followed", {}):
            built["data-followed"] = True  # a draft does not take its place
        return built

    @property
    def aria_describedby(self) -> str | None:
        described: str | None = super().aria_describedby
        if self.limit and self.auto_id and described is not None:
            return f"{described} {self.auto_id}_limit".strip()
        return described


class FormRenderer(renderers.TemplatesSetting):
    """Draws every form from ``templates/django/forms``."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


def listed_errors(*bound: "forms.BaseForm | forms.BaseFormSet[Any]") -> list[dict[str, str]]:
    """Return all errors of forms and formsets in their order, each with the link to its field ("" for none)."""
    found: list[dict[str, str]] = []
    for one in bound:
        if isinstance(one, forms.BaseFormSet):
            found += [{"href": "", "label": "", "text": str(text)} for text in one.non_form_errors()]
            found += listed_errors(*one.forms)
            continue
        found += [{"href": "", "label": "", "text": str(text)} for text in one.non_field_errors()]
        for name in one.errors:
            if name == NON_FIELD_ERRORS:
                continue
            field = one[name]
            href = "" if field.is_hidden else f"#{field.auto_id}_field"
            found += [{"href": href, "label": str(field.label), "text": str(text)} for text in field.errors]
    return found
