"""Forms about organisations and their members."""

from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from organisations.audit_words import WORDS
from organisations.models import (
    Appointment,
    AuditEntry,
    Member,
    MemberQuerySet,
    Organisation,
    known_time_zones,
    validate_single_line,
)
from web.edit_conflicts import SavingForm

# The zones' own list of the places that people live by; names of before (Asia/Calcutta) and links are not in it.
_PLACES = files("tzdata") / "zoneinfo" / "zone.tab"


@cache
def canonical_zones() -> list[str]:
    """Return the zones that are in use under their present names, such as Asia/Kolkata, in alphabetical order."""
    lines = [line.split("\t") for line in _PLACES.read_text().splitlines() if not line.startswith("#")]
    return sorted({line[2] for line in lines} & known_time_zones())


def _with_present(zone: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones to choose from; a name of before that somebody has already goes on being theirs."""
    if not zone or zone == "UTC" or zone in canonical_zones():
        return time_zones()
    return [(_("As it is now"), [(zone, zone)]), *time_zones()]  # type: ignore[list-item]  # lazy words


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones people choose from, by continent: [(continent, [(zone, city)])]."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in canonical_zones():
        continent, _slash, city = name.partition("/")
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


class OrganisationSettingsForm(SavingForm[Organisation]):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "language"]
        labels = {"name": _("Name"), "language": _("Language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = _with_present(self.instance.time_zone)  # type: ignore[attr-defined]


class MemberForm(SavingForm[Member]):
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
        self.fields["time_zone"].choices = [("", own), *_with_present(self.instance.time_zone)]  # type: ignore[attr-defined]


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


class DismissalForm(forms.Form):
    """Who takes over what only the dismissed coordinator looked after; nothing is asked of an admin's dismissal."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over programmes that nobody else runs"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("Nobody: others run them too"),
    )

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = Appointment.Role.COORDINATOR
        others = Member.objects.filter(appointments__role=role, user__isnull=False)
        others = others.exclude(pk=appointment.member_id)
        if appointment.role != role or not others.exists():
            del self.fields["successor"]
        else:
            self.fields["successor"].queryset = others.in_order()  # type: ignore[attr-defined]


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
        """Return the people the filters let through; a filter that makes no sense lets everybody through."""
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


class TrailFilters(forms.Form):
    """Which lines of the audit log an admin sees: whose, of what kind, of which days; lives in the URL."""

    who = forms.CharField(label=_("Who"), required=False, max_length=100)
    what = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = sorted(((action, str(words)) for action, words in WORDS.items()), key=itemgetter(1))
        cast("forms.ChoiceField", self.fields["what"]).choices = [("", _("Everything")), *steps]

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered away."""
        return self.is_valid() and any(self.cleaned_data.values())

    def applied_to(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return the lines the filters let through, days being the reader's; a senseless one lets all through."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if name := wanted.get("who"):
            entries = entries.filter(by__display_name__icontains=name)
        if action := wanted.get("what"):
            entries = entries.filter(action=action)
        if since := wanted.get("since"):
            entries = entries.filter(at__date__gte=since)
        if until := wanted.get("until"):
            entries = entries.filter(at__date__lte=until)
        return entries
