"""Forms of who looks for a peer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import PeerWish
from partnerships.models import PeerInvitation
from web.edit_conflicts import SavingForm

MOST_TOPICS = 5


class PeerWishForm(SavingForm[PeerWish]):
    """What one looks for; everybody in the community reads it."""

    seeks = forms.MultipleChoiceField(
        label=_("What you look for"),
        choices=PeerWish.Seeks.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    topics = forms.CharField(
        label=_("About what"),
        max_length=240,
        required=False,
        help_text=_("Up to five topics in a word or two each, with commas between them."),
    )
    times = forms.MultipleChoiceField(
        label=_("When you could meet"),
        choices=PeerWish.Time.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = PeerWish
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"words": _("What would make this worth an hour a month? Everybody here can read it.")}

    field_order = ("seeks", "topics", "times", "words")

    def __init__(self, data: Any = None, *, mine: PeerWish | None) -> None:
        start = {"seeks": mine.seeks, "topics": ", ".join(mine.topics), "times": mine.times} if mine else None
        super().__init__(data, instance=mine, initial=start)

    def clean_topics(self) -> list[str]:
        named = [" ".join(each.split()) for each in self.cleaned_data["topics"].split(",")]
        topics = list({each.casefold(): each for each in named if each}.values())
        if len(topics) > MOST_TOPICS or any(len(each) > 40 for each in topics):
            raise forms.ValidationError(_("Name at most five topics, each of at most 40 characters."))
        return topics


class AskForm(forms.ModelForm[PeerInvitation]):
    """What one has in mind; only the two can read it."""

    class Meta:
        model = PeerInvitation
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"words": _("A few sentences are enough. Only the two of you can read them.")}
