"""Forms of showcases and of the links to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Member
from portfolios.models import Evidence, Showcase
from web.edit_conflicts import SavingForm

DAYS = ((7, _("A week")), (30, _("30 days")), (90, _("90 days")))


class ShowcaseForm(SavingForm[Showcase]):
    """What a showcase says."""

    class Meta:
        model = Showcase
        fields = ("title", "introduction", "with_profile", "with_confirmations")
        help_texts = {
            "title": _("What it is for, such as “Application as head of laboratory”."),
            "introduction": _("What your reader should know before they look."),
            "with_confirmations": _("With its signed credentials, which your reader can download and check."),
        }


class ChoiceForm(forms.Form):
    """Which of one's evidence a showcase shows."""

    mark_optional = False

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"] = forms.ModelMultipleChoiceField(
            label=_("Evidence to show"),
            queryset=Evidence.objects.owned_by(member),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["evidence"].label_from_instance = lambda each: each.title  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """How long a link leads to a showcase, and what opens it."""

    days = forms.TypedChoiceField(label=_("It ends after"), choices=DAYS, coerce=int, initial=30)
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        min_length=6,
        max_length=100,
        strip=True,
        help_text=_("Tell it to your reader in another way than the link."),
    )


class PassphraseForm(forms.Form):
    """What opens a link."""

    passphrase = forms.CharField(
        label=_("Passphrase"), max_length=100, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
