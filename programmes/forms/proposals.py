"""The forms with which a coordinator proposes the pairs of a run, and a person says no to a proposal."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.models import Cohort, Proposal, Refusal
from web.edit_conflicts import SavingValuesForm

LONGEST_WAIT = timedelta(days=90)
REASON_LONGEST = Refusal._meta.get_field("reason").max_length


class RefusalForm(forms.Form):
    """Why not: for the coordinators alone."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=REASON_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Your coordinator reads this, to find a better match. The other person does not."
        ),
    )


class DeadlineForm(SavingValuesForm):
    """Another last day for proposals that wait for answers."""

    day = forms.DateField(
        label=gettext_lazy("Last day to answer"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("People can answer until the end of this day."),
    )

    def __init__(self, data: Any = None, *, cohort: Cohort) -> None:
        super().__init__(data, read=lambda: {"day": _latest_day(cohort)}, held=cohort)

    def clean_day(self) -> date:
        return _within_bounds(self.cleaned_data["day"])


class ProposalsForm(forms.Form):
    """Until when people can answer."""

    answer_by = forms.DateField(
        label=gettext_lazy("Last day to answer"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "Who has not answered is reminded three days before. After this day a proposal is released and both can be "
            "matched again; who joins later has at least seven days from then. Left empty: two weeks from today."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer_by", timezone.localdate() + timedelta(days=14))

    def clean_answer_by(self) -> date | None:
        day: date | None = self.cleaned_data["answer_by"]
        return _within_bounds(day) if day else None


def _latest_day(cohort: Cohort) -> date | None:
    """Return the latest last day of what waits for answers, on the organisation's clocks."""
    waiting = Proposal.objects.open().filter(cohort=cohort).exclude(answer_by=None).order_by("-answer_by")
    moment = waiting.values_list("answer_by", flat=True).first()
    return timezone.localdate(moment, timezone=cohort.organisation.zone) if moment else None


def _within_bounds(day: date) -> date:
    today = timezone.localdate()
    if day <= today:
        raise forms.ValidationError(_("Choose a day after today, so that people have time to answer."))
    if day > today + LONGEST_WAIT:
        raise forms.ValidationError(_("Choose a day within the next three months."))
    return day
