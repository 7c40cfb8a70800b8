"""Which communities are short of their meetings in this half-year: the rule of ``half_years``, as a query."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from cop import half_years
from cop.half_years import Half
from cop.models import Community, Prompt, Session
from programmes.models import Cohort

NO_GAP = timedelta(days=1)


def stretches(cohorts: Iterable[Cohort]) -> list[tuple[date, date]]:
    """Return first and last day of each stretch in which a programme runs.

    Cohorts that overlap, or follow one another without a day between them, are one stretch.
    """
    found: list[tuple[date, date]] = []
    for first, last in sorted((cohort.starts_on, cohort.ends_on) for cohort in cohorts):
        if found and first <= found[-1][1] + NO_GAP:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def half_now(community: Community, today: date) -> Half | None:
    """Return the half-year in which a community is asked to meet today; None when its programme does not run.

    Who was founded after the middle of one is asked from the next one on.
    """
    for first, last in stretches(community.programme.cohorts.all()):
        half = half_years.half_of(first, last, today)
        if half:
            return half if timezone.localdate(community.created_at) <= half.middle else None
    return None


def short_of(communities: Iterable[Community], today: date) -> list[tuple[Community, Half]]:
    """Return those communities, each with the half-year it is in today, that are short of their meetings in it.

    Short is where fewer sessions were held or are arranged than the programme asks for.
    """
    asked = [(community, half) for community in communities if (half := half_now(community, today))]
    days: dict[UUID, list[date]] = {community.pk: [] for community, _half in asked}
    held = Session.objects.standing().filter(community__in=days)
    for community, starts_at in held.values_list("community_id", "meeting__starts_at"):
        days[community].append(timezone.localdate(starts_at))
    return [
        (each, half)
        for each, half in asked
        if half_years.is_short(half, days[each.pk], each.programme.community_meetings_per_half_year)
    ]


def is_due_still(prompt: Prompt) -> bool:
    """Whether what a prompt is about is still so: a session is missing in the half-year, and nothing has closed."""
    if prompt.community.is_closed:
        return False
    short = short_of([prompt.community], timezone.localdate())
    return any(half.first == prompt.half_on for _community, half in short)
