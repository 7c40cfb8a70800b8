"""Days for which something is planned: the one door by which a form refuses those that have passed."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _


def refuse_past(form: forms.BaseForm, *names: str, since: dt.date | None = None) -> None:
    """Add an error to each of these fields whose day has passed; for ``clean``.

    A day that stands already and is not changed is left alone, so that other words beside it can be.

    Args:
        since: the day from which on a day is fine where that is before today, such as that of a meeting that is logged.
    """
    today = timezone.localdate()
    earliest = min(today, since) if since else today
    for name in names:
        day = form.cleaned_data.get(name)
        if day and day < earliest and name in form.changed_data:
            form.add_error(name, _("This day has passed. Choose today or a later one."))
