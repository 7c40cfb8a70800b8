"""Forms of whose turn it is, and of everybody's ideas."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import HandOver, Idea
from meetings.models import Arrangement
from web.edit_conflicts import SavingForm


class FocusForm(SavingForm[Arrangement]):
    """What the session is about."""

    class Meta:
        model = Arrangement
        fields = ("focus",)
        labels = {"focus": _("Focus")}
        help_texts = {"focus": _("One line; everybody who is invited reads it.")}


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
            "words": _("What went well, what to watch, open actions. Only who facilitates next reads this.")
        }
