"""Founding a community, coming in and leaving, what it is for, and its steps from phase to phase."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails, phases
from cop.actions import attendances, conflicts, turns
from cop.actions.checks import (
    locked,
    refuse_if_closed,
    refuse_unless_coordinator,
    refuse_unless_member,
)
from cop.errors import CharterChangedError, CommunityError, PhaseIncompleteError
from cop.models import (
    Charter,
    Community,
    CommunityClosure,
    JoinDecision,
    JoinRequest,
    Membership,
    PhaseStep,
    Session,
)
from cop.queries.communities import coordinates, get_history
from meetings import actions as meetings
from meetings.models import Meeting
from organisations import audit, tenancy
from organisations.models import Member, MemberQuerySet
from programmes.models import Coordination, Enrolment, Programme


@transaction.atomic
def found(
    *, programme: Programme, name: str, audience: str, joining: str, by: Member, about: str = ""
) -> Community:
    """Begin a community of a programme. Is joining automatic, everyone enrolled for whom it is meant belongs to it.

    Raises:
        CommunityError: ``by`` does not coordinate the programme, or it has a community of that name.
    """
    refuse_unless_coordinator(programme.pk, by)
    try:
        with transaction.atomic():
            community = Community.objects.create(
                organisation_id=programme.organisation_id,
                programme=programme,
                name=name.strip(),
                audience=audience,
                joining=joining,
                about=about.strip(),
                created_by=by,
            )
    except IntegrityError:
        raise CommunityError(_("This programme has a community of that name already.")) from None
    _note_step(community, "", by)
    audit.record("community.founded", on=community, by=by, audience=audience, joining=joining)
    if joining == Community.Joining.AUTOMATIC:
        admit(community=community, members=_enrolled(community), by=by)
    return community


def _enrolled(community: Community) -> MemberQuerySet:
    """Return everyone who has joined and takes part in the programme in a place that the community is for."""
    places = Enrolment.objects.taking_part().filter(
        cohort__programme=community.programme_id, role__in=community.roles
    )
    return Member.objects.filter(enrolments__in=places, user__isnull=False).distinct()


def _members(community: Community) -> MemberQuerySet:
    return Member.objects.filter(communities__community=community, communities__left_at=None)


@transaction.atomic
def edit(*, community: Community, name: str, joining: str, by: Member, about: str = "") -> Community:
    """Change what a coordinator decides of a community. For whom it is meant stays as it was founded.

    Where everyone who is enrolled belongs to it from now on, they come in; who left before is not fetched back.

    Raises:
        CommunityError: ``by`` does not coordinate its programme, or another one has that name.
    """
    current = locked(community)
    refuse_unless_coordinator(current.programme_id, by)
    was = current.joining
    current.name, current.joining, current.about = name.strip(), joining, about.strip()
    try:
        with transaction.atomic():
            current.save(update_fields=["name", "joining", "about"])
    except IntegrityError:
        raise CommunityError(_("This programme has a community of that name already.")) from None
    audit.record("community.edited", on=current, by=by, joining=joining)
    if joining != was and joining == Community.Joining.AUTOMATIC and not current.is_closed:
        ever = Membership.objects.filter(community=current).values("member")
        admit(community=current, members=_enrolled(current).exclude(pk__in=ever), by=by)
    return current


@transaction.atomic
def close(*, community: Community, by: Member) -> CommunityClosure:
    """Bring a community to its end: nothing new is arranged or shared, everything stays to be read.

    Sessions ahead are called off, swaps and requests to join that wait are taken back, nobody has a turn to come, and
    the members are told.
    An evaluation that was opened before takes answers until its day; a conflict goes on between the two it is with.

    Raises:
        CommunityError: ``by`` does not coordinate its programme, it is closed already, or a session is under way.
    """
    current = locked(community)
    refuse_unless_coordinator(current.programme_id, by)
    refuse_if_closed(current)
    if Session.objects.upcoming().filter(community=current, meeting__starts_at__lte=timezone.now()).exists():
        raise CommunityError(_("A session is under way. Close the community once it is over."))
    closure = CommunityClosure.objects.create(
        organisation_id=current.organisation_id, community=current, by=by
    )
    planned = Meeting.objects.filter(session__community=current)
    called_off = meetings.cancel_ahead(by=by, meetings=planned, tell=False)  # the mail below brings it all
    turns.end_swaps(current)
    JoinRequest.objects.open().filter(community=current).delete()
    audit.record("community.closed", on=current, by=by)
    mails.tell_of_closing(list(_members(current)), closure, called_off)
    return closure


@transaction.atomic
def reopen(*, community: Community, by: Member) -> None:
    """Take a closure back. Sessions that were called off stay so; the rota gives the next turns, and members are told.

    Who was enrolled meanwhile comes in, where everyone enrolled belongs to it.

    Raises:
        CommunityError: ``by`` does not coordinate its programme.
    """
    current = locked(community)
    refuse_unless_coordinator(current.programme_id, by)
    closure = CommunityClosure.objects.filter(community=current).first()
    if closure is None:
        return
    mails.tell_of_reopening(list(_members(current).exclude(pk=by.pk)), current, closure)
    closure.delete()
    audit.record("community.reopened", on=current, by=by)
    if current.joining == Community.Joining.AUTOMATIC:
        was_here = Membership.objects.filter(community=current).values("member")
        admit(community=current, members=_enrolled(current).exclude(pk__in=was_here), by=by)
    turns.fill(current)


@transaction.atomic
def join(*, community: Community, by: Member) -> Membership:
    """Come into a community that is open to one.

    Raises:
        CommunityError: it is meant for others, or closed. Joining twice is joining once.
    """
    current = locked(community)
    mine = Membership.objects.current().filter(community=current, member=by).first()
    if mine:
        return mine
    if not Community.objects.open_to(by).filter(pk=current.pk).exists():
        raise CommunityError(_("This community is for other people of the programme, or it has closed."))
    return _admit(current, [by], by)[0]


def admit(*, community: Community, members: Iterable[Member], by: Member) -> list[Membership]:
    """Take people in who are not in yet, and tell each of them; return the new memberships.

    Who has not joined the organisation is left out, since nobody is a member of anything before they came in; so is who
    coordinates the programme or is an admin, since nobody comes in by their office.
    """
    there = set(Membership.objects.current().filter(community=community).values_list("member_id", flat=True))
    new = community.without_office(
        [member for member in members if member.has_joined and member.pk not in there]
    )
    made = _admit(community, new, by)
    mails.tell_of_joining(new, community)
    return made


def let_in(*, community: Community, member: Member, decision: JoinDecision, by: Member) -> list[Membership]:
    """Take in somebody in office, by a member's yes; they read from now on only. No new row where they are in."""
    if Membership.objects.current().filter(community=community, member=member).exists():
        return []
    return _admit(community, [member], by, decision=decision, reads_from=timezone.now())


