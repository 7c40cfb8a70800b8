"""Forms with which a list of people comes in: the file, then what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import import_preview, people_import
from programmes.forms.fields import LinesField
from programmes.models import Import, Question

SAMPLES = 3
# The names under which spreadsheet programs offer these encodings, the commonest first.
ENCODING_LABELS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
    "cp1250": gettext_lazy("Central European (Windows-1250)"),
    "cp1254": gettext_lazy("Turkish (Windows-1254)"),
    "cp1257": gettext_lazy("Baltic (Windows-1257)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1253": gettext_lazy("Greek (Windows-1253)"),
    "cp1255": gettext_lazy("Hebrew (Windows-1255)"),
    "cp1256": gettext_lazy("Arabic (Windows-1256)"),
    "cp1258": gettext_lazy("Vietnamese (Windows-1258)"),
    "iso8859_2": gettext_lazy("Central European (ISO 8859-2)"),
    "iso8859_5": gettext_lazy("Cyrillic (ISO 8859-5)"),
    "iso8859_6": gettext_lazy("Arabic (ISO 8859-6)"),
    "iso8859_7": gettext_lazy("Greek (ISO 8859-7)"),
    "iso8859_8": gettext_lazy("Hebrew (ISO 8859-8)"),
    "iso8859_9": gettext_lazy("Turkish (ISO 8859-9)"),
    "iso8859_16": gettext_lazy("Romanian (ISO 8859-16)"),
    "koi8_r": gettext_lazy("Russian (KOI8-R)"),
    "mac_roman": gettext_lazy("Western European (Macintosh)"),
    "mac_latin2": gettext_lazy("Central European (Macintosh)"),
    "mac_turkish": gettext_lazy("Turkish (Macintosh)"),
    "mac_cyrillic": gettext_lazy("Cyrillic (Macintosh)"),
    "mac_greek": gettext_lazy("Greek (Macintosh)"),
    "mac_arabic": gettext_lazy("Arabic (Macintosh)"),
    "cp850": gettext_lazy("Western European (MS-DOS 850)"),
    "cp852": gettext_lazy("Central European (MS-DOS 852)"),
    "cp857": gettext_lazy("Turkish (MS-DOS 857)"),
    "cp775": gettext_lazy("Baltic (MS-DOS 775)"),
    "cp855": gettext_lazy("Cyrillic (MS-DOS 855)"),
    "cp866": gettext_lazy("Cyrillic (MS-DOS 866)"),
    "cp737": gettext_lazy("Greek (MS-DOS 737)"),
    "cp862": gettext_lazy("Hebrew (MS-DOS 862)"),
    "cp864": gettext_lazy("Arabic (MS-DOS 864)"),
    "cp874": gettext_lazy("Thai (Windows-874)"),
    "cp932": gettext_lazy("Japanese (Shift JIS)"),
    "gb18030": gettext_lazy("Chinese, simplified (GB 18030)"),
    "big5": gettext_lazy("Chinese, traditional (Big5)"),
    "cp949": gettext_lazy("Korean (Windows-949)"),
}


class UploadForm(forms.Form):
    """A list of people as a file. The table it holds is in ``table`` once the form is valid."""

    role = forms.ChoiceField(
        label=gettext_lazy("Who is in the file"),
        choices=[("mentor", gettext_lazy("Mentors")), ("mentee", gettext_lazy("Mentees"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A column can say of each person that they are both."),
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), up to 5 MB and 10,000 people: column names first, then one row for each person."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    table: people_import.Table
    content: bytes

    def clean_file(self) -> UploadedFile[Any]:
        """Read the file, but not before its size is known to be in bounds."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        name = file.name or ""
        if (file.size or 0) > people_import.DEFAULT_LIMITS.size:
            raise forms.ValidationError(
                _("This file is larger than %(size)s MB. Remove what you do not need, or split the file.")
                % {"size": people_import.DEFAULT_LIMITS.size // (1024 * 1024)}
            )
        try:
            self.content = file.read()
            self.table = people_import.read_table(self.content, name)
        except people_import.Unreadable as refused:
            raise forms.ValidationError(str(refused.message), code=refused.code) from None
        return file


class ReadingForm(forms.Form):
    """How the file of a list is to be read, as far as there is a choice."""

    mark_optional = False

    def __init__(self, data: Any = None, *, import_: Import) -> None:
        super().__init__(data)
        reading = import_.reading
        self.asked: dict[str, Any] = reading.get("asked", {})
        self.found: dict[str, Any] = reading.get("found", {})
        self.alternatives: dict[str, Any] = reading.get("alternatives", {})
        if import_.source:
            self._add_encoding()
            self._add_sheet()
            self._add_header()
            self._add_hidden_rows()

    def _add_encoding(self) -> None:
        likely = self.alternatives.get("encodings", [])
        if not likely:
            return
        named = [(name, _encoding_with_samples(name, words)) for name, words in likely]
        others = [(name, label) for name, label in ENCODING_LABELS.items() if name not in dict(likely)]
        self.fields["encoding"] = forms.ChoiceField(
            label=_("Letters"),
            choices=[(_("Likely"), named), (_("Others"), others)],
            initial=self.found.get("encoding"),
            help_text=_("Choose the line in which names look right."),
        )

    def _add_sheet(self) -> None:
        sheets = self.alternatives.get("sheets", [])
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=[(name, name) for name in sheets], initial=self.found.get("sheet")
            )

    def _add_header(self) -> None:
        rows = [
            (str(line), _("Row %(line)d: %(text)s") % {"line": line, "text": text})
            for line, text in self.alternatives.get("lines", [])
        ]
        self.fields["header"] = forms.ChoiceField(
            label=_("Row with the names of the columns"),
            choices=[*rows, ("0", _("None: the first row is a person"))],
            initial=str(self.found.get("header", 0)),
            help_text=_("What stands above this row is left out."),
        )

    def _add_hidden_rows(self) -> None:
        hidden = self.alternatives.get("hidden", [])
        if hidden:
            self.fields["hidden_rows"] = forms.BooleanField(
                label=_("Include rows that are hidden in the spreadsheet"),
                required=False,
                initial=bool(self.found.get("hidden_rows")),
            )

    @property
    def is_in_doubt(self) -> bool:
        """Whether somebody should look at how the file was read before going on."""
        several = len(self.alternatives.get("encodings", [])) > 1 and not self.asked.get("encoding")
        nameless = self.found.get("header") == 0 and self.asked.get("header") is None
        return several or nameless or bool(self.leaves_out_hidden)

    @property
    def leaves_out_hidden(self) -> list[int]:
        """The lines of hidden rows that are left out."""
        return [] if self.found.get("hidden_rows") else list(self.alternatives.get("hidden", []))

    @property
    def reading(self) -> people_import.Reading:
        """The choices of a valid form; another sheet or encoding has its row of names looked for anew."""
        chosen = self.cleaned_data
        other = any(name in chosen and chosen[name] != self.found.get(name) for name in ("encoding", "sheet"))
        header = int(chosen["header"]) if "header" in chosen else None
        return people_import.Reading(
            encoding=chosen.get("encoding"),
            sheet=chosen.get("sheet"),
            header=None if other and header == self.found.get("header") else header,
            hidden_rows=chosen.get("hidden_rows", False),
        )


