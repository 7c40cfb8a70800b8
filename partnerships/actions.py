"""What is done in a partnership. Each action is one transaction: rows, a line in the trail, messages.

Every action but the first locks the partnership's row, so that two people who press at once come one after the other
and the second meets what the first did. The trail names neither stage nor outcome: who reads it may not know them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import actions as meetings
from meetings import hosts
from meetings.models import Meeting, MeetingQuerySet
from notifications import outbox
from organisations import audit, tenancy
from organisations.addresses import path
from organisations.models import Member, OrganisationModel
from partnerships import guide, lifecycle
from partnerships.models import (
    Agreement,
    Conclusion,
    ConclusionReason,
    Partnership,
    PartnershipMeeting,
    Party,
    PracticeRating,
    ReviewAnswer,
    ReviewAnswered,
    Signature,
    StageReview,
    Transition,
)
from programmes import places
from programmes.actions import enrolments, proposals
from programmes.models import Coordination, Enrolment, Practice, Proposal


class PartnershipError(ValueError):
    """What cannot be done in a partnership, in words for the person who tried."""


class AgreementChangedError(PartnershipError):
    """Somebody else wrote a version in the meantime: ``newest`` is that version."""

    def __init__(self, newest: Agreement, words: str) -> None:
        super().__init__(words)
        self.newest = newest


@transaction.atomic
def begin(
    *, mentor: Enrolment, mentee: Enrolment, by: Member, proposal: Proposal | None = None
) -> Partnership:
    """Begin a partnership of two people of a cohort, with a draft of its agreement; tell both.

    Args:
        by: one of the two, or a coordinator of their programme.
        proposal: what both said yes to, when there was one.

    Raises:
        PartnershipError: they are not a mentor and a mentee of one cohort, work together already, or the mentor has
            as many mentees as they can take; or it is not for this person to begin it.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("member", "cohort__programme")
    found = {
        enrolment.pk: enrolment for enrolment in locked.filter(pk__in=[mentor.pk, mentee.pk]).order_by("pk")
    }
    mentor, mentee = found[mentor.pk], found[mentee.pk]
    _check_they_can_begin(mentor, mentee, by)
    partnership = Partnership.objects.create(
        organisation_id=mentor.organisation_id, cohort=mentor.cohort, proposal=proposal, agreement_version=1
    )
    for enrolment in (mentor, mentee):
        Party.objects.create(
            organisation_id=enrolment.organisation_id,
            partnership=partnership,
            member=enrolment.member,
            enrolment=enrolment,
            role=enrolment.role,
        )
        enrolments.step(enrolment, Enrolment.State.ACTIVE, by=by)
    Transition.objects.create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        to_stage=partnership.stage,
        reason=Transition.Reason.BEGAN,
        by=by,
        at=partnership.began_at,
    )
    _draft_agreement(partnership, mentor)
    audit.record("partnership.began", on=partnership, by=by)
    for enrolment in (mentor, mentee):
        _tell(enrolment.member, "partnership-began", of=partnership, about=partnership, page="partnership")
    return partnership


def _check_they_can_begin(mentor: Enrolment, mentee: Enrolment, by: Member) -> None:
    if (mentor.role, mentee.role) != ("mentor", "mentee") or mentor.cohort_id != mentee.cohort_id:
        raise PartnershipError(_("A partnership needs a mentor and a mentee of the same cohort."))
    if mentor.member_id == mentee.member_id:
        raise PartnershipError(_("Nobody can be their own mentor."))
    if by.pk not in {mentor.member_id, mentee.member_id} and not _coordinates(by, mentor):
        raise PartnershipError(_("Only the two themselves or a coordinator of the programme can begin this."))
    under_way = Partnership.objects.under_way().filter(parties__enrolment=mentor)
    if under_way.filter(pk__in=Party.objects.filter(enrolment=mentee).values("partnership")).exists():
        raise PartnershipError(_("These two work together already."))
    if not places.has_one(mentor):
        raise PartnershipError(
            _("%(name)s has as many mentees as they can take.") % {"name": mentor.member.display_name}
        )


def _coordinates(member: Member, enrolment: Enrolment) -> bool:
    return Coordination.objects.filter(programme__cohorts=enrolment.cohort_id, member=member).exists()


