"""Forms about the people of a cohort, and what they answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.answers import given_by
from programmes.forms.fields import LinesField
from programmes.models import Enrolment, Question
from programmes.models.enrolments import ROLE_CHOICES
from web.edit_conflicts import SavingValuesForm

MOST_PLACES = 20


class EnrolmentForm(forms.Form):
    """One person, enrolled by hand."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("Someone with this address already here is taken to be that person."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Takes part as"), choices=ROLE_CHOICES, widget=forms.RadioSelect
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many mentees"),
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        help_text=gettext_lazy("For mentors: the most they take at the same time."),
    )


class CapacityForm(SavingValuesForm):
    """How many mentees a mentor takes."""

    capacity = forms.IntegerField(label=gettext_lazy("How many mentees"), min_value=1, max_value=MOST_PLACES)

    def __init__(self, data: Any = None, *, enrolment: Enrolment) -> None:
        super().__init__(data, read=lambda: {"capacity": enrolment.capacity}, held=enrolment)


class CorrectionForm(SavingValuesForm):
    """The name and address of somebody who has yet to join."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)

    def __init__(self, data: Any = None, *, enrolment: Enrolment) -> None:
        member = enrolment.member
        super().__init__(data, read=lambda: {"name": member.display_name, "email": member.email}, held=member)


class PeopleFilters(forms.Form):
    """Which people of a cohort are shown; lives in the URL."""

    q = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[
            ("", gettext_lazy("Everybody")),
            ("mentor", gettext_lazy("Mentors")),
            ("mentee", gettext_lazy("Mentees")),
        ],
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Where they stand"),
        required=False,
        choices=[
            ("", gettext_lazy("Anywhere")),
            ("unmatched", gettext_lazy("Mentees without a mentor")),
            *((state.value, state.label) for state in Enrolment.REACHED),
        ],
    )
    account = forms.ChoiceField(
        label=gettext_lazy("Account"),
        required=False,
        choices=[
            ("", gettext_lazy("Either way")),
            ("joined", gettext_lazy("Have joined")),
            ("not-joined", gettext_lazy("Have not joined")),
        ],
    )
    mark_optional = False

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered away."""
        return self.is_valid() and any(self.cleaned_data.values())

    def applied_to(self, enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        """Return the people the filters let through; a filter that makes no sense lets everybody through."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if text := wanted.get("q"):
            enrolments = enrolments.filter(member__display_name__icontains=text) | enrolments.filter(
                member__email__icontains=text
            )
        if role := wanted.get("role"):
            enrolments = enrolments.filter(role=role)
        if account := wanted.get("account"):
            enrolments = enrolments.filter(member__user__isnull=account == "not-joined")
        standing = wanted.get("standing")
        if standing == "unmatched":
            return enrolments.filter(role="mentee", state=Enrolment.State.ACCEPTED)
        return enrolments.filter(state=standing) if standing else enrolments


class AnswersForm(SavingValuesForm):
    """The enrolment form as somebody answers it: one field for each question."""

    def __init__(
        self, data: Any = None, *, enrolment: Enrolment, questions: Iterable[Question], insist: bool = True
    ) -> None:
        super().__init__(data, read=dict, held=enrolment)
        given = given_by([enrolment]).get(enrolment.pk, {})
        self.questions = list(questions)
        for question in self.questions:
            field = _field(question, given.get(question.pk))
            field.required = field.required and insist
            self.fields[question.key] = field

    @property
    def answers(self) -> dict[UUID, Any]:
        """What was answered, by question; None where nothing was."""
        return {
            question.pk: _stored(question, self.cleaned_data[question.key]) for question in self.questions
        }


def _field(question: Question, given: Any) -> forms.Field:
    options: dict[str, Any] = {"label": question.label, "required": question.required, "initial": given}
    if question.shown_to_match:
        options["help_text"] = _("The person who is proposed to you sees this.")
    match question.kind:
        case Question.Kind.LONG:
            return forms.CharField(max_length=5_000, widget=forms.Textarea, **options)
        case Question.Kind.ONE | Question.Kind.SCALE:
            return _choice(question.choices, options)
        case Question.Kind.SEVERAL if question.is_without_choices:
            return LinesField(
                max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}), **_one_a_line(options)
            )
        case Question.Kind.SEVERAL:
            pairs = [(choice, choice) for choice in question.choices]
            return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple, **options)
        case Question.Kind.YES_NO:
            options["initial"] = {True: "yes", False: "no"}.get(given, "")
            yes_no = [("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **options)
        case _:
            return forms.CharField(max_length=200, **options)


def _one_a_line(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"help_text": f"{options.get('help_text', '')} {_('One a line.')}".strip()}


def _choice(choices: list[str], options: dict[str, Any]) -> forms.Field:
    if not choices:  # nobody has said yet what there is to choose from
        return forms.CharField(max_length=200, **options)
    return forms.ChoiceField(choices=[("", _("Choose one")), *((one, one) for one in choices)], **options)


def _stored(question: Question, value: Any) -> Any:
    if question.kind == Question.Kind.YES_NO:
        return {"yes": True, "no": False}.get(value)
    return value or None