def _admit(community: Community, members: list[Member], by: Member, **how: Any) -> list[Membership]:
    made = Membership.objects.bulk_create(
        Membership(organisation_id=community.organisation_id, community=community, member=member, **how)
        for member in members
    )
    if made:
        audit.record("community.joined", on=community, by=by, members=len(made))
        attendances.invite_to_what_is_ahead(community, members)
        turns.fill(community)
    return made


@transaction.atomic
def leave(*, community: Community, member: Member, by: Member) -> None:
    """End a membership: one's own, or as the coordinator that of somebody who left the programme.

    What they wrote stays where it is; their coming turns go to others, and sessions ahead no longer expect them. What
    they brought in confidence stays theirs to read, and the other one is told.

    Raises:
        CommunityError: ``by`` is neither, or the member does not belong to it.
    """
    current = locked(community)
    if by != member:
        refuse_unless_coordinator(current.programme_id, by)
    mine = Membership.objects.current().filter(community=current, member=member).first()
    if mine is None:
        raise CommunityError(_("This person does not belong to the community any more."))
    _end(current, mine)
    audit.record("community.left", on=current, by=by, member=member)
    mails.take_off_calendar(member, current)


def _end(community: Community, mine: Membership) -> None:
    conflicts.tell_of_leaving(community, mine.member)
    turns.release(community, mine.member)
    # What nobody of the rota took over, such as a workshop in the founding phase, is a coordinator's to run. Where the
    # only coordinator leaves, it stays theirs.
    running = Coordination.objects.filter(programme=community.programme_id).select_related("member")
    others = running.exclude(member=mine.member).order_by("pk")
    attendances.pass_on(community, mine.member, to=others[0].member if others else None)
    mine.left_at = timezone.now()
    mine.save(update_fields=["left_at"])