def _draft_agreement(partnership: Partnership, mentor: Enrolment) -> None:
    """Write version 1 from the programme's texts. Only a party can write behind the wall, so the mentor does."""
    programme = mentor.cohort.programme
    with tenancy.inside(partnership.organisation_id, mentor.member_id):
        Agreement.objects.create(
            organisation_id=partnership.organisation_id,
            partnership=partnership,
            version=1,
            **{section: getattr(programme, f"agreement_{section}") for section in Agreement.SECTIONS},
        )


@transaction.atomic
def edit_agreement(
    *, partnership: Partnership, based_on: int, texts: Mapping[str, str], by: Member
) -> Agreement:
    """Write the next version of the agreement; who signed an earlier one has signed that one only.

    Args:
        based_on: the version that was on the screen while this was written.
        texts: the sections by name; those left out stay as they were.

    Gives the newest version: the one there was when nothing changed.

    Raises:
        AgreementChangedError: someone else wrote a version in the meantime.
        PartnershipError: it is not theirs, or has ended.
    """
    partnership = _lock(partnership, by)
    newest = _newest_agreement(partnership)
    if newest.version != based_on:
        raise AgreementChangedError(
            newest,
            _(
                "While you were writing, version %(version)d was stored. Nothing of yours is lost: compare it with "
                "that version below, then store it again."
            )
            % {"version": newest.version},
        )
    written = {name: texts.get(name, getattr(newest, name)) for name in Agreement.SECTIONS}
    if all(getattr(newest, name) == text for name, text in written.items()):
        return newest
    agreement = Agreement.objects.create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        version=newest.version + 1,
        written_by=by,
        **written,
    )
    partnership.agreement_version = agreement.version
    partnership.save(update_fields=["agreement_version"])
    outbox.call_off(newest.pk)  # nobody needs to hear any more that the version before waits
    audit.record("agreement.changed", on=partnership, by=by, version=agreement.version)
    _tell_others(partnership, by, "agreement-changed", about=agreement, page="partnership_agreement")
    return agreement


@transaction.atomic
def sign(*, partnership: Partnership, version: int, by: Member) -> Signature:
    """Sign the agreement. Signing twice changes nothing; when all have signed, all are told.

    Args:
        version: the one that was on the screen: nobody signs what they have not read.

    Raises:
        AgreementChangedError: there is a newer version.
        PartnershipError: nothing is agreed on yet; it is not theirs, or has ended.
    """
    partnership = _lock(partnership, by)
    newest = _newest_agreement(partnership)
    if newest.version != version:
        raise AgreementChangedError(
            newest,
            _(
                "The agreement changed while you were reading. This is version %(version)d: read it before you sign."
            )
            % {"version": newest.version},
        )
    if newest.is_blank:
        raise PartnershipError(_("There is nothing to sign yet. Write down first what you agree on."))
    signature, added = Signature.objects.get_or_create(
        organisation_id=partnership.organisation_id, partnership=partnership, version=version, member=by
    )
    if not added:
        return signature
    audit.record("agreement.signed", on=partnership, by=by, version=version)
    signed = set(
        Signature.objects.filter(partnership=partnership, version=version).values_list("member", flat=True)
    )
    if all(party.member_id in signed for party in partnership.parties.all()):
        for party in partnership.parties.all():
            _tell(
                party.member, "agreement-signed", of=partnership, about=newest, page="partnership_agreement"
            )
    else:
        _tell_others(partnership, by, "agreement-to-sign", about=newest, page="partnership_agreement")
    return signature


@transaction.atomic
def open_review(*, partnership: Partnership, by: Member) -> StageReview:
    """Begin to look back on the present stage; give the review that is open already when there is one.

    Raises:
        PartnershipError: it is not theirs, or has ended.
    """
    partnership = _lock(partnership, by)
    review, opened = StageReview.objects.get_or_create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        outcome=StageReview.Outcome.OPEN,
        defaults={"stage": partnership.stage, "opened_by": by},
    )
    if opened:
        audit.record("review.opened", on=partnership, by=by)
    return review


