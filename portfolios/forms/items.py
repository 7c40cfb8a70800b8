"""Forms of the pieces of a portfolio, and of sharing one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.forms import FilesField
from files.kinds import Family
from partnerships.models import Party
from portfolios.models import DiaryEntry, Evidence, EvidenceKind, EvidencePurpose, Profile
from web.edit_conflicts import SavingForm

EARLIEST = date(1900, 1, 1)
LONGEST_START = 2000  # characters of what another page suggests for the diary


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _check_days(form: forms.BaseModelForm[Any], *names: str) -> None:
    """Put an error beside each day that no calendar of a working life holds."""
    latest = timezone.localdate() + timedelta(days=366 * 60)
    for name in names:
        value = form.cleaned_data.get(name)
        if value and not EARLIEST <= value <= latest:
            form.add_error(name, _("Check the year."))


class ProfileForm(SavingForm[Profile]):
    """The three sections of a profile, also of one that is not there yet: each member has one."""

    mark_optional = False
    is_new = False

    class Meta:
        model = Profile
        fields = Profile.SECTIONS
        help_texts = {
            "personal_attributes": _("What people can count on you for: patient, exact, quick to laugh."),
            "job_skills": _("What you can do that your work asks for, and how well."),
            "personal_skills": _("What you bring to any work: listening, planning, languages."),
        }

    def stored(self) -> Profile | None:
        """Return the profile as it is now, held until the transaction ends."""
        held = Profile.objects.select_for_update(no_key=True)
        return held.filter(owner=self.instance.owner_id).first()


class DiaryEntryForm(SavingForm[DiaryEntry]):
    """A diary entry."""

    class Meta:
        model = DiaryEntry
        fields = ("text", "on")
        widgets = {"on": _day(), "text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": _("What happened, what you make of it, what you would do again or differently.")
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _check_days(self, "on")
        return cleaned


class EvidenceForm(SavingForm[Evidence]):
    """Evidence, with files to add to it."""

    relates_to = forms.MultipleChoiceField(
        label=_("What it relates to"),
        choices=EvidencePurpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    photo = FilesField(  # where there is a camera at hand; drawn on phones and tablets alone
        label=_("Take a photo"), families=[Family.PICTURE], most=1, camera=True, required=False
    )
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # a field of that name

    class Meta:
        model = Evidence
        fields = ("kind", "title", "began_on", "ended_on", "expires_on", "shows", "relates_to")
        widgets = {
            "began_on": _day(),
            "ended_on": _day(),
            "expires_on": _day(),
            "shows": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "title": _("Such as “Led the move to the new laboratory”."),
            "expires_on": _("For certificates that have to be renewed."),
            "shows": _("What you did, what came of it, and what somebody can see from it about you."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "photo", "files"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _check_days(self, "began_on", "ended_on", "expires_on")
        began = self.cleaned_data.get("began_on")
        for name in ("ended_on", "expires_on"):
            value = self.cleaned_data.get(name)
            if began and value and value < began:
                self.add_error(name, _("This is before it began."))
        taken = self.cleaned_data.pop("photo", [])
        self.cleaned_data["files"] = [*taken, *self.cleaned_data.get("files", [])]
        return cleaned


class KindFilter(forms.Form):
    """Which evidence a list shows; lives in the address."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *EvidenceKind.choices]
    )
    relates_to = forms.ChoiceField(
        label=_("Relates to"), required=False, choices=[("", _("Anything")), *EvidencePurpose.choices]
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What is chosen, as conditions of a query; nothing of what makes no sense."""
        self.is_valid()
        chosen = {
            "kind": self.cleaned_data.get("kind"),
            "relates_to__contains": self.cleaned_data.get("relates_to"),
        }
        found = {name: value for name, value in chosen.items() if value}
        if "relates_to__contains" in found:
            found["relates_to__contains"] = [found["relates_to__contains"]]
        return found


class ItemShareForm(forms.Form):
    """With which partner a piece is shared."""

    def __init__(self, *args: Any, places: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.fields["place"] = forms.ChoiceField(
            label=_("With whom"),
            choices=[(key, place.member.display_name) for key, place in self.places.items()],
            widget=forms.RadioSelect,
            initial=next(iter(self.places)) if len(self.places) == 1 else None,
            error_messages={"required": _("Choose somebody.")},
        )

    @property
    def place(self) -> Party:
        """The place that was chosen."""
        return self.places[self.cleaned_data["place"]]
