"""Bringing a conflict to one person in confidence: it is answered, looked at again, and closed.

The audit log says that one was brought or closed in a community, with nobody's name.
"""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails
from cop.actions.checks import locked, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, Conflict, ConflictClosure, ConflictRecipient, ConflictReply, Turn
from organisations import audit, tenancy
from organisations.models import Member


def addressees(community: Community, by: Member) -> list[tuple[str, Member]]:
    """Return to whom a member can bring a conflict: whose turn comes next, and the coordinators; never themselves."""
    turn = Turn.objects.coming().filter(community=community).select_related("member").first()
    found = [(ConflictRecipient.Recipient.FACILITATOR.value, turn.member)] if turn else []
    coordinators = Member.objects.filter(coordinations__programme=community.programme_id).in_order()
    found += [(ConflictRecipient.Recipient.COORDINATOR.value, each) for each in coordinators]
    return [(place, each) for place, each in found if each != by]


@transaction.atomic
def bring(*, community: Community, place: str, to: Member, text: str, by: Member) -> Conflict:
    """Bring a conflict to one person, who is told that something waits.

    Raises:
        CommunityError: ``by`` does not belong to the community, or ``to`` is not in that place.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    conflict = Conflict.objects.create(
        organisation_id=current.organisation_id, community=current, author=by, text=text.strip()
    )
    _with(conflict, current, place, to, by)
    _leave_a_trace("conflict.brought", current)
    return conflict


@transaction.atomic
def bring_to_another(*, conflict: Conflict, place: str, to: Member, by: Member) -> ConflictRecipient:
    """Bring it to somebody else; who had it until now reads it no more, and what they wrote stays with its author.

    Raises:
        CommunityError: it is somebody else's, closed, with them already, or ``to`` is not in that place.
    """
    current = _open(conflict, by)
    if current.author_id != by.pk:
        raise CommunityError(_("Only who brought it can bring it to somebody else."))
    community = locked(current.community)
    refuse_unless_member(community, by)
    now = ConflictRecipient.objects.filter(conflict=current, ended_at=None)
    if now.filter(addressee=to).exists():
        raise CommunityError(_("It is with them already."))
    now.update(ended_at=timezone.now())
    return _with(current, community, place, to, by)


@transaction.atomic
def reply(*, conflict: Conflict, text: str, by: Member, follow_up_on: date | None = None) -> ConflictReply:
    """Write to the other one; with a day, both are reminded on it. Who brought it writes on also after they left.

    Raises:
        CommunityError: it is closed, not ``by``'s to read, the other one could not read it, or the day has passed.
    """
    current = _open(conflict, by)
    bringing = _present(current)
    if follow_up_on and follow_up_on <= timezone.localdate():
        raise CommunityError(_("Choose a day that is still ahead."))
    made = ConflictReply.objects.create(
        organisation_id=current.organisation_id,
        bringing=bringing,
        author=by,
        text=text.strip(),
        follow_up_on=follow_up_on,
    )
    _tell(_other(bringing, by), bringing, str(made.pk))
    if follow_up_on:
        morning = timezone.make_aware(datetime.combine(follow_up_on, time(8)))
        for person in (bringing.brought_by, bringing.addressee):
            _tell(person, bringing, f"{made.pk}-again", due_at=morning, kind=mails.LOOK_AGAIN)
    return made


@transaction.atomic
def close(*, conflict: Conflict, by: Member) -> ConflictClosure:
    """Say that it is settled, as either of the two.

    Raises:
        CommunityError: it is closed already, or not ``by``'s to read.
    """
    current = _open(conflict, by)
    end = ConflictClosure.objects.create(organisation_id=current.organisation_id, conflict=current, by=by)
    _leave_a_trace("conflict.closed", current.community)
    bringing = ConflictRecipient.objects.filter(conflict=current, ended_at=None).first()
    if bringing:
        _tell(_other(bringing, by), bringing, str(end.pk))
    return end


def tell_of_leaving(community: Community, member: Member) -> None:
    """Tell those with whom a member has an open conflict that the member is about to leave the community.

    What the member brought stays readable for both, and both can write on until one closes it. What was brought to
    the member as a facilitator they read no more, so that who brought it takes it to somebody else.
    """
    with tenancy.inside(community.organisation_id, member.pk):
        theirs = (
            ConflictRecipient.objects.open()
            .filter(community=community)
            .filter(Q(brought_by=member) | Q(addressee=member, place=ConflictRecipient.Recipient.FACILITATOR))
        )
        for bringing in theirs.select_related("community", "brought_by", "addressee"):
            _tell(_other(bringing, member), bringing, f"left-{timezone.now():%s.%f}")


def tell_of_end_in_charge(programme: UUID, member: Member) -> None:
    """Tell those who brought a conflict to a coordinator that the coordinator is about to run the programme no more."""
    community = Community.objects.filter(programme=programme).first()
    if community is None:
        return
    with tenancy.inside(community.organisation_id, member.pk):
        theirs = ConflictRecipient.objects.open().filter(
            community__programme=programme, addressee=member, place=ConflictRecipient.Recipient.COORDINATOR
        )
        for bringing in theirs.select_related("community", "brought_by", "addressee"):
            _tell(bringing.brought_by, bringing, f"left-{timezone.now():%s.%f}")


def _leave_a_trace(what: str, community: Community) -> None:
    """Note that it happened and not by whom: a line without a name is written as nobody."""
    with tenancy.inside(community.organisation_id):
        audit.record(what, on=community, by=None)


def _with(conflict: Conflict, community: Community, place: str, to: Member, by: Member) -> ConflictRecipient:
    if (place, to) not in addressees(community, by):
        raise CommunityError(_("Choose who facilitates next, or a coordinator."))
    bringing = ConflictRecipient.objects.create(
        organisation_id=community.organisation_id,
        conflict=conflict,
        community=community,
        brought_by=by,
        addressee=to,
        place=place,
    )
    _tell(to, bringing, "brought")
    return bringing


def _open(conflict: Conflict, by: Member) -> Conflict:
    """The conflict as it is now, held until the transaction ends, for one of the two."""
    locked(conflict.community)
    found = (
        Conflict.objects.visible_to(by).select_related("community__programme").filter(pk=conflict.pk).first()
    )
    if found is None:
        raise CommunityError(_("This is not here any more, or it is somebody else's."))
    if ConflictClosure.objects.filter(conflict=found).exists():
        raise CommunityError(_("This is closed. It stays for the two of you to read."))
    return found


def _present(conflict: Conflict) -> ConflictRecipient:
    found = ConflictRecipient.objects.filter(conflict=conflict, ended_at=None).with_presence()
    bringing = found.select_related("brought_by", "addressee").first()
    if bringing is None:
        raise CommunityError(_("It is with nobody now. Bring it to somebody first."))
    if not bringing.is_in_place:  # type: ignore[attr-defined]  # annotated by with_presence()
        raise CommunityError(
            _("%(name)s cannot read this any more, so nothing can be written to them.")
            % {"name": bringing.addressee.display_name}
        )
    return bringing


def _other(bringing: ConflictRecipient, by: Member) -> Member:
    other: Member = bringing.addressee if by.pk == bringing.brought_by_id else bringing.brought_by
    return other


def _tell(
    person: Member,
    bringing: ConflictRecipient,
    occurrence: str,
    *,
    due_at: datetime | None = None,
    kind: str = mails.IN_CONFIDENCE,
) -> None:
    mails.tell(
        person,
        kind,
        community=bringing.community,
        about=bringing,
        occurrence=occurrence,
        page="community_conflict",
        more=[bringing.conflict_id],
        due_at=due_at,
    )
