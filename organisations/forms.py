"""Forms about organisations and their members."""

from functools import cache
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from organisations.models import (
    Appointment,
    Member,
    MemberQuerySet,
    Organisation,
    known_time_zones,
    validate_single_line,
)

# Links and names that only old systems use would bury the zones that people look for.
_HIDDEN = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the zones people choose from, by continent: [(continent, [(zone, city)])]."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(known_time_zones()):
        continent, slash, city = name.partition("/")
        if slash and not name.startswith(_HIDDEN):
            groups.setdefault(continent, []).append((name, city.replace("_", " ").replace("/", ", ")))
    return [*sorted(groups.items()), ("UTC", [("UTC", "UTC")])]


class OrganisationForm(forms.ModelForm[Organisation]):
    """A new organisation. The address is made from the name when it is left empty."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = Organisation
        fields = ["name", "slug", "time_zone", "language"]
        labels = {
            "name": _("Name of the organisation"),
            "slug": _("Its address here"),
            "language": _("Language"),
        }
        help_texts = {
            "name": _("As its people know it, such as University of Riverside."),
            "slug": _("Small letters, digits and hyphens. Left empty, it is made from the name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.initial.setdefault("time_zone", Organisation._meta.get_field("time_zone").default)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))[:40].strip("-")
        if not slug and self.cleaned_data.get("name"):
            raise forms.ValidationError(
                _("Choose an address in small Latin letters, such as harbour-hospital.")
            )
        return slug


class OrganisationSettingsForm(forms.ModelForm[Organisation]):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "language"]
        labels = {"name": _("Name"), "language": _("Language")}


class MemberForm(forms.ModelForm[Member]):
    """How a member is named and which clock they live by."""

    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)

    class Meta:
        model = Member
        fields = ["display_name", "called", "time_zone"]
        labels = {"display_name": _("Your name"), "called": _("What to call you")}
        help_texts = {
            "display_name": _("As you write it. People here see it."),
            "called": _("How a letter to you would begin. Left empty, it is the first part of your name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = _("The organisation's: %(zone)s") % {"zone": self.instance.organisation.time_zone}
        self.fields["time_zone"].choices = [("", own), *time_zones()]  # type: ignore[attr-defined]


class InvitationForm(forms.Form):
    """A person to look after the organisation or to run programmes in it."""

    name = forms.CharField(label=_("Their name"), max_length=120, validators=[validate_single_line])
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("What they will do here"),
        choices=[
            (Appointment.Role.COORDINATOR, _("Design and run programmes")),
            (Appointment.Role.ADMIN, _("Look after the organisation itself")),
        ],
        widget=forms.RadioSelect,
    )


class MemberFilters(forms.Form):
    """Which people of the organisation an admin sees; lives in the URL."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    account = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("Either way")),
            ("joined", _("Have joined")),
            ("invited", _("Invited, not joined")),
            ("not-invited", _("Not invited")),
        ],
    )
    mark_optional = False

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered away."""
        return self.is_valid() and any(self.cleaned_data.values())

    def applied_to(self, members: MemberQuerySet) -> MemberQuerySet:
        """Give the people the filters let through; a filter that makes no sense lets everybody through."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if text := wanted.get("q"):
            members = members.filter(Q(display_name__icontains=text) | Q(email__icontains=text))
        pending = Q(user=None, invitation__accepted_at=None, invitation__expires_at__gt=timezone.now())
        match wanted.get("account"):
            case "joined":
                return members.exclude(user=None)
            case "invited":
                return members.filter(pending)
            case "not-invited":
                return members.filter(user=None).exclude(pending)
        return members
