"""Forms of what a community answers together, and of what a member brings to one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import Community, Conflict, ConflictReply, JointAnswer, JointQuestion
from organisations.models import Member
from web.edit_conflicts import VersionedForm


class JointQuestionForm(forms.ModelForm[JointQuestion]):
    """A question of the community's own."""

    class Meta:
        model = JointQuestion
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True

    def _post_clean(self) -> None:
        """The action says what else makes a question."""


class AnswerForm(VersionedForm[JointAnswer]):
    """The community's answer."""

    mark_optional = False

    class Meta:
        model = JointAnswer
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, data: Any = None, *, question: JointQuestion, newest: JointAnswer | None) -> None:
        super().__init__(data, instance=newest)
        self.question = question

    def newest(self) -> JointAnswer | None:
        asked = self.question
        Community.objects.select_for_update(of=("self",)).get(pk=asked.community_id)
        wanted = {"question__design": asked.design} if asked.is_new else {"question": asked}
        return JointAnswer.objects.filter(question__community=asked.community_id, **wanted).first()


class AddresseeForm(forms.Form):
    """To whom a conflict is brought."""

    addressee = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose to whom you bring it."),
            "invalid_choice": _("Choose who facilitates next, or a coordinator."),
        },
    )

    def __init__(self, *args: Any, people: list[tuple[str, Member]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"{place}:{member.pk}": (place, member) for place, member in people}
        words = {
            "facilitator": _("%(name)s, who facilitates next"),
            "coordinator": _("%(name)s, who coordinates the programme"),
        }
        self.fields["addressee"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, words[place] % {"name": member.display_name})
            for key, (place, member) in self.people.items()
        ]

    @property
    def chosen(self) -> tuple[str, Member]:
        """The place and the person chosen, of a valid form."""
        return self.people[self.cleaned_data["addressee"]]


class ConflictForm(AddresseeForm):
    """What it is about, and to whom it is brought."""

    text = forms.CharField(
        label=_("What it is about"),
        max_length=Conflict._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only the one you choose reads this. It cannot be passed on."),
    )


class ReplyForm(forms.ModelForm[ConflictReply]):
    """Words to the other one, and when to look at it again."""

    class Meta:
        model = ConflictReply
        fields = ("text", "follow_up_on")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "follow_up_on": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {"follow_up_on": _("Both of you are reminded on that day, unless it is closed by then.")}
