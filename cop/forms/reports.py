"""Forms of a report, and of stories for the library."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import Report, Story


class ReportForm(forms.Form):
    """What is wrong with something, and whether its text goes along."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    with_text = forms.BooleanField(
        label=_("Include the text I report"),
        required=False,
        help_text=_("Without it the coordinator does not read what was written, only what you say about it."),
    )


class SettlementForm(forms.Form):
    """What the coordinator answers."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who reported it reads this, and nobody else."),
    )


class ConsentForm(forms.Form):
    """A story as its author lets it into the library."""

    title = forms.CharField(label=_("Title"), max_length=140)
    body = forms.CharField(
        label=_("The story"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Shorten it, and take out whatever others should not recognise. The thread stays as it is."
        ),
    )
    named = forms.ChoiceField(
        label=_("Whose story is it?"),
        choices=[("no", _("Without my name")), ("yes", _("With my name"))],
        widget=forms.RadioSelect,
    )


class TakingOutForm(forms.Form):
    """Why a story should not stand in the library."""

    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its author reads this, and nobody else."),
    )


class LibraryForm(forms.Form):
    """Which stories to show."""

    mark_optional = False

    q = forms.CharField(
        label=_("Search"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("How it went"), choices=[("", _("Either")), *Story.Kind.choices], required=False
    )

    @property
    def wanted(self) -> dict[str, str]:
        """The words and the kind; what cannot be is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("q", "kind")}
