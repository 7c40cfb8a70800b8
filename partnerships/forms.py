"""Forms of a partnership."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Member
from partnerships import guide, lifecycle
from partnerships.models import Agreement, ConclusionReason, Partnership, ReviewAnswer, StageReview
from programmes.models import Practice
from web.edit_conflicts import VersionedForm


class AgreementForm(VersionedForm[Agreement]):
    """The texts of an agreement. What the partner saved meanwhile in other sections stays."""

    mark_optional = False  # none has to be written, and each is worth it

    class Meta:
        model = Agreement
        fields = Agreement.SECTIONS
        help_texts = guide.AGREEMENT_HINTS

    def __init__(self, data: Any = None, *, newest: Agreement) -> None:
        super().__init__(data, instance=newest)
        self.partnership = newest.partnership
        for name in Agreement.SECTIONS:
            self.fields[name].widget.attrs["rows"] = 4

    def newest(self) -> Agreement | None:
        held = Partnership.objects.select_for_update(of=("self",)).get(pk=self.partnership.pk)
        return held.agreements.order_by("-version").first()

    @property
    def texts(self) -> dict[str, str]:
        """The sections as written."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in Agreement.SECTIONS}


class SignatureForm(forms.Form):
    """Which version was read and is now signed."""

    version = forms.IntegerField(min_value=1, max_value=32_000)


class ReviewForm(forms.Form):
    """One side's view of a stage: each practice, what one notices, the pulse, and what one proposes."""

    def __init__(
        self, *args: Any, stage: str, practices: Sequence[Practice], reviews_before: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.practices = list(practices)
        self.reviews_before = reviews_before
        self.fields["reviews_before"] = forms.IntegerField(
            initial=reviews_before, required=False, widget=forms.HiddenInput
        )
        for practice in self.practices:
            self.fields[f"practice_{practice.pk}"] = _scale(practice.text, guide.RATINGS)
        self.fields["noticed"] = forms.CharField(
            label=_("What do you notice, looking back?"),
            help_text=_(
                "A moment, a change, something that got in the way. Your partner reads it once both views are there."
            ),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        for name, label, hint in guide.PULSE:
            self.fields[name] = _scale(label, guide.PULSE_SCALE, hint)
        ways = dict(ReviewAnswer.Proposes.choices)
        self.fields["proposes"] = forms.ChoiceField(
            label=_("What do you propose?"),
            choices=[(way, ways[way]) for way in lifecycle.proposals_in(stage)],
            widget=forms.RadioSelect,
            help_text=_("Whatever you both propose happens. Where you differ, you talk about it first.")
            if stage != lifecycle.LAST
            else _("From here on you do not move on but choose how to conclude, on a page of its own."),
        )

    def clean(self) -> dict[str, Any]:
        """Return what was given; a view from a page that was open before the two settled a review counts for none."""
        before = self.cleaned_data.get("reviews_before")
        if before is not None and before != self.reviews_before:
            self.errors.clear()  # what else is amiss is about another stage's practices
            self.add_error(
                None,
                _("You two have finished this review meanwhile. Open this page again to begin the next."),
            )
        return self.cleaned_data

    @staticmethod
    def given(review: StageReview, member: Member) -> dict[str, Any]:
        """Return a view as it was given, by the names of the fields."""
        answer = review.answers.get(member=member)
        ratings = {f"practice_{each.practice_id}": each.rating for each in answer.ratings.all()}
        names = ["noticed", *(name for name, _label, _hint in guide.PULSE), "proposes"]
        return {**ratings, **{name: getattr(answer, name) for name in names}}

    @property
    def practice_fields(self) -> list[forms.BoundField]:
        return [self[f"practice_{practice.pk}"] for practice in self.practices]

    @property
    def pulse_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, _label, _hint in guide.PULSE]

    @property
    def view(self) -> dict[str, Any]:
        """What ``actions.answer_review`` takes; the ratings by the practice's id."""
        ratings: dict[UUID, int] = {
            practice.pk: self.cleaned_data[f"practice_{practice.pk}"] for practice in self.practices
        }
        names = ["noticed", *(name for name, _label, _hint in guide.PULSE), "proposes"]
        return {"ratings": ratings, **{name: self.cleaned_data[name] for name in names}}


def _scale(label: Any, choices: Any, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={"required": _("Choose one of these.")},
    )


class ConclusionForm(forms.Form):
    """How a partnership concludes, of the ways its stage allows."""

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = lifecycle.conclusions_in(stage)
        self.fields["kind"] = forms.ChoiceField(
            label=_("How does it go on?"),
            choices=[(way, guide.CONCLUSIONS[way]) for way in ways],
            widget=forms.RadioSelect if len(ways) > 1 else forms.HiddenInput,
            initial=ways[0] if len(ways) == 1 else None,
            error_messages={"required": _("Choose how it goes on.")},
        )
        self.fields["reason"] = _reason_field(_("Why, if it ends early"))


class EndingForm(forms.Form):
    """Why a coordinator ends a partnership early."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason_field(_("Why"))


def _reason_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=_("Only the coordinators of the programme and whoever says it read this."),
        choices=[("", _("I would rather not say")), *ConclusionReason.Kind.choices],
        widget=forms.RadioSelect,
        initial="",
        required=False,
    )
