"""What communities do when somebody comes into a cohort, or leaves it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from cop.actions import communities as actions
from cop.models import Community, Membership
from organisations.models import Member
from programmes.models import Enrolment
from programmes.signals import enrolments_changed

TAKING_PART = {Enrolment.State.ACCEPTED, Enrolment.State.ACTIVE, Enrolment.State.PAUSED}


@receiver(enrolments_changed)
def follow_enrolments(sender: object, *, enrolments: Sequence[Enrolment], by: Member, **others: Any) -> None:
    """Take people into the communities that everyone enrolled belongs to, and out of those that were for their place.

    Who completed the programme stays: a community carries people to the end and beyond it.
    """
    programmes: dict[Any, list[Enrolment]] = defaultdict(list)
    for enrolment in enrolments:
        programmes[enrolment.cohort.programme_id].append(enrolment)
    for community in (
        Community.objects.standing().filter(programme__in=programmes).select_related("programme")
    ):
        meant = [each for each in programmes[community.programme_id] if each.role in community.roles]
        _admit(community, meant, by)
        for enrolment in meant:
            if enrolment.state == Enrolment.State.WITHDRAWN:
                _end(community, enrolment, by)


def _admit(community: Community, enrolments: Sequence[Enrolment], by: Member) -> None:
    if community.joining != Community.Joining.AUTOMATIC:
        return
    new = {each.member_id: each.member for each in enrolments if each.state == Enrolment.State.ACCEPTED}
    left = Membership.objects.filter(community=community, member__in=new).values_list("member_id", flat=True)
    for member in set(left):  # who is in stays in; who chose to leave is not fetched back
        new.pop(member)
    if new:
        actions.admit(community=community, members=new.values(), by=by)


def _end(community: Community, enrolment: Enrolment, by: Member) -> None:
    """Nobody stays in a community of a programme they left, unless another place of theirs is meant too."""
    places = Enrolment.objects.taking_part().filter(
        cohort__programme=community.programme_id, member=enrolment.member_id, role__in=community.roles
    )
    here = Membership.objects.current().filter(community=community, member=enrolment.member_id)
    if here.exists() and not places.exists():
        actions.leave(community=community, member=enrolment.member, by=by)
