"""Forms of confirmations: the words in which something is to be confirmed, and reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolios.forms.assessments import by_framework
from portfolios.models import Framework, RequestClosure, Revocation, Submission
from programmes.models import Cohort

LONGEST = 2000


class WordingForm(forms.ModelForm[Submission]):
    """Who is asked, and the words; the criteria are the owner's own or those of a competency."""

    class Meta:
        model = Submission
        fields = ("achievement", "description", "criteria", "narrative")
        widgets = {
            "criteria": forms.Textarea(attrs={"rows": 4}),
            "narrative": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "achievement": _("What was achieved, in a few words, such as “Leads a seminar”. Not your name."),
            "description": _("One sentence."),
            "criteria": _("Leave it empty to take the words of the competency."),
            "narrative": _(
                "What stands in the credential about your own evidence. Leave it empty, and nothing of the evidence "
                "does. Whoever you give the credential to can read it, so leave out what is for others to tell."
            ),
        }

    def __init__(
        self, *args: Any, cohorts: Sequence[Cohort], frameworks: Sequence[Framework], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cohorts = {str(each.pk): each for each in cohorts}
        self.competencies = {str(c.pk): c for each in frameworks for c in each.competencies.all()}
        self.fields["cohort"] = forms.ChoiceField(
            label=_("Who is asked"),
            choices=[(key, f"{each.programme.name} · {each.name}") for key, each in self.cohorts.items()],
            widget=forms.RadioSelect,
            initial=next(iter(self.cohorts), None),
            help_text=_("The coordinators of that programme answer for your organisation."),
        )
        self.fields["criteria"].required = False
        if self.competencies:
            self.fields["competency"] = forms.ChoiceField(
                label=_("For which competency"),
                choices=[("", _("None")), *by_framework(frameworks)],
                required=False,
            )
        self.order_fields(["cohort", "achievement", "description", "competency", "criteria", "narrative"])

    def clean(self) -> dict[str, Any]:
        """Take the competency's words where there are no own ones.

        Raises:
            ValidationError: there are neither.
        """
        data = super().clean() or {}
        competency = self.competencies.get(data.get("competency") or "")
        data["competency"] = competency
        if not data.get("criteria") and competency:
            words = [competency.title, competency.description]
            data["criteria"] = "\n".join(filter(None, words))[:LONGEST]
        if not data.get("criteria") and "criteria" not in self.errors:
            self.add_error("criteria", _("Write what somebody has to show for it, or choose a competency."))
        return data

    @property
    def cohort(self) -> Cohort:
        """The one that was chosen."""
        return self.cohorts[self.cleaned_data["cohort"]]

    @property
    def wording(self) -> dict[str, Any]:
        """The words, as the action takes them."""
        return {name: self.cleaned_data.get(name) for name in (*Submission.WORDING, "competency")}


class DeclineForm(forms.ModelForm[RequestClosure]):
    """Why a coordinator says no."""

    class Meta:
        model = RequestClosure
        fields = ("why",)
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"why": _("They read it, and so do the programme’s other coordinators.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True


class RevocationForm(forms.ModelForm[Revocation]):
    """Why the organisation no longer stands by it."""

    class Meta:
        model = Revocation
        fields = ("why",)
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "why": _("They read it, and so do the programme’s other coordinators. It is not published.")
        }