@transaction.atomic
def answer_review(
    *,
    review: StageReview,
    ratings: Mapping[UUID, int],
    noticed: str,
    trust: int,
    openness: int,
    enthusiasm: int,
    proposes: str,
    by: Member,
) -> StageReview:
    """Give one side's view of a stage. The last answer settles the review and opens the views to each other.

    Args:
        ratings: for each practice of the stage (by id) how far it is present, 0 to 3.
        trust, openness, enthusiasm: 1 to 5.
        proposes: ``move-on``, ``stay`` or ``return``, as the stage allows.

    Raises:
        PartnershipError: they answered already, a practice has no rating, the proposal does not fit the stage, it
            is not theirs, or the partnership has ended.
    """
    partnership = _lock(review.partnership, by)
    review = StageReview.objects.get(pk=review.pk, partnership=partnership)
    if ReviewAnswered.objects.filter(review=review, member=by).exists():
        raise PartnershipError(_("You have looked back on this stage already. Your view stands as it is."))
    if review.outcome != StageReview.Outcome.OPEN:
        raise PartnershipError(_("This review is settled already."))
    if proposes not in lifecycle.proposals_in(review.stage):
        raise PartnershipError(_("This stage does not allow that. Choose another proposal."))
    practices = Practice.objects.filter(programme__cohorts=partnership.cohort_id, stage=review.stage)
    if {practice.pk for practice in practices} != set(ratings):
        raise PartnershipError(_("Say for each practice how far you see it. The list may just have changed."))
    organisation_id = partnership.organisation_id
    # First that it was answered: the wall in front of the answers opens by these rows, and to who answered only.
    ReviewAnswered.objects.create(organisation_id=organisation_id, review=review, member=by)
    answer = ReviewAnswer.objects.create(
        organisation_id=organisation_id,
        review=review,
        member=by,
        noticed=noticed,
        trust=trust,
        openness=openness,
        enthusiasm=enthusiasm,
        proposes=proposes,
    )
    PracticeRating.objects.bulk_create(
        PracticeRating(organisation_id=organisation_id, answer=answer, practice_id=practice, rating=rating)
        for practice, rating in ratings.items()
    )
    audit.record("review.answered", on=partnership, by=by)
    answered = set(ReviewAnswered.objects.filter(review=review).values_list("member", flat=True))
    if all(party.member_id in answered for party in partnership.parties.all()):
        _settle(partnership, review, by)
    else:
        waiting = [party for party in partnership.parties.all() if party.member_id not in answered]
        for party in waiting:
            _tell(party.member, "review-waits", of=partnership, about=review, page="partnership_review")
    return review


@transaction.atomic
def take_view_back(*, review: StageReview, by: Member) -> None:
    """Take one's view of a stage back while somebody else's is still to come; a review nobody has answered closes.

    Raises:
        PartnershipError: all have answered, they have not, it is not theirs, or the partnership has ended.
    """
    partnership = _lock(review.partnership, by)
    mine = ReviewAnswered.objects.filter(
        review=review, review__partnership=partnership, review__outcome=StageReview.Outcome.OPEN, member=by
    )
    if not mine.exists():
        raise PartnershipError(_("Both views are there now, so yours stays as it is."))
    outbox.call_off(review.pk)
    audit.record("review.taken-back", on=partnership, by=by)
    # The answer first: the walls let go of it as long as the row that says it was given is there.
    ReviewAnswer.objects.filter(review=review, member=by).delete()
    mine.delete()
    if not ReviewAnswered.objects.filter(review=review).exists():
        StageReview.objects.filter(pk=review.pk).delete()


def _settle(partnership: Partnership, review: StageReview, by: Member) -> None:
    """Do what the answers agree on; where they differ, leave it to the next meeting."""
    answers = ReviewAnswer.objects.filter(review=review).values_list("proposes", flat=True)
    settlement = lifecycle.settle(review.stage, list(answers))
    review.outcome = settlement.outcome
    review.settled_at = timezone.now()
    review.save(update_fields=["outcome", "settled_at"])
    if settlement.stage != partnership.stage:
        Transition.objects.create(
            organisation_id=partnership.organisation_id,
            partnership=partnership,
            from_stage=partnership.stage,
            to_stage=settlement.stage,
            reason=Transition.Reason.AGREED,
            review=review,
            by=by,
            at=review.settled_at,
        )
        partnership.stage = settlement.stage
        partnership.save(update_fields=["stage"])
    if settlement.outcome == lifecycle.DIFFERED:
        upcoming = _meetings(partnership, by).upcoming().first()
        if upcoming:
            _put_on_agenda(upcoming, review, by)
    audit.record("review.settled", on=partnership, by=by)
    for party in partnership.parties.all():
        _tell(party.member, "review-settled", of=partnership, about=review, page="partnership_review_views")


