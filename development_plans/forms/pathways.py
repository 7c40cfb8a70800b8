"""Forms of pathways and their tasks."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from development_plans.models import Pathway, Task
from files.forms import FilesField
from programmes.models import Programme
from web.edit_conflicts import SavingForm


class PathwayForm(SavingForm[Pathway]):
    class Meta:
        model = Pathway
        fields = ("name", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}


class NewPathwayForm(PathwayForm):
    """The same for a new one: for one's mentees, or for a programme."""

    class Meta(PathwayForm.Meta):
        fields = ("name", "about", "programme")  # type: ignore[assignment]

    def __init__(self, *args: Any, programmes: Sequence[Programme], mentors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        field.queryset = Programme.objects.filter(pk__in=[each.pk for each in programmes])
        field.empty_label = _("My own mentees") if mentors else None
        field.required = not mentors
        if not programmes:
            del self.fields["programme"]


class TaskForm(SavingForm[Task]):
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # not the files of the request

    class Meta:
        model = Task
        fields = ("name", "inside", "link", "practise", "sign")
        widgets = {
            "inside": forms.Textarea(attrs={"rows": 5}),
            "practise": forms.Textarea(attrs={"rows": 3}),
            "sign": forms.Textarea(attrs={"rows": 2}),
            "link": forms.URLInput(),
        }

    field_order = ("name", "inside", "link", "files", "practise", "sign")

    @property
    def said(self) -> dict[str, Any]:
        """What stands in the task itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
