"""Forms of whose turn it is, and of everybody's ideas."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import HandOver, Idea


class FocusForm(forms.Form):
    """What the session is about."""

    focus = forms.CharField(
        label=_("Focus"),
        max_length=140,
        required=False,
        help_text=_("One line; everybody who is invited reads it."),
    )


class IdeaForm(forms.ModelForm[Idea]):
    """What a session could be about."""

    class Meta:
        model = Idea
        fields = ("text",)


class HandOverForm(forms.ModelForm[HandOver]):
    """What the next one should know."""

    class Meta:
        model = HandOver
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "words": _(
                "What went well, what to watch, what you promised. Only who facilitates next reads this."
            )
        }