def end_by_office(*, member: Member, communities: Iterable[Community], by: Member) -> None:
    """End the memberships of somebody who is about to take office, until the members let them in; all are told.

    Who was let in while in office stays: the members have decided that.
    """
    mine = Membership.objects.current().by_no_decision().filter(member=member, community__in=communities)
    for membership in mine.select_related("community__programme", "member__organisation").order_by(
        "community"
    ):
        with tenancy.inside(member.organisation_id, member.pk):  # an admin changes nobody's membership
            current = locked(membership.community)
            _end(current, membership)
        audit.record("community.left", on=current, by=by, member=member)
        mails.tell_of_office(membership, list(_members(current)))


@transaction.atomic
def write_charter(*, community: Community, based_on: int, purpose: str, ways: str, by: Member) -> Charter:
    """Write the next version of the community's purpose and ways of working; the same words make no version.

    Args:
        based_on: the version that was on the screen while this was written; 0 before the first.

    Raises:
        CharterChangedError: somebody else wrote one meanwhile.
        CommunityError: ``by`` does not belong to the community, or it has closed.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    newest = Charter.objects.filter(community=current).first()
    version = newest.version if newest else 0
    if version != based_on:
        words = _("Somebody else wrote at the same time. Compare both, then save what should stand.")
        raise CharterChangedError(version, words)
    purpose, ways = purpose.strip(), ways.strip()
    if newest and (newest.purpose, newest.ways) == (purpose, ways):
        return newest
    written = Charter.objects.create(
        organisation_id=current.organisation_id,
        community=current,
        version=version + 1,
        purpose=purpose,
        ways=ways,
        written_by=by,
    )
    audit.record("charter.written", on=current, by=by, version=written.version)
    return written


@transaction.atomic
def step(*, community: Community, to: str, by: Member, anyway: bool = True) -> Community:
    """Go to the next phase, when nothing is missing, or back to the one before; the members are told.

    That is the members' decision or the coordinator's. A coordinator, who answers for the programme, may also go
    forward before that.

    Args:
        anyway: whether a coordinator goes on though something is missing; pages ask them first.

    Raises:
        PhaseIncompleteError: something is missing still.
        CommunityError: the phase is not a neighbour of the present one, or ``by`` is
            neither a member nor a coordinator.
    """
    current = locked(community)
    refuse_if_closed(current)
    if to == current.phase:
        return current
    if not to or to not in {phases.before(current.phase), phases.following(current.phase)}:
        raise CommunityError(_("A community goes from one phase to the next, or back to the one before."))
    forward = phases.following(current.phase) == to
    is_coordinator = coordinates(current.programme_id, by)
    if not is_coordinator:
        refuse_unless_member(current, by)
    if forward and not (is_coordinator and anyway):
        missing = phases.missing(current.phase, get_history(current))
        if missing:
            raise PhaseIncompleteError(missing, _("Something is missing still for the next phase."))
    was, current.phase = current.phase, to
    current.save(update_fields=["phase"])
    noted = _note_step(current, was, by)
    mails.tell_of_phase(list(_members(current).exclude(pk=by.pk)), noted)
    audit.record("community.phase", on=current, by=by, was=was, became=to)
    turns.fill(current)
    return current


def _note_step(community: Community, was: str, by: Member) -> PhaseStep:
    step: PhaseStep = PhaseStep.objects.create(
        organisation_id=community.organisation_id,
        community=community,
        from_phase=was,
        to_phase=community.phase,
        by=by,
    )
    return step
