"""Forms with which a coordinator designs a programme."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Appointment, Member
from programmes import rules
from programmes.forms.fields import LinesField
from programmes.models import Cohort, MatchingCriterion, Practice, Programme, Question
from programmes.programme_templates import SECTIONS
from web.edit_conflicts import SavingForm, SavingValuesForm, mark
from web.labels import STAGES

MOST_PRACTICES = 12
FEWEST_CHOICES = 2


class NewProgrammeForm(forms.ModelForm[Programme]):
    """A new programme: its name and what it begins with."""

    class Meta:
        model = Programme
        fields = ["name", "template"]
        widgets = {"template": forms.RadioSelect}
        help_texts = {
            "name": gettext_lazy("As people will read it, such as “Mentoring for new lecturers”."),
            "template": gettext_lazy(
                "A first draft of purpose, pace and agreement. You can change all of it."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = Programme.Template.choices  # type: ignore[attr-defined]
        self.fields["template"].initial = Programme.Template.INDUCTION


PACE = [
    *(f"weeks_{stage.value}" for stage in STAGES),
    "weeks_between_meetings",
    "community_meetings_per_half_year",
]


class ProgrammeForm(SavingForm[Programme]):
    """Purpose, pace and agreement of a programme."""

    class Meta:
        model = Programme
        fields = ["name", "purpose", *PACE, *(f"agreement_{section}" for section in SECTIONS)]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self["name"], self["purpose"]]

    @property
    def pace(self) -> list[forms.BoundField]:
        return [self[name] for name in PACE]

    @property
    def agreement(self) -> list[forms.BoundField]:
        return [self[f"agreement_{section}"] for section in SECTIONS]


class CohortForm(SavingForm[Cohort]):
    """An intake of a programme, to be opened or changed."""

    class Meta:
        model = Cohort
        fields = ["name", "starts_on", "ends_on"]
        help_texts = {"name": gettext_lazy("Such as “Autumn 2026”.")}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end lies before the start. Choose a later day."))
        elif ends and ends < timezone.localdate() and not self.instance.pk:
            self.add_error("ends_on", _("That day is past already. Choose one that lies ahead."))
        elif ends and ends > timezone.localdate() + timedelta(days=3660):
            self.add_error("ends_on", _("Choose a day within the next ten years."))
        return cleaned


class QuestionForm(SavingForm[Question]):
    """A question of the enrolment form."""

    choices = LinesField(
        label=gettext_lazy("Choices"),
        required=False,
        help_text=gettext_lazy(
            "One a line, for choices and scales only. A scale goes from lowest to highest."
        ),
    )
    field_order = ("label", "kind", "choices", "asked", "required", "shown_to_match")

    class Meta:
        model = Question
        fields = ["label", "kind", "asked", "choices", "required", "shown_to_match"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of a template may be without choices until a list of people brings them.
        self._waits = bool(self.instance.pk and self.instance.is_without_choices)
        if self._waits:
            self.fields["choices"].help_text = _(
                "One a line; a scale goes from lowest to highest. Left empty, they come with an import of people."
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        kind, choices = self.cleaned_data.get("kind"), self.cleaned_data.get("choices")
        if kind not in Question.WITH_CHOICES:
            self.cleaned_data["choices"] = []
        elif choices is not None and len(choices) < FEWEST_CHOICES and not (self._waits and not choices):
            self.add_error("choices", _("Write at least two choices, one a line."))
        return cleaned


class OrderForm(SavingValuesForm):
    """The choices of a scale, from lowest to highest."""

    mark_optional = False
    choices = LinesField(label=gettext_lazy("From lowest to highest"), help_text=gettext_lazy("One a line."))

    def __init__(self, data: Any = None, *, question: Question) -> None:
        super().__init__(data, read=lambda: {"choices": question.choices}, held=question)


class PracticeForm(SavingValuesForm):
    """One practice of a stage. Emptied, it goes.

    Args:
        there: the practices of the stage as they are now, by their ids.
    """

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=gettext_lazy("Practice"), max_length=200, required=False)
    question = forms.CharField(label=gettext_lazy("A question to ask"), max_length=300, required=False)
    mark_optional = False

    def __init__(
        self, data: Any = None, *args: Any, there: Mapping[str, Practice], initial: Any = None, **kwargs: Any
    ) -> None:
        key = (initial or {}).get("key") if data is None else data.get(f"{kwargs['prefix']}-key")
        super().__init__(data, *args, read=lambda: _practice(there.get(str(key))), **kwargs)

    @property
    def was_removed(self) -> bool:
        """Whether somebody else took it out meanwhile, and nothing was changed in it here."""
        given, seen = self.cleaned_data, self.sheet.seen
        return bool(
            self.is_new
            and given.get("key")
            and all(mark(given[name]) == seen.get(name) for name in ("text", "question"))
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("question") and not self.cleaned_data.get("text"):
            self.add_error("text", _("Say which practice this question belongs to."))
        return cleaned


def _practice(found: Practice | None) -> dict[str, Any] | None:
    return {"key": found.pk, "text": found.text, "question": found.question} if found else None


class BaseStageGuide(forms.BaseFormSet[PracticeForm]):
    """The practices of a stage, with room for two more."""

    @property
    def practices(self) -> list[tuple[UUID | None, str, str]]:
        """What is to be kept, in order; what somebody else added meanwhile at the end."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.was_removed]
        shown = {str(each.get("key")) for each in given}
        added = [each for key, each in self.form_kwargs["there"].items() if key not in shown]
        return [
            *((each.get("key"), each["text"], each["question"]) for each in given if each.get("text")),
            *((each.pk, each.text, each.question) for each in added),
        ]


