"""What communities do when somebody comes into a cohort, or leaves it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from cop import mails
from cop.actions import attendances, checks, conflicts, turns
from cop.actions import communities as actions
from cop.models import Community, Membership
from organisations import tenancy
from organisations.models import Appointment, Member
from organisations.signals import member_appointed, member_joined
from programmes.models import Cohort, Coordination, Enrolment, Programme
from programmes.signals import coordination_begins, coordination_ends, enrolments_changed


@receiver(enrolments_changed)
def follow_enrolments(sender: object, *, enrolments: Sequence[Enrolment], by: Member, **others: Any) -> None:
    """Take people into the communities that everyone enrolled belongs to, and out of those that were for their place.

    Who has not joined the organisation yet comes in when they do. Who completed the programme stays: a community
    carries people to the end and beyond it. Into one that has closed nobody comes any more, and who leaves the
    programme leaves it too.
    """
    cohorts = Cohort.objects.filter(pk__in={each.cohort_id for each in enrolments})
    programme_of = dict(cohorts.values_list("pk", "programme"))
    programmes: dict[Any, list[Enrolment]] = defaultdict(list)
    for enrolment in enrolments:
        programmes[programme_of[enrolment.cohort_id]].append(enrolment)
    found = Community.objects.filter(programme__in=programmes)
    for community in found.select_related("programme", "closure"):
        meant = [each for each in programmes[community.programme_id] if each.role in community.roles]
        if not community.is_closed:
            _admit(community, meant, by)
        for enrolment in meant:
            if enrolment.state == Enrolment.State.WITHDRAWN:
                _end(community, enrolment, by)


@receiver(member_joined)
def take_in_whoever_joined(sender: object, *, member: Member, **others: Any) -> None:
    """Take somebody who has just come in into the communities that everyone enrolled belongs to."""
    with tenancy.inside(member.organisation_id, member.pk):
        # Held, so that who is accepted at the same moment comes in by one of the two.
        list(Enrolment.objects.filter(member=member).select_for_update(of=("self",), no_key=True))
        for community in Community.objects.waiting_for(member).select_related("programme").order_by("pk"):
            actions.admit(community=checks.locked(community), members=[member], by=member)


@receiver(coordination_begins)
def end_what_was_theirs_before(
    sender: object, *, programme: Programme, member: Member, by: Member, **others: Any
) -> None:
    """Have somebody who is about to run a programme ask the members of its communities, like everyone in office."""
    of = Community.objects.filter(programme=programme)
    actions.end_by_office(member=member, communities=of, by=by)


@receiver(member_appointed)
def end_what_was_theirs_before_as_admin(
    sender: object, *, member: Member, role: str, by: Member, **others: Any
) -> None:
    """Have somebody who becomes an admin ask the members of communities, like everyone in office."""
    if role == Appointment.Role.ADMIN:
        actions.end_by_office(member=member, communities=Community.objects.all(), by=by)


@receiver(coordination_ends)
def tell_who_confided(sender: object, *, coordination: Coordination, **others: Any) -> None:
    """Tell those who brought a conflict to a coordinator that it is with nobody now."""
    conflicts.tell_of_end_in_charge(coordination.programme_id, coordination.member)


@receiver(coordination_ends)
def pass_on_what_was_led(sender: object, *, coordination: Coordination, **others: Any) -> None:
    """Let others run the sessions that somebody in charge was to run; they read what members write there no longer."""
    left = Coordination.objects.filter(programme=coordination.programme_id).exclude(pk=coordination.pk)
    successor = left.select_related("member").order_by("pk")[0].member
    with tenancy.inside(coordination.organisation_id, successor.pk):
        belongs = Membership.objects.current().filter(member=coordination.member)
        led = Community.objects.filter(programme=coordination.programme_id, closure=None)
        for community in led.exclude(pk__in=belongs.values("community")):
            turns.release(community, coordination.member)
            attendances.pass_on(community, coordination.member, to=successor)
            mails.take_off_calendar(coordination.member, community)


def _admit(community: Community, enrolments: Sequence[Enrolment], by: Member) -> None:
    if community.joining != Community.Joining.AUTOMATIC:
        return
    accepted = {each.member_id for each in enrolments if each.state == Enrolment.State.ACCEPTED}
    # Who is in stays in; who chose to leave is not fetched back.
    there = Membership.objects.filter(community=community).values("member")
    joined = Member.objects.filter(pk__in=accepted, user__isnull=False).exclude(pk__in=there)
    new = list(joined) if accepted else []
    if new and Coordination.objects.filter(programme=community.programme_id, member=by).exists():
        actions.admit(community=community, members=new, by=by)
        return
    for member in new:
        # As themself: whoever changed their place (a partner who ends a partnership) need not look after communities.
        with tenancy.inside(community.organisation_id, member.pk):
            actions.admit(community=community, members=[member], by=member)


def _end(community: Community, enrolment: Enrolment, by: Member) -> None:
    """Nobody stays in a community of a programme they left, unless another place of theirs is meant too."""
    places = Enrolment.objects.taking_part().filter(
        cohort__programme=community.programme_id, member=enrolment.member_id, role__in=community.roles
    )
    here = Membership.objects.current().filter(community=community, member=enrolment.member_id)
    if here.exists() and not places.exists():
        actions.leave(community=community, member=enrolment.member, by=by)
