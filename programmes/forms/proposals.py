"""The form with which a person says no to a proposal."""

from django import forms
from django.utils.translation import gettext_lazy

from programmes.models import Refusal

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