def stage_guide(programme: Programme, stage: str, data: Any = None) -> BaseStageGuide:
    """Return the form of a stage's practices."""
    if data is not None:
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    practices = list(programme.practices.filter(stage=stage))
    formset: type[BaseStageGuide] = forms.formset_factory(  # type: ignore[assignment]
        PracticeForm, formset=BaseStageGuide, extra=2, max_num=MOST_PRACTICES, validate_max=True
    )
    initial = [{"key": one.pk, "text": one.text, "question": one.question} for one in practices]
    there = {str(one.pk): one for one in practices}
    return formset(data, initial=initial, prefix="practices", form_kwargs={"there": there})


class CriterionForm(SavingValuesForm):
    """A matching rule of one kind: only what this kind asks for."""

    label = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("You read it in the reasons of each pair."),
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much it counts"), coerce=int, empty_value=None, required=False
    )
    mentor_key = forms.ChoiceField(label=gettext_lazy("What the mentor answered"))
    mentee_key = forms.ChoiceField(label=gettext_lazy("What the mentee answered"))
    minimum = forms.IntegerField(
        label=gettext_lazy("Nearest"),
        required=False,
        min_value=-50,
        max_value=50,
        help_text=gettext_lazy(
            "Steps the mentor is above the mentee, at least. 1 is the next grade, 0 the same."
        ),
    )
    maximum = forms.IntegerField(
        label=gettext_lazy("Farthest"),
        required=False,
        min_value=-50,
        max_value=50,
        help_text=gettext_lazy("Steps above, at most. Left empty, there is no end to it."),
    )
    at_least = forms.IntegerField(
        label=gettext_lazy("How many in common"), min_value=1, max_value=20, initial=1
    )
    only_if = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        kind: str,
        questions: Sequence[Question],
        criterion: MatchingCriterion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            *args, read=lambda: _stored(criterion) if criterion else None, held=criterion, **kwargs
        )
        self.kind = kind
        for name in set(self.fields) - _fields_of(kind):
            del self.fields[name]
        weights = [
            ("", _("Must hold")),
            *((n, _("Weight %(weight)s of 10") % {"weight": n}) for n in range(10, 0, -1)),
        ]
        if "weight" in self.fields:
            self._offer("weight", weights)
        for role in ("mentor", "mentee"):
            if f"{role}_key" in self.fields:
                fitting = rules.fitting_questions(kind, questions, role)
                self._offer(
                    f"{role}_key", [("", _("Choose a question")), *((q.key, q.label) for q in fitting)]
                )
        if "only_if" in self.fields:
            gates = [
                q for q in questions if q.kind == Question.Kind.YES_NO and q.asked != Question.Asked.MENTORS
            ]
            said_yes = [
                (q.key, _("Mentees who said yes to “%(question)s”") % {"question": q.label}) for q in gates
            ]
            self._offer("only_if", [("", _("All mentees")), *said_yes])

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, as the actions take it."""
        given = self.cleaned_data
        settings = {
            name: given[name]
            for name in ("mentor_key", "mentee_key", "minimum", "maximum", "at_least")
            if given.get(name) not in (None, "")
        }
        if given.get("only_if"):
            settings["only_if"] = {"mentee_key": given["only_if"], "answer": "yes"}
        return {
            "kind": self.kind,
            "label": given["label"],
            "weight": given.get("weight"),
            "settings": settings,
        }


def _fields_of(kind: str) -> set[str]:
    over_answers = {"label", "weight", "mentor_key", "mentee_key", "only_if"}
    return {
        "distance": over_answers | {"minimum", "maximum"},
        "shared": over_answers | {"at_least"},
    }.get(kind, over_answers)


def _stored(criterion: MatchingCriterion) -> dict[str, Any]:
    gate = criterion.settings.get("only_if") or {}
    return {
        **criterion.settings,
        "label": criterion.label,
        "weight": criterion.weight,
        "only_if": gate.get("mentee_key", ""),
    }


class CoordinatorForm(forms.Form):
    """One more coordinator for a programme: somebody appointed here who does not run it yet."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Who else runs this programme"),
        queryset=Member.objects.none(),
        empty_label=gettext_lazy("Choose one"),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appointed = Member.objects.filter(appointments__role=Appointment.Role.COORDINATOR)
        self.people = appointed.exclude(coordinations__programme=programme).in_order()
        self.fields["member"].queryset = self.people  # type: ignore[attr-defined]
