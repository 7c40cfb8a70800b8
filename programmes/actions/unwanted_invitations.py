"""Invitations of people who are wanted nowhere any more end with the last place or role that they were for."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from organisations import actions as organisations
from organisations.models import Appointment, Invitation, Member
from programmes.models import Enrolment


def unwanted_invitations(places: QuerySet[Enrolment] | None = None) -> QuerySet[Invitation]:
    """Return the open invitations of those who have no role in the organisation, and no place among the given ones.

    Args:
        places: enrolments that count; by default all in cohorts that are open. Whoever was taken out, or said no, has
            no place.
    """
    if places is None:
        places = Enrolment.objects.filter(cohort__closed_at=None)
    kept = places.exclude(state__in=["withdrawn", "declined"]).filter(member=OuterRef("member"))
    return Invitation.objects.filter(
        ~Exists(kept),
        ~Exists(Appointment.objects.filter(member=OuterRef("member"))),
        accepted_at=None,
        expires_at__gt=timezone.now(),
        member__user=None,
    ).order_by("pk")


def withdraw_if_unwanted(*, member: Member, by: Member) -> None:
    """Withdraw a person's open invitation where nothing that it was for is left; whose mail waits gets none."""
    for invitation in unwanted_invitations().filter(member=member):
        organisations.withdraw_invitation(invitation=invitation, by=by)
