"""Forms of what a cohort's assessment requires."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolios.models import Competency, Framework, Level, Requirement
from portfolios.models.requirements import MOST_PIECES
from web.edit_conflicts import SavingForm, SavingValuesForm
from web.planned_days import refuse_past


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RequirementForm(SavingForm[Requirement]):
    """In terms of which framework, by when, and what everybody should know."""

    class Meta:
        model = Requirement
        fields = ("framework", "evidence_by", "assessed_by", "about")
        widgets = {"evidence_by": _day(), "assessed_by": _day(), "about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = Framework.objects.filter(pk=self.instance.framework_id)
        field: Any = self.fields["framework"]
        field.queryset = (Framework.objects.open() | used).distinct()
        field.label_from_instance = lambda each: (
            f"{each.name}, {_('version %(version)d') % {'version': each.version}}"
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("evidence_by"), self.cleaned_data.get("assessed_by")
        if first and last and last < first:
            self.add_error("assessed_by", _("This is before the evidence has to be there."))
        refuse_past(self, "evidence_by", "assessed_by")
        return cleaned


class CriteriaForm(SavingValuesForm):
    """How many pieces of evidence each competency needs, and how far it has to be there."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        requirement: Requirement,
        competencies: Sequence[Competency],
        levels: Sequence[Level],
    ) -> None:
        super().__init__(data, read=lambda: _criteria_of(requirement), held=requirement)
        self.levels = {str(level.pk): level for level in levels}
        self.fields["level"] = forms.ChoiceField(
            label=_("How far it has to be there"),
            required=False,
            choices=[
                ("", _("Any assessment is enough")),
                *((key, each.name) for key, each in self.levels.items()),
            ],
        )
        for each in competencies:
            self.fields[f"line_{each.line.hex}"] = forms.IntegerField(
                label=each.title,
                required=False,
                min_value=0,
                max_value=MOST_PIECES,
                help_text=each.area,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    @property
    def level(self) -> Level | None:
        """The lowest level that is enough."""
        return self.levels.get(self.cleaned_data["level"])

    @property
    def pieces(self) -> dict[UUID, int]:
        """How many pieces each line needs; what needs none is left out."""
        return {
            UUID(name.removeprefix("line_")): count
            for name, count in self.cleaned_data.items()
            if name.startswith("line_") and count
        }


def _criteria_of(requirement: Requirement) -> dict[str, Any]:
    lines = {f"line_{each.line.hex}": each.pieces for each in requirement.criteria.all()}
    return {**lines, "level": requirement.level_id and str(requirement.level_id)}