def _put_on_agenda(meeting: Meeting, review: StageReview, by: Member) -> None:
    """Have both views talked about. The item names the stage; the views themselves stay where they are."""
    meetings.add_agenda_item(
        by=by,
        meeting=meeting,
        text=_("Where we see %(stage)s differently: both views lie side by side in our partnership")
        % {"stage": review.get_stage_display().lower()},
        source=guide.FROM_REVIEW,
    )


@transaction.atomic
def conclude(*, partnership: Partnership, kind: str, by: Member, reason: str = "") -> Conclusion:
    """End a partnership, let it go on informally, or end it early; tell the others.

    Args:
        reason: as :func:`end_early` takes it; only when it ends early.

    Raises:
        PartnershipError: this way is not open in its stage, it has ended already, or it is not theirs.
    """
    partnership = _lock(partnership, by)
    if kind == Conclusion.Kind.EARLY:
        return end_early(partnership=partnership, by=by, reason=reason)
    if kind not in lifecycle.conclusions_in(partnership.stage):
        raise PartnershipError(_("From this stage a partnership can only end early. Choose that, or go on."))
    return _conclude(partnership, kind, by)


@transaction.atomic
def end_early(*, partnership: Partnership, by: Member, reason: str = "") -> Conclusion:
    """End a partnership before its last stage, without blame, by either of the two or by their coordinator.

    Meetings that are ahead are called off, the others are told that it ended and by whom, and the mentee can be
    matched again.

    Args:
        reason: one of ``ConclusionReason.Kind``, or empty. Read by who gives it and by the coordinators; the partner
            does not learn it.

    Raises:
        PartnershipError: it has ended already, it is neither theirs nor in a programme of theirs, or there is no such
            reason.
    """
    partnership = _lock(partnership, by, or_coordinator=True)
    if reason and reason not in ConclusionReason.Kind:
        raise PartnershipError(_("Choose one of the reasons, or none."))
    conclusion = _conclude(partnership, Conclusion.Kind.EARLY, by)
    if reason:
        ConclusionReason.objects.create(
            organisation_id=partnership.organisation_id, conclusion=conclusion, kind=reason, by=by
        )
    return conclusion


def _conclude(partnership: Partnership, kind: str, by: Member) -> Conclusion:
    meetings.call_off_ahead(by=by, meetings=Meeting.objects.filter(partnership_link__partnership=partnership))
    conclusion = Conclusion.objects.create(
        organisation_id=partnership.organisation_id, partnership=partnership, kind=kind, by=by
    )
    _release(partnership, fulfilled=kind != Conclusion.Kind.EARLY, by=by)
    audit.record("partnership.concluded", on=partnership, by=by)
    _tell_others(partnership, by, "partnership-concluded", about=partnership, page="partnership")
    return conclusion


def _release(partnership: Partnership, *, fulfilled: bool, by: Member) -> None:
    """Let the cohort know: who reached the end has completed it, who did not can be matched again."""
    enrolled = [party for party in partnership.parties.all() if party.enrolment]
    for mentor in (party for party in enrolled if party.role == "mentor"):
        for mentee in (party for party in enrolled if party.role == "mentee"):
            proposals.end_pair(mentor=mentor.enrolment, mentee=mentee.enrolment, fulfilled=fulfilled, by=by)


