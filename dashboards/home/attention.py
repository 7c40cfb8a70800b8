"""What needs the attention of who coordinates: across all their cohorts, with the reason and the next step beside each.

From what coordinators may know: that things happened and never what was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop import todo_items
from dashboards import health
from dashboards.home.entries import Ask
from meetings.next_step import Step
from meetings.wording import names_of
from organisations.models import Member
from organisations.names import sort_key
from organisations.prepared_queries import prepared_query
from partnerships.models import Partnership
from partnerships.queries import endings
from partnerships.queries.overviews import Overview, overview_under_way
from programmes.models import Cohort, Proposal

PARTNERSHIPS_SHOWN = 5


@dataclass(frozen=True)
class Attention:
    """What needs attention, in groups; and how many partnerships more there are than are shown."""

    asks: list[Ask]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.asks) + self.more


def read_attention(member: Member, cohorts: Sequence[Any]) -> Attention:
    """Return what waits for a coordinator; ``cohorts`` are those that :func:`list_cohorts` returns."""
    person: Any = member  # with the facts that a request for this page loads
    words = _needing_a_word(member, cohorts) if any(cohort.is_under_way for cohort in cohorts) else []
    return Attention(
        [
            *_reports(member),
            *_unmatched(cohorts),
            *(_early_endings(member) if person.has_early_endings else []),
            *words[:PARTNERSHIPS_SHOWN],
            *_confirmations(member),
            *_looked_after(member),
        ],
        max(0, len(words) - PARTNERSHIPS_SHOWN),
    )


def group_asks(asks: Sequence[Ask]) -> list[tuple[str, list[Ask]]]:
    """Return the asks under what they are about, in the order in which each first comes."""
    order = list(dict.fromkeys(ask.group for ask in asks))
    ordered = sorted(asks, key=lambda ask: order.index(ask.group))
    return [(group, list(found)) for group, found in groupby(ordered, key=attrgetter("group"))]


def _reports(member: Member) -> list[Ask]:
    """That something reported in a community waits for its coordinator's answer."""
    if not member.has_reports_to_answer:  # type: ignore[attr-defined]  # a registered fact
        return []
    return [
        Ask(
            _("A report from a community"),
            _("Somebody asks the coordinators to look at something."),
            reverse("community_reports"),
            _("Read it"),
            Step.ANSWER,
            group=_("In confidence"),
        )
    ]


def _unmatched(cohorts: Sequence[Any]) -> list[Ask]:
    """Mentees whom somebody can be proposed to: those without a mentor who are not asked already."""
    return [
        Ask(
            ngettext("Match %(count)s mentee", "Match %(count)s mentees", waiting) % {"count": waiting},
            f"{cohort.programme.name}, {cohort.name}",
            reverse("matching", args=[cohort.pk]),
            _("Match people"),
            group=_("People"),
        )
        for cohort in cohorts
        if (waiting := cohort.unmatched - cohort.asked) > 0 and cohort.mentors
    ]


def _early_endings(member: Member) -> list[Ask]:
    """Partnerships that ended early in programmes the member coordinates, with the reason where one was given."""
    asks = []
    for conclusion in endings.list_early_endings(member):
        partnership = conclusion.partnership
        parties = list(partnership.parties.all())
        waiting = [each for each in parties if each.role == "mentee" and each.enrolment.state == "accepted"]
        reason = conclusion.reason.get_kind_display() if hasattr(conclusion, "reason") else ""
        open_cohort = waiting and not partnership.cohort.is_closed
        asks.append(
            Ask(
                _("%(names)s ended early") % {"names": names_of([each.member for each in parties])},
                f"{reason or _('No reason was given')} · {partnership.cohort.name}",
                reverse("candidates", args=[waiting[0].enrolment_id])
                if open_cohort
                else reverse("cohort", args=[partnership.cohort_id]),
                _("Choose a mentor") if open_cohort else _("See the cohort"),
                group=_("Partnerships"),
            )
        )
    return asks


def _needing_a_word(member: Member, cohorts: Sequence[Any]) -> list[Ask]:
    """Partnerships in which something is overdue, the longest first."""
    now, by_key = timezone.now(), {cohort.pk: cohort for cohort in cohorts}
    lines: dict[Any, list[Overview]] = {key: [] for key in by_key}
    for line in overview_under_way(member):
        # Two peers met by themselves: the programme's rhythm is not for them.
        if line.cohort_id in lines and not line.is_of_peers:
            lines[line.cohort_id].append(line)
    words = [
        (word, by_key[key])
        for key, found in lines.items()
        for word in health.would_welcome_a_word(found, by_key[key].programme.weeks_between_meetings, now)
    ]
    return [
        Ask(
            _and([party.name for party in word.line.parties]),
            f"{word.why} · {cohort.name}",
            "mailto:" + ",".join(quote(party.email, safe="@") for party in word.line.parties),
            _("Write to both"),
            group=_("Partnerships"),
        )
        for word, cohort in sorted(words, key=lambda found: found[0].since)
    ]


def _and(names: list[str]) -> str:
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _confirmations(member: Member) -> list[Ask]:
    """That a coordinator is asked to confirm something."""
    if not member.has_confirmations_to_give:  # type: ignore[attr-defined]  # a registered fact
        return []
    title, words = _("A confirmation is asked for"), _("Somebody asks your programme to confirm evidence.")
    return [Ask(title, words, reverse("confirmations"), _("Look at it"), Step.ANSWER, group=_("People"))]


def _looked_after(member: Member) -> list[Ask]:
    """What waits for a coordinator in the communities of their programmes."""
    if not member.has_communities_to_look_after:  # type: ignore[attr-defined]  # a registered fact
        return []
    return [
        Ask(each.title, each.words, each.url, each.label, group=_("Communities"))
        for each in todo_items.list_looked_after(member)
    ]


def list_cohorts(member: Member) -> list[Any]:
    """Return the cohorts of programmes the member coordinates, with how many people take part.

    Those that run, the latest first; then those to come. A cohort that is over or closed stays while people work
    together in it; then it is left to the programme's page.
    """
    found = _cohorts_not_over(member, timezone.localdate())
    return sorted(
        found, key=lambda cohort: (cohort.week == 0, -cohort.starts_on.toordinal(), sort_key(cohort.name))
    )


@prepared_query
def _cohorts_not_over(member: Member, today: date) -> "QuerySet[Any]":
    taking_part = Q(enrolments__state__in=["accepted", "active", "paused"])
    under_way = Partnership.objects.under_way().filter(cohort=OuterRef("pk"))
    waits = Q(enrolments__state="accepted", enrolments__role="mentee", closed_at=None)
    is_asked = Exists(Proposal.objects.open().filter(mentee=OuterRef("enrolments__pk")))
    return (
        Cohort.objects.coordinated_by(member)
        .filter(Q(ends_on__gte=today, closed_at=None) | Exists(under_way))
        .select_related("programme")
        .annotate(
            mentors=Count("enrolments", filter=taking_part & Q(enrolments__role="mentor")),
            mentees=Count("enrolments", filter=taking_part & Q(enrolments__role="mentee")),
            unmatched=Count("enrolments", filter=waits),
            asked=Count("enrolments", filter=waits & Q(is_asked)),
            is_under_way=Exists(under_way),
        )
    )
