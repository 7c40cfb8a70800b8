"""How a partnership ends: with its last stage, going on informally, or early and without blame."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import actions as meetings
from meetings.mails import was_sent
from meetings.models import Meeting
from organisations import audit
from organisations.models import Member
from partnerships import lifecycle
from partnerships.actions.checks import locked
from partnerships.actions.notices import tell, tell_coordinators, tell_others
from partnerships.errors import PartnershipError
from partnerships.models import Conclusion, ConclusionReason, Partnership
from partnerships.signals import partnership_concluded
from programmes.actions import proposals


@transaction.atomic
def conclude(*, partnership: Partnership, kind: str, by: Member, reason: str = "") -> Conclusion:
    """End a partnership, let it go on informally, or end it early; tell the others.

    Args:
        reason: as :func:`end_early` takes it; only when it ends early.

    Raises:
        PartnershipError: this way is not open in its stage, it has ended already, or it is not theirs.
    """
    partnership = locked(partnership, by)
    if kind == Conclusion.Kind.EARLY:
        return end_early(partnership=partnership, by=by, reason=reason)
    if kind not in lifecycle.conclusions_in(partnership.stage):
        raise PartnershipError(_("From this stage a partnership can only end early. Choose that, or go on."))
    return _conclude(partnership, kind, by)


@transaction.atomic
def end_early(*, partnership: Partnership, by: Member, reason: str = "") -> Conclusion:
    """End a partnership before its last stage, without blame, by either of the two or by their coordinator.

    Meetings that are ahead are called off, the others are told that it ended and by whom, the coordinators that it
    ended, and the mentee can be matched again.

    Args:
        reason: one of ``ConclusionReason.Kind``, or empty. Read by who gives it and by the coordinators; the partner
            does not learn it.

    Raises:
        PartnershipError: it has ended already, it is neither theirs nor in a programme of theirs, or there is no such
            reason.
    """
    partnership = locked(partnership, by, or_coordinator=True)
    if reason and reason not in ConclusionReason.Kind:
        raise PartnershipError(_("Choose one of the reasons, or none."))
    conclusion = _conclude(partnership, Conclusion.Kind.EARLY, by)
    if reason:
        ConclusionReason.objects.create(
            organisation_id=partnership.organisation_id, conclusion=conclusion, kind=reason, by=by
        )
    if not partnership.is_of_peers:
        tell_coordinators(conclusion, by)
    return conclusion


def _conclude(partnership: Partnership, kind: str, by: Member) -> Conclusion:
    conclusion = Conclusion.objects.create(
        organisation_id=partnership.organisation_id, partnership=partnership, kind=kind, by=by
    )
    planned = Meeting.objects.filter(partnership_link__partnership=partnership)
    called_off = meetings.cancel_ahead(by=by, meetings=planned, tell=False)  # the mail below brings it all
    _release(partnership, fulfilled=kind != Conclusion.Kind.EARLY, by=by)
    audit.record("partnership.concluded", on=partnership, by=by)
    tell_others(partnership, by, "partnership-concluded", about=partnership, page="partnership")
    if called_off and was_sent(called_off, by):
        tell(by, "partnership-concluded", of=partnership, about=partnership, page="partnership")
    partnership_concluded.send(Partnership, conclusion=conclusion, by=by)
    return conclusion


def _release(partnership: Partnership, *, fulfilled: bool, by: Member) -> None:
    """Let the cohort know: who reached the end has completed it, who did not can be matched again."""
    enrolled = [party for party in partnership.parties.all() if party.enrolment]
    for mentor in (party for party in enrolled if party.role == "mentor"):
        for mentee in (party for party in enrolled if party.role == "mentee"):
            proposals.end_pair(mentor=mentor.enrolment, mentee=mentee.enrolment, fulfilled=fulfilled, by=by)
