"""Forms of assessments: asking for one, saying that nobody manages nobody, and judging."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Member
from partnerships.models import Party
from portfolios.actions.assessments import MOST_PIECES
from portfolios.models import Assessment, AssessmentClosure, AssessmentResult, Evidence, Framework, Level

NO, YES = "no", "yes"


def _manages(label: Any, hint: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say no or yes.")},
    )


def by_framework(frameworks: Sequence[Framework]) -> list[Any]:
    """Return the competencies of frameworks as the choices of a select, in groups by framework and area."""
    groups: list[Any] = []
    for framework in frameworks:
        for area, those in groupby(framework.competencies.all(), key=lambda each: each.area):
            name = f"{framework.name} · {area}" if area else framework.name
            groups.append((name, [(str(each.pk), each.title) for each in those]))
    return groups


class AssessmentRequestForm(forms.ModelForm[Assessment]):
    """Whom one asks, about which competency, with which evidence; a second look has its competency already."""

    class Meta:
        model = Assessment
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self,
        *args: Any,
        member: Member,
        places: Sequence[Party],
        frameworks: Sequence[Framework],
        second: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.competencies = {str(c.pk): c for each in frameworks for c in each.competencies.all()}
        self.fields["place"] = forms.ChoiceField(
            label=_("Which mentor"),
            choices=[(key, place.member.display_name) for key, place in self.places.items()],
            widget=forms.RadioSelect,
            initial=next(iter(self.places)) if len(self.places) == 1 else None,
            error_messages={"required": _("Choose somebody.")},
        )
        self.fields["manages"] = _manages(
            _("Are the two of you in one line of management?"),
            _(
                "Yes if this mentor is your manager, at any level, or you are theirs. Then they cannot assess you."
            ),
        )
        if not second:
            self.fields["competency"] = forms.ChoiceField(
                label=_("Against which competency"),
                choices=[("", _("Choose one")), *by_framework(frameworks)],
            )
        self.fields["evidence"] = forms.ModelMultipleChoiceField(
            label=_("With which evidence"),
            queryset=Evidence.objects.owned_by(member).order_by("-began_on", "-id"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
            help_text=_(
                "It is kept for this assessment as it is now, and shared with them, files included. "
                "At most %(most)d."
            )
            % {"most": MOST_PIECES},
        )
        self.fields["evidence"].label_from_instance = lambda each: each.title  # type: ignore[attr-defined]
        self.order_fields(["competency", "evidence", "place", "manages", "words"])

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        data = self.cleaned_data
        found = {
            "place": self.places[data["place"]],
            "evidence": list(data["evidence"]),
            "words": data["words"],
            "manages": data["manages"] == YES,
        }
        if "competency" in self.fields:
            found["competency"] = self.competencies[data["competency"]]
        return found


class LineManagementForm(forms.Form):
    """What the assessor says of themselves before they begin."""

    def __init__(self, *args: Any, owner: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manages"] = _manages(
            _("Are you and %(name)s in one line of management?") % {"name": owner.display_name},
            _(
                "Yes if you are their manager, at any level, or they are yours. Then somebody else has to do this."
            ),
        )

    @property
    def manages(self) -> bool:
        """Whether they are."""
        return bool(self.cleaned_data["manages"] == YES)


class AssessmentResultForm(forms.ModelForm[AssessmentResult]):
    """What the assessor saw, how far it is there, and what they say to it."""

    class Meta:
        model = AssessmentResult
        fields = ("how", "level", "feedback")
        widgets = {"how": forms.RadioSelect, "feedback": forms.Textarea(attrs={"rows": 7})}
        help_texts = {
            "feedback": _(
                "What you saw, what it shows, and one thing that would take it further. "
                "About what was done, never the person."
            )
        }

    def __init__(self, *args: Any, levels: Sequence[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {str(level.pk): level for level in levels}
        self.fields["how"] = forms.ChoiceField(
            label=_("What does it rest on?"), choices=AssessmentResult.How.choices, widget=forms.RadioSelect
        )
        self.fields["level"] = forms.ChoiceField(
            label=_("How far is it there?"),
            choices=[
                (key, f"{level.name}: {level.means}" if level.means else level.name)
                for key, level in self.levels.items()
            ],
            widget=forms.RadioSelect,
        )

    def clean_level(self) -> Level:
        """Return the level itself."""
        return self.levels[self.cleaned_data["level"]]


class DeclineForm(forms.ModelForm[AssessmentClosure]):
    """A word to whom one says no, if one likes."""

    class Meta:
        model = AssessmentClosure
        fields = ("why",)
        help_texts = {"why": _("Only they read it.")}


def starting(frameworks: Sequence[Framework], asked: str) -> str | None:
    """Return the key of the competency that an address names, by its key or its line; None when there is none."""
    try:
        key = UUID(asked)
    except ValueError:
        return None
    found = (
        each
        for framework in frameworks
        for each in framework.competencies.all()
        if key in (each.pk, each.line)
    )
    return next((str(each.pk) for each in found), None)