@transaction.atomic
def propose_meeting(
    *,
    partnership: Partnership,
    by: Member,
    starts_at: datetime,
    every: int = 0,
    count: int = 1,
    **arranged: Any,
) -> Meeting:
    """Propose a time to all others of a partnership; what the last meeting left open is taken over. Give the first.

    Args:
        starts_at: aware.
        every, count: for a series, as ``meetings.actions.propose_series`` takes them; 0 weeks is once.
        arranged: as ``meetings.actions.propose`` takes it.

    Raises:
        PartnershipError: it is not theirs, or has ended.
        ValueError: the time will not do, as ``meetings.actions.propose`` says.
    """
    partnership = _lock(partnership, by)
    before = _meetings(partnership, by).order_by("-starts_at", "-id").first()
    wanted: dict[str, Any] = {
        "by": by,
        "attendees": _members(partnership),
        "starts_at": starts_at,
        "carry_from": before,
    }
    if every:
        planned = meetings.propose_series(**wanted, every=every, count=count, **arranged)
    else:
        planned = [meetings.propose(**wanted, **arranged)]
    for each in planned:
        _link(partnership, each)
    meeting = planned[0]
    review = unsettled_difference(partnership)
    if (
        review
        and not _meetings(partnership, by)
        .filter(ends_at__gt=review.settled_at)
        .exclude(pk__in=[each.pk for each in planned])
        .exists()
    ):
        _put_on_agenda(meeting, review, by)
    return meeting


@transaction.atomic
def log_meeting(*, partnership: Partnership, by: Member, starts_at: datetime, **arranged: Any) -> Meeting:
    """Note a meeting of the partnership that already took place.

    Raises:
        PartnershipError: it is not theirs, or has ended.
        ValueError: the time will not do, as ``meetings.actions.log_past`` says.
    """
    partnership = _lock(partnership, by)
    hosts.refuse_before(partnership.began_at, starts_at)
    meeting = meetings.log_past(by=by, attendees=_members(partnership), starts_at=starts_at, **arranged)
    _link(partnership, meeting)
    return meeting


def unsettled_difference(partnership: Partnership) -> StageReview | None:
    """Give the latest review when it left the two with different views of the present stage."""
    latest = partnership.reviews.first()
    differs = latest and latest.outcome == StageReview.Outcome.DIFFERED and latest.stage == partnership.stage
    return latest if differs else None


def _lock(partnership: Partnership, by: Member, *, or_coordinator: bool = False) -> Partnership:
    """Lock a partnership and give it as it is now.

    Raises:
        PartnershipError: the member is no party of it (nor coordinates its programme, where that is enough), or it
            has ended.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).prefetch_related("parties__member")
    partnership = locked.get(pk=partnership.pk)
    theirs = by.pk in {party.member_id for party in partnership.parties.all()}
    if not theirs and not (
        or_coordinator and Partnership.objects.coordinated_by(by).filter(pk=partnership.pk)
    ):
        raise PartnershipError(_("This partnership is not yours."))
    if Conclusion.objects.filter(partnership=partnership).exists():
        raise PartnershipError(_("This partnership has ended. All of it stays here for you to read."))
    return partnership


def _newest_agreement(partnership: Partnership) -> Agreement:
    """Give the newest version, or an empty version 0 where nobody has drafted one."""
    newest = partnership.agreements.order_by("-version").first()
    return newest or Agreement(
        organisation_id=partnership.organisation_id, partnership=partnership, version=0
    )


def _meetings(partnership: Partnership, by: Member) -> MeetingQuerySet:
    return Meeting.objects.visible_to(by).standing().filter(partnership_link__partnership=partnership)


def _members(partnership: Partnership) -> list[Member]:
    return [party.member for party in partnership.parties.all()]


def _link(partnership: Partnership, meeting: Meeting) -> None:
    PartnershipMeeting.objects.create(
        organisation_id=partnership.organisation_id, partnership=partnership, meeting=meeting
    )


def _tell_others(
    partnership: Partnership, by: Member, kind: str, *, about: OrganisationModel, page: str
) -> None:
    for party in partnership.parties.all():
        if party.member_id != by.pk:
            _tell(party.member, kind, of=partnership, about=about, page=page)


def _tell(recipient: Member, kind: str, *, of: Partnership, about: OrganisationModel, page: str) -> None:
    arguments = [of.pk, about.pk] if page == "partnership_review_views" else [of.pk]
    outbox.tell(recipient, kind, about=about, link=path(page, *arguments))
