"""Who was a pair before, or said no to it. They are not paired again unless their coordinator wants it on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from programmes.models import Enrolment, PairDecision, Proposal

type Two = frozenset[UUID]

Outcome = Proposal.Outcome


@dataclass(frozen=True)
class PairHistory:
    """When two people last became partners, and when one last said no to the other: by the two members' ids."""

    partners: Mapping[Two, datetime]
    refusals: Mapping[Two, datetime]

    def last(self, two: Two) -> datetime | None:
        """Return the last moment that speaks against pairing these two again; None where nothing does."""
        found = [moments[two] for moments in (self.partners, self.refusals) if two in moments]
        return max(found) if found else None


def get_history(programme: UUID) -> PairHistory:
    """Return the history of all pairs in a programme, whichever cohort it was and whoever was the mentor."""
    found: dict[str, dict[Two, datetime]] = {Outcome.ACCEPTED: {}, Outcome.DECLINED: {}}
    settled = Proposal.objects.filter(cohort__programme=programme, outcome__in=found).order_by("settled_at")
    for outcome, mentor, mentee, at in settled.values_list(
        "outcome", "mentor__member", "mentee__member", "settled_at"
    ):
        if at is not None:  # a settled proposal is dated, which the database sees to
            found[outcome][frozenset((mentor, mentee))] = at
    return PairHistory(partners=found[Outcome.ACCEPTED], refusals=found[Outcome.DECLINED])


def list_objections(mentor: Enrolment, mentee: Enrolment) -> list[str]:
    """Return, in words for the coordinator, what speaks against asking these two; nothing once they are pinned."""
    history = get_history(mentor.cohort.programme_id)
    two = frozenset((mentor.member_id, mentee.member_id))
    decision = PairDecision.objects.filter(mentor=mentor, mentee=mentee).first()
    last = history.last(two)
    if decision and decision.decision == PairDecision.Decision.PINNED and (not last or decision.at > last):
        return []
    found = []
    if two in history.partners:
        found.append(_("They have been partners in this programme before."))
    if two in history.refusals:
        found.append(_("One of them said no to the other before."))
    if decision and decision.decision == PairDecision.Decision.FORBIDDEN:
        found.append(_("You ruled this pair out."))
    return found
