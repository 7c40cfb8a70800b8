"""Beginning a partnership of two people of a cohort."""

from django.db import transaction
from django.utils.translation import gettext as _

from organisations import audit, tenancy
from organisations.models import Member
from partnerships.actions.telling import tell
from partnerships.errors import PartnershipError
from partnerships.models import Agreement, Partnership, Party, Transition
from programmes import places
from programmes.actions import enrolments
from programmes.models import Coordination, Enrolment, Proposal


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
        tell(enrolment.member, "partnership-began", of=partnership, about=partnership, page="partnership")
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
