"""Forms of a community itself: founding it, its charter, its rota."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models import Charter, Community, JoinRequest
from organisations.models import Member
from programmes.models import Programme
from web.edit_conflicts import SavingForm, VersionedForm


class CommunityForm(SavingForm[Community]):
    """What a coordinator decides of a community that exists."""

    class Meta:
        model = Community
        fields = ("name", "joining", "about")
        widgets = {"joining": forms.RadioSelect, "about": forms.Textarea(attrs={"rows": 3})}


class NewCommunityForm(CommunityForm):
    """The same for a new one: of which programme, and for whom."""

    class Meta(CommunityForm.Meta):
        fields = ("programme", "name", "audience", "joining", "about")  # type: ignore[assignment]
        widgets = CommunityForm.Meta.widgets | {"audience": forms.RadioSelect}

    def __init__(self, *args: Any, programmes: Iterable[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        field.queryset = programmes  # type: ignore[assignment]  # a queryset, sorted
        field.empty_label = None


class CharterForm(VersionedForm[Charter]):
    """Purpose and ways of working."""

    mark_optional = False

    class Meta:
        model = Charter
        fields = ("purpose", "ways")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 5}), "ways": forms.Textarea(attrs={"rows": 7})}
        help_texts = {
            "purpose": _("What should be different for each of you because this community exists?"),
            "ways": _(
                "How often, where, how long; what stays in the room; how you share the time; what each brings along."
            ),
        }

    def __init__(self, data: Any = None, *, community: Community) -> None:
        self.community = community
        super().__init__(data, instance=Charter.objects.filter(community=community).first())

    def newest(self) -> Charter | None:
        Community.objects.select_for_update(of=("self",)).get(pk=self.community.pk)
        return Charter.objects.filter(community=self.community).first()


class JoinRequestForm(forms.ModelForm[JoinRequest]):
    """Why somebody in office would like to come in."""

    class Meta:
        model = JoinRequest
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("The members and the coordinators of the programme can read it.")}


class AwayForm(forms.Form):
    """From when to when somebody takes no turns."""

    first_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty to take no turns until you say otherwise."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Choose a day after the first one."))
        return cleaned


class MemberChoiceForm(forms.Form):
    """One of the community's members."""

    member = forms.ModelChoiceField(
        label=_("Who"),
        queryset=Member.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("Choose somebody of the community."),
        },
    )

    def __init__(self, *args: Any, members: Iterable[Member], label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Member]", self.fields["member"])
        field.queryset = members  # type: ignore[assignment]  # a queryset, sorted
        if label:
            field.label = label
