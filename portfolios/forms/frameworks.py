"""Forms of competency frameworks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from development_plans.models import Plan
from portfolios.actions.frameworks import MOST
from portfolios.models import Competency, Framework
from programmes import people_import
from web.edit_conflicts import SavingForm, SavingValuesForm

SHOWN = 10  # complaints about a list
SIZE = 1024 * 1024
NAME, MEANS = 60, 300  # characters of a level
COLUMNS = (
    people_import.Field(
        key="title",
        label=gettext_lazy("Competency"),
        kind=people_import.Kind.SHORT_TEXT,
        required=True,
        aliases=("title", "name", "skill"),
        longest=200,
    ),
    people_import.Field(
        key="area",
        label=gettext_lazy("Area"),
        kind=people_import.Kind.SHORT_TEXT,
        aliases=("domain", "group", "category"),
        longest=120,
    ),
    people_import.Field(
        key="description",
        label=gettext_lazy("Description"),
        kind=people_import.Kind.LONG_TEXT,
        aliases=("what it looks like", "details", "explanation"),
        longest=2000,
    ),
)


class FrameworkForm(SavingForm[Framework]):
    """What a framework is called and what it is for."""

    class Meta:
        model = Framework
        fields = ("name", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}


class CompetencyForm(SavingForm[Competency]):
    """One competency."""

    class Meta:
        model = Competency
        fields = ("title", "area", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"area": gettext_lazy("What it belongs to, such as “Teaching”.")}


class LevelsForm(SavingValuesForm):
    """A framework's scale, a line for each level."""

    levels = forms.CharField(
        label=gettext_lazy("Levels, the lowest first"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "A line for each. After a colon you can say what it means, such as “Partly: some of it can be seen”."
        ),
    )

    def __init__(self, data: Any = None, *, framework: Framework) -> None:
        super().__init__(data, read=lambda: {"levels": _lines_of(framework)}, held=framework)
        self.written: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any] | None:
        """Read the lines into ``written``, names and what they mean; or say which one is too long."""
        cleaned = super().clean()
        if "levels" in self.cleaned_data:
            try:
                self.written = self._read(self.cleaned_data["levels"])
            except forms.ValidationError as wrong:
                self.add_error("levels", wrong)
        return cleaned

    @staticmethod
    def _read(lines: str) -> list[tuple[str, str]]:
        found = []
        for number, line in enumerate(filter(str.strip, lines.splitlines()), 1):
            name, _colon, means = (part.strip() for part in line.partition(":"))
            if not name or len(name) > NAME or len(means) > MEANS:
                raise forms.ValidationError(
                    _(
                        "Line %(line)d: a name of up to %(name)d characters, and up to %(means)d on what it means."
                    )
                    % {"line": number, "name": NAME, "means": MEANS}
                )
            found.append((name, means))
        return found


def _lines_of(framework: Framework) -> str:
    levels = framework.levels.all()
    return "\n".join(f"{each.name}: {each.means}" if each.means else each.name for each in levels)


class ListForm(forms.Form):
    """A list of competencies; ``rows`` are what can be taken, once the form is valid."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), up to 1 MB, with the columns competency, area and description. "
            "Either all of it is taken or nothing."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    rows: Sequence[dict[str, str]] = ()

    def clean_file(self) -> UploadedFile[Any]:
        """Read the file, or say of each row what is wrong with it."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > SIZE:
            raise forms.ValidationError(_("This file is larger than 1 MB."))
        try:
            table = people_import.read_table(
                file.read(), file.name or "", limits=people_import.Limits(size=SIZE, rows=MOST)
            )
        except people_import.Unreadable as refused:
            raise forms.ValidationError(str(refused.message), code=refused.code) from None
        checked = people_import.check_table(
            table, people_import.suggest_mapping(table.headers, COLUMNS), COLUMNS
        )
        if not checked.ok:
            raise forms.ValidationError(_complaints(checked)[:SHOWN])
        self.rows = [
            {key: str(row.values.get(key) or "") for key in ("title", "area", "description")}
            for row in checked.rows
        ]
        return file


def _complaints(checked: people_import.Checked) -> list[str]:
    """Return what is wrong with the columns, then with the rows."""
    said = [str(problem.message) for problem in checked.problems]
    for row in checked.faulty:
        said += [
            _("Row %(line)d: %(message)s") % {"line": row.line, "message": error.message}
            for error in row.errors
        ]
    return said


class ShowsForm(forms.Form):
    """Which competencies of the frameworks in use a piece of evidence shows, and which plans it belongs to."""

    mark_optional = False

    def __init__(
        self, *args: Any, frameworks: Sequence[Framework], plans: Sequence[Plan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {str(plan.pk): plan for plan in plans}
        if plans:
            self.fields["plans"] = forms.MultipleChoiceField(
                label=gettext_lazy("Your development plans"),
                required=False,
                choices=[(key, plan.title) for key, plan in self._plans.items()],
                widget=forms.CheckboxSelectMultiple,
            )
        for framework in frameworks:
            self.fields[f"framework_{framework.pk.hex}"] = forms.TypedMultipleChoiceField(
                label=framework.name,
                required=False,
                coerce=UUID,
                choices=[(str(each.line), each.title) for each in framework.competencies.all()],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def lines(self) -> set[UUID]:
        """The lines of what is ticked, in all frameworks."""
        chosen = (those for name, those in self.cleaned_data.items() if name != "plans")
        return {line for those in chosen for line in those}

    @property
    def plans(self) -> list[Plan]:
        """The plans that are ticked."""
        return [self._plans[key] for key in self.cleaned_data.get("plans", ())]
