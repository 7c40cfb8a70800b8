"""The weekly counts of plans that a coordinator sees."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from development_plans.models import (
    StepSnapshot,
)
from web.labels import STEPS, Words


@dataclass(frozen=True)
class StepCounts:
    """How many mentees of a cohort were at which step, and on which day they were counted."""

    taken_at: datetime
    rows: list[tuple[Words, int]]


def get_step_counts(cohort: UUID) -> StepCounts | None:
    """Return the latest weekly count of a cohort's plans, for a coordinator of its programme.

    None where there is nothing to tell without telling of single people; steps of fewer than five are told together.
    """
    snapshot = StepSnapshot.objects.filter(cohort=cohort).exclude(figures=[]).first()
    if snapshot is None:
        return None
    labels = [*STEPS, _("finished")]
    told = zip(labels, snapshot.figures, strict=True)
    rows: list[tuple[Words, int]] = [(capfirst(str(label)), people) for label, people in told if people]
    if snapshot.others:
        rows.append((_("Other steps"), snapshot.others))
    return StepCounts(snapshot.taken_at, rows)
