"""Beginning a partnership: of a mentor and a mentee of a cohort, or of two peers of a programme."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit, tenancy
from organisations.models import Member
from partnerships import guide
from partnerships.actions.notices import tell
from partnerships.errors import PartnershipError
from partnerships.models import PEER, Agreement, Partnership, Party, PeerInvitation, Transition
from programmes import mentor_capacity
from programmes.actions import enrolments
from programmes.models import Coordination, Enrolment, Proposal


@transaction.atomic
def begin(
    *, mentor: Enrolment, mentee: Enrolment, by: Member, proposal: Proposal | None = None
) -> Partnership:
    """Begin a partnership of two people of a cohort, with a draft of its agreement; tell both.

    Args:
        by: one of the two, where both said yes to a proposal, or a coordinator of their programme.
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
    # Both at once: the wall lets nobody into a partnership that has somebody in it.
    Party.objects.bulk_create(
        Party(
            organisation_id=enrolment.organisation_id,
            partnership=partnership,
            member=enrolment.member,
            enrolment=enrolment,
            role=enrolment.role,
        )
        for enrolment in (mentor, mentee)
    )
    for enrolment in (mentor, mentee):
        enrolments.step(enrolment, Enrolment.State.ACTIVE, by=by)
    programme = mentor.cohort.programme
    texts = {section: getattr(programme, f"agreement_{section}") for section in Agreement.SECTIONS}
    _begun(partnership, [mentor.member, mentee.member], texts, by)
    return partnership


def begin_as_peers(invitation: PeerInvitation, *, by: Member) -> Partnership:
    """Begin what a peer invitation asks for, in the transaction of the yes to it; tell both.

    Args:
        invitation: open, and locked by the caller. It is marked as accepted here, because the walls let the two in
            by that.
        by: the one who was asked.
    """
    partnership = Partnership.objects.create(
        organisation_id=invitation.organisation_id, cohort=invitation.cohort, agreement_version=1
    )
    invitation.outcome = PeerInvitation.Outcome.ACCEPTED
    invitation.answered_at = timezone.now()
    invitation.partnership = partnership
    invitation.save(update_fields=["outcome", "answered_at", "partnership"])
    for member in (invitation.by, invitation.to):
        Party.objects.create(
            organisation_id=invitation.organisation_id, partnership=partnership, member=member, role=PEER
        )
    texts = {section: str(words) for section, words in guide.PEER_AGREEMENT.items()}
    _begun(partnership, [invitation.by, invitation.to], texts, by)
    return partnership


def _begun(partnership: Partnership, members: Sequence[Member], texts: Mapping[str, str], by: Member) -> None:
    """Note the first step, draft the agreement, and tell everyone. The first of the members writes the draft."""
    Transition.objects.create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        to_stage=partnership.stage,
        reason=Transition.Reason.BEGAN,
        by=by,
        at=partnership.began_at,
    )
    # Only a party can write behind the wall, and a coordinator who begins it is none.
    with tenancy.inside(partnership.organisation_id, members[0].pk):
        Agreement.objects.create(
            organisation_id=partnership.organisation_id, partnership=partnership, version=1, **texts
        )
    audit.record("partnership.began", on=partnership, by=by)
    for member in members:
        tell(member, "partnership-began", of=partnership, about=partnership, page="partnership")


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
    if not mentor_capacity.has_mentees(mentor):
        raise PartnershipError(
            _("%(name)s has as many mentees as they can take.") % {"name": mentor.member.display_name}
        )


def _coordinates(member: Member, enrolment: Enrolment) -> bool:
    return Coordination.objects.filter(programme__cohorts=enrolment.cohort_id, member=member).exists()
