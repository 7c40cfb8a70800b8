"""Forms of the six steps. One that saves by itself takes half of what it asks; going on takes all of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from development_plans import steps
from development_plans.models import Barrier, LogEntry, Plan, PlanAction, PlanComment
from files.forms import FilesField
from web.edit_conflicts import Saves, SavingForm
from web.planned_days import refuse_past


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class StepForm(SavingForm[Plan]):
    """What a step writes into the plan itself. ``complete``: a blank is an error, for who wants to go on."""

    mark_optional = False
    pages_save = True

    def __init__(self, *args: Any, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = complete
            field.error_messages["required"] = _("Write a few words here before you go on.")
            if isinstance(field, forms.DateField):
                field.error_messages["required"] = _("Choose a day before you go on.")

    def saves_of(self, stored: Plan) -> Saves:
        """Return which page saved which answer last."""
        saves: Saves = stored.saves
        return saves

    @property
    def valid_part(self) -> dict[str, Any]:
        """What of it can be kept, by the names of the fields."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


class GoalForm(StepForm):
    class Meta:
        model = Plan
        fields = Plan.ANSWERS
        widgets = {
            "goal": forms.Textarea(attrs={"rows": 2}),
            "measure": forms.Textarea(attrs={"rows": 2}),
            "reach": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "wanted_by": _date(),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_past(self, "wanted_by")
        return cleaned


class DatesForm(StepForm):
    class Meta:
        model = Plan
        fields = Plan.DATES
        widgets = {name: _date() for name in Plan.DATES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wrong = steps.out_of_order(*(cleaned.get(name) for name in Plan.DATES))
        if wrong == "completes_on":
            self.add_error(wrong, _("Choose a day on or after the start."))
        elif wrong:
            self.add_error(wrong, _("Choose a day on or after the one by which you are there."))
        refuse_past(self, "completes_on", "follows_up_on")  # one may have started before writing it down
        return cleaned


class ReflectionForm(StepForm):
    class Meta:
        model = Plan
        fields = ("reflection",)
        widgets = {"reflection": forms.Textarea(attrs={"rows": 8})}


class ActionForm(SavingForm[PlanAction]):
    class Meta:
        model = PlanAction
        fields = ("text", "needs", "due_on")
        widgets = {"due_on": _date()}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_past(self, "due_on")
        return cleaned


class BarrierForm(SavingForm[Barrier]):
    class Meta:
        model = Barrier
        fields = ("text", "way")
        widgets = {"way": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "way": _(
                "You can write this later. To go on to the dates, each barrier needs a way past it, or becomes your "
                "first goal."
            )
        }


class ProgressForm(forms.ModelForm[LogEntry]):
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # not the files of the request

    class Meta:
        model = LogEntry
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class PlanCommentForm(forms.ModelForm[PlanComment]):
    step = forms.TypedChoiceField(
        choices=[(step, step) for step in steps.ORDER], coerce=int, widget=forms.HiddenInput
    )

    class Meta:
        model = PlanComment
        fields = ("text", "step")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