def _encoding_with_samples(name: str, words: list[str]) -> str:
    label = str(ENCODING_LABELS.get(name, name))
    return f"{', '.join(words)} ({label})" if words else label


@dataclass(frozen=True)
class Column:
    """A column on the mapping page: what it is called, some of what stands in it, and what it is."""

    header: str
    samples: list[str]
    field: forms.BoundField
    choices: forms.BoundField | None
    question: Question | None
    new: list[str]


class MappingForm(forms.Form):
    """What each column is; and where a question's choices do not cover a column, which choices it is to have."""

    mark_optional = False

    def __init__(
        self, data: Any = None, *, import_: Import, columns: Mapping[int, str | None] | None = None
    ) -> None:
        super().__init__(data)
        self.import_ = import_
        self.table = import_preview.from_json(import_.table)
        self.questions = {import_preview.field_key(q): q for q in import_.cohort.programme.questions.all()}
        self.stored_choices = import_preview.choices_of(import_)
        self.columns = dict(columns or import_preview.columns_of(import_))
        if data is not None:
            self.columns = {
                place: data.get(f"column_{place}") or None for place in range(len(self.table.headers))
            }
        self._add_columns()
        self.fields["empty_deletes"] = forms.BooleanField(
            label=_("Empty cells delete answers"),
            required=False,
            initial=bool(import_.mapping.get("empty_deletes")),
            help_text=_("Otherwise an empty cell leaves what somebody answered before as it is."),
        )
        self.new: dict[str, list[str]] = {}
        for place, key in sorted(self.columns.items()):
            if key in self.questions and place < len(self.table.headers):
                self._add_choices(place, self.questions[key])

    def _add_columns(self) -> None:
        fields = import_preview.fields_for(self.questions.values(), self.import_.role, {})
        person = [(field.key, field.label) for field in fields if field.key not in self.questions]
        asked = [(field.key, field.label) for field in fields if field.key in self.questions]
        offered = [("", _("Leave this column out")), (_("The person"), person), (_("Questions"), asked)]
        for place, header in enumerate(self.table.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header, choices=offered, required=False, initial=self.columns.get(place) or ""
            )

    def _add_choices(self, place: int, question: Question) -> None:
        if question.kind not in import_preview.WITH_CHOICES or f"choices_{question.key}" in self.fields:
            return
        _known, new = import_preview.find_unmatched_choices(self.table, place, question)
        stored = self.stored_choices.get(question.key)
        if not new and not stored:
            return
        self.new[question.key] = new
        hint = _("One a line. The list brings these choices; take out or put in what you like.")
        if question.kind == Question.Kind.SCALE:
            hint = _(
                "One a line, from lowest to highest: put them in order, for the matching counts the steps."
            )
        offered = import_preview.suggested_choices(self.table, place, question)
        if left_out := [choice for choice in question.choices if choice not in {*offered, *(stored or ())}]:
            hint += " " + _(
                "Left out, since neither the file nor anybody here has chosen them: %(choices)s."
            ) % {"choices": ", ".join(left_out)}
        self.fields[f"choices_{question.key}"] = LinesField(
            label=_("Choices of “%(question)s”") % {"question": question.label},
            initial=stored or offered,
            help_text=hint,
        )

    @property
    def asks_for_more(self) -> bool:
        """Whether another choice of columns has brought up choices that the page did not ask about."""
        return any(name.startswith("choices_") and name not in self.data for name in self.fields)

    @property
    def rows(self) -> list[Column]:
        """The page's rows, one for each column of the list."""
        return [self._row(place, header) for place, header in enumerate(self.table.headers)]

    def _row(self, place: int, header: str) -> Column:
        question = self.questions.get(self.columns.get(place) or "")
        name = f"choices_{question.key}" if question else ""
        values = dict.fromkeys(row.values[place].strip() for row in self.table.rows[:200])
        return Column(
            header=header,
            samples=[value for value in values if value][:SAMPLES],
            field=self[f"column_{place}"],
            choices=self[name] if name in self.fields else None,
            question=question,
            new=self.new.get(question.key, []) if question else [],
        )

    @property
    def missing(self) -> list[Question]:
        """Questions that need an answer and that no column gives."""
        mapped = set(self.columns.values())
        asked = {Question.Asked.BOTH, f"{self.import_.role}s"}
        return [
            q for key, q in self.questions.items() if q.required and q.asked in asked and key not in mapped
        ]

    def clean(self) -> dict[str, Any] | None:
        """Say at each column what is wrong with what it was taken for."""
        cleaned = super().clean()
        fields = import_preview.fields_for(self.questions.values(), self.import_.role, {})
        known = {field.key for field in fields}
        columns = {place: key for place, key in self.columns.items() if key is None or key in known}
        optional = [
            replace(field, required=False) if field.key in self.questions else field for field in fields
        ]
        for problem in people_import.check_table(
            replace(self.table, rows=()), columns, optional, list_role=self.import_.role
        ).problems:
            self.add_error(
                None if problem.column is None else f"column_{problem.column}", str(problem.message)
            )
        return cleaned

    @property
    def choices(self) -> dict[str, list[str]]:
        """The choices that questions are to have, by question key."""
        return {
            name.removeprefix("choices_"): self.cleaned_data[name]
            for name in self.fields
            if name.startswith("choices_")
        }
