"""Home and programme health."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cop.queries.overviews import list_communities
from dashboards import health
from dashboards import home as homes
from development_plans.queries.snapshots import get_step_counts
from organisations.access import MemberRequest
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships.queries.overviews import Overview, overview
from programmes.cohort_steps import CohortStep, cohort_step
from programmes.models import Cohort, Proposal


@require_GET
def home(request: MemberRequest) -> HttpResponse:
    """What is next and what waits, for this person."""
    return render(request, "dashboards/home.html", {"home": homes.home(request.member)})


@dataclass(frozen=True)
class Stat:
    figure: object
    words: str | Promise


@require_GET
def cohort(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How a cohort is doing: that people met and where they stand, never what they wrote."""
    found = _cohort(request.member, pk)
    if not found:
        raise Http404
    cohort = found[0]
    everyone, now, weeks = overview(cohort), timezone.now(), cohort.programme.weeks_between_meetings
    # Two peers met by themselves: neither the programme's rhythm nor its care is for them.
    lines = [line for line in everyone if not line.is_of_peers]
    words = health.would_welcome_a_word(lines, weeks, now)
    kept = health.kept_their_rhythm(lines, weeks, now)
    under_way = sum(line.under_way for line in lines)
    context = {
        "cohort": cohort,
        "lines": lines,
        "peers": [line for line in everyone if line.is_of_peers],
        "words": [(word, _mailto(word.line)) for word in words],
        "stages": health.by_stage(lines),
        "plans": get_step_counts(cohort.pk),
        "stats": [
            Stat(under_way, _("partnerships under way")),
            Stat("–" if kept is None else f"{kept} %", _("kept their rhythm")),
            Stat(cohort.unmatched, _without_a_mentor(cohort)),
            Stat(len(words), _("need attention")),
        ],
        "main_action": _main_action(cohort),
        "communities": list_communities(cohort.programme_id),
        "rhythm": 2 * weeks,
    }
    return render(request, "dashboards/cohort.html", context)


@prepared_query
def _cohort(member: Member, pk: UUID) -> "QuerySet[Any]":
    """A cohort that the member coordinates, with how many people are in it."""
    taking_part = Q(enrolments__state__in=["accepted", "active", "paused"])
    mentee = Q(enrolments__role="mentee")
    is_asked = Exists(Proposal.objects.open().filter(mentee=OuterRef("enrolments__pk")))
    cohorts = Cohort.objects.coordinated_by(member).filter(pk=pk).select_related("programme")
    return cohorts.annotate(
        mentors=Count("enrolments", filter=taking_part & Q(enrolments__role="mentor")),
        mentees=Count("enrolments", filter=taking_part & mentee),
        unmatched=Count("enrolments", filter=mentee & Q(enrolments__state="accepted")),
        asked=Count("enrolments", filter=mentee & Q(enrolments__state="accepted") & Q(is_asked)),
    )


def _without_a_mentor(cohort: Any) -> str:
    if not cohort.asked:
        return _("mentees without a mentor")
    return _("mentees without a mentor, %(count)s of them asked") % {"count": cohort.asked}


@dataclass(frozen=True)
class CohortAction:
    """The main button of a cohort's page."""

    label: str
    url: str


def _main_action(cohort: Any) -> CohortAction | None:
    """Return the button for the next step; None where nothing is to be done."""
    step = cohort_step(
        is_closed=cohort.is_closed,
        mentors=cohort.mentors,
        mentees=cohort.mentees,
        unmatched=cohort.unmatched,
        asked=cohort.asked,
    )
    if step == CohortStep.IMPORT:
        return CohortAction(_("Import people"), reverse("import_new", args=[cohort.pk]))
    if step == CohortStep.MATCH:
        return CohortAction(_("Match people"), reverse("matching", args=[cohort.pk]))
    return None


def _mailto(line: Overview) -> str:
    return "mailto:" + ",".join(quote(party.email, safe="@") for party in line.parties)
