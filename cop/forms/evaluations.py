"""Forms of looking back: the answers, and what is asked."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import Community, CommunityQuestion, EvaluationAnswer, EvaluationQuestion, Reflection
from cop.models.evaluations import SHORT
from meetings.models import Attendance
from web.edit_conflicts import SavingForm, SavingValuesForm
from web.labels import Words

SCALE: list[tuple[int, Words]] = [
    (1, _("Hardly")),
    (2, _("A little")),
    (3, _("Partly")),
    (4, _("Largely")),
    (5, _("Fully")),
]


class ClosingForm(forms.Form):
    """Who was there, of those invited.

    Args:
        invited: all of them.
        closer: the key of who closes the session without having facilitated it: they were there, or could not say.
    """

    came = forms.MultipleChoiceField(
        label=_("Who was there?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who was there: they are the ones who are asked.")},
    )

    def __init__(
        self, *args: Any, invited: Iterable[Attendance], closer: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(invited)
        field = cast("forms.MultipleChoiceField", self.fields["came"])
        field.choices = [(str(each.member_id), each.member.display_name) for each in people]
        noted = any(each.presence for each in people)
        self.initial["came"] = [
            str(each.member_id)
            for each in people
            if (
                each.presence == Attendance.Presence.CAME
                if noted
                else each.response == Attendance.Response.YES
            )
            or each.member_id == closer
        ]

    @property
    def keys(self) -> set[UUID]:
        """Who was there, by their keys."""
        return {UUID(key) for key in self.cleaned_data["came"]}


class AnswerForm(SavingValuesForm):
    """What is asked for the group, and two questions for oneself. None has to be answered.

    It is never new: who opens it in two windows sees in the second what the first has saved meanwhile.
    """

    mark_optional = False

    took = forms.CharField(
        label=_("What did you take with you?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tries = forms.CharField(
        label=_("What will you try?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        asked: Iterable[EvaluationQuestion],
        given: Mapping[UUID, EvaluationAnswer],
        reflection: Reflection | None,
        **kwargs: Any,
    ) -> None:
        kept = {"took": reflection.took, "tries": reflection.tries} if reflection else {}
        super().__init__(*args, read=lambda: kept, **kwargs)
        self.asked = list(asked)
        for each in self.asked:
            name, said = f"asked_{each.pk}", given.get(each.pk)
            if each.question.kind == CommunityQuestion.Kind.RATING:
                self.fields[name] = _scale(each.question.text)
                self.initial[name] = said.rating if said else None
            else:
                self.fields[name] = _words(each.question)
                self.initial[name] = said.words if said else ""

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[f"asked_{each.pk}"] for each in self.asked]

    @property
    def said(self) -> dict[str, Any]:
        """What ``actions.answer`` takes; the answers by the key of what was asked."""
        answers = {each.pk: self.cleaned_data[f"asked_{each.pk}"] for each in self.asked}
        return {"answers": answers, "took": self.cleaned_data["took"], "tries": self.cleaned_data["tries"]}


def _scale(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=SCALE,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "scale terse"}),
    )


def _words(question: CommunityQuestion) -> forms.CharField:
    comes_next = question.kind == CommunityQuestion.Kind.CHANGE
    return forms.CharField(
        label=question.text,
        required=False,
        max_length=SHORT,
        help_text=_("One thing, in a few words: it comes onto the agenda of the next session.")
        if comes_next
        else "",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionForm(SavingForm[CommunityQuestion]):
    """A question, and how it is answered."""

    class Meta:
        model = CommunityQuestion
        fields = ("text", "kind")
        widgets = {"kind": forms.RadioSelect}

    @property
    def asked_now(self) -> CommunityQuestion:
        """What is asked in this question's place: other words are another question."""
        asked = CommunityQuestion.objects.current().filter(
            community=self.instance.community_id, position=self.instance.position
        )
        return asked.first() or self.instance

    def stored(self) -> CommunityQuestion | None:
        if self.is_new:
            return None
        Community.objects.select_for_update(of=("self",)).get(pk=self.instance.community_id)
        return self.asked_now
