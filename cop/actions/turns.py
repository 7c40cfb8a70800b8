"""Whose turn it is: filling the rota, naming, stepping in, swapping, being away."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails, phases, reading, rota
from cop.actions import attending
from cop.actions.checks import locked, refuse_if_closed, refuse_unless_coordinator, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Absence, Closure, Community, Membership, Session, Swap, Turn
from organisations import audit
from organisations.models import Member

AHEAD = 3  # so many coming turns are always given
HALF_A_YEAR = timedelta(days=182)
RECENT = 4  # sessions from which the pace is taken


def fill(community: Community, *, without: Member | None = None) -> list[Turn]:
    """Give the next three turns, keeping those whose people still can; give the coming turns.

    A turn that waits for a session takes the next that is arranged and nobody's yet, such as one of a series.
    In the founding phase the coordinator names the facilitator and the rota stays out of it; in a community that has
    closed there are no turns.

    Args:
        without: a member who is about to leave and takes none.
    """
    coming = list(
        Turn.objects.coming().filter(community=community).select_related("session__meeting", "member")
    )
    if community.phase == phases.FOUNDING or Closure.objects.filter(community=community).exists():
        return coming
    new = [
        Turn(organisation_id=community.organisation_id, community=community, number=number)
        for number in _new_numbers(community, max(0, AHEAD - len(coming)))
    ]
    taken = _take_sessions(community, [*coming, *new])
    days = expected_days(community, [*coming, *new])
    people = _people(community, without)
    known = {person.key: person for person in people}
    settled = {
        place: turn.member_id
        for place, (turn, day) in enumerate(zip(coming, days, strict=False))
        if turn.member_id in known and known[turn.member_id].is_available(day)
    }
    wanted = rota.next_turns(people, _served(community), days, settled=settled)
    given = []
    for turn, key in zip([*coming, *new], wanted, strict=True):
        if key is None:
            Turn.objects.filter(pk=turn.pk).delete()
            continue
        if turn.member_id != key:
            _hand(turn, key, Turn.Origin.ROTA)
        elif session := taken.get(turn.number):
            turn.save(update_fields=["session"])
            attending.hand_over(session, turn.member)
        given.append(turn)
    return given


def _take_sessions(community: Community, turns: Iterable[Turn]) -> dict[int, Session]:
    """Put sessions that are arranged and nobody's beside turns that wait for one, in order; give them by its number.

    Nothing is saved.
    """
    ahead = Session.objects.upcoming().filter(community=community, meeting__starts_at__gt=timezone.now())
    free = ahead.filter(turn=None).select_related("meeting")
    waiting = [turn for turn in turns if turn.session is None or turn.session.meeting.is_cancelled]
    taken = {}
    for turn, session in zip(waiting, free, strict=False):
        turn.session = taken[turn.number] = session
    return taken


def _new_numbers(community: Community, count: int) -> range:
    """Give the numbers of so many turns after the last."""
    last = Turn.objects.filter(community=community).aggregate(last=Max("number"))["last"] or 0
    return range(last + 1, last + 1 + count)


def end_swaps(community: Community) -> None:
    """Take back what members asked each other about coming turns, since the community comes to its end."""
    waiting = Swap.objects.filter(turn__community=community, answer=Swap.Answer.OPEN)
    waiting.update(answer=Swap.Answer.WITHDRAWN, answered_at=timezone.now())


def _hand(turn: Turn, key: UUID, origin: str) -> None:
    """Make it somebody's turn, and tell them."""
    turn.member_id, turn.origin, turn.at = key, origin, timezone.now()
    turn.save()
    _end_swaps(turn)
    if turn.session:
        attending.hand_over(turn.session, turn.member)
    mails.tell(
        turn.member,
        mails.TURN,
        community=turn.community,
        about=turn,
        occurrence=f"{turn.at:%s.%f}",
        page="community_turn",
        more=[turn.pk],
    )


def _people(community: Community, without: Member | None = None) -> list[rota.Person]:
    found = Membership.objects.filter(community=community).prefetch_related("absences")
    return [
        rota.Person(
            key=membership.member_id,
            joined_on=timezone.localdate(membership.joined_at),
            left_on=timezone.localdate(membership.left_at) if membership.left_at else None,
            away=[rota.Away(each.first_on, each.last_on) for each in membership.absences.all()],
        )
        for membership in found
        if without is None or membership.member_id != without.pk
    ]


def _served(community: Community) -> list[rota.Served]:
    taken = Turn.objects.taken().filter(community=community)
    return [
        rota.Served(member, timezone.localdate(at))
        for member, at in taken.values_list("member_id", "session__meeting__starts_at")
    ]


def expected_days(
    community: Community, turns: Iterable[Turn], known: Sequence[date] | None = None
) -> list[date]:
    """Give the day of each coming turn's session; where none is arranged, the day its community's pace leads to.

    Args:
        known: the days of the community's latest sessions, the last one first, when they are at hand already.
    """
    recent = list(_latest_days(community) if known is None else known)[:RECENT]
    day = max([*recent[:1], timezone.localdate()])
    days = []
    for turn in turns:
        if turn.session and not turn.session.meeting.is_cancelled:
            days.append(timezone.localdate(turn.session.meeting.starts_at))
        else:
            day += _pace(community, recent)
            days.append(day)
    return days


def _latest_days(community: Community) -> list[date]:
    starts = Session.objects.standing().filter(community=community).order_by("-meeting__starts_at")
    return [timezone.localdate(at) for at in starts.values_list("meeting__starts_at", flat=True)[:RECENT]]


def _pace(community: Community, recent: list[date]) -> timedelta:
    """The time from session to session: as the last ones came, at the longest what the programme asks for."""
    asked: timedelta = HALF_A_YEAR / community.programme.community_meetings_per_half_year
    if len(recent) < 2:
        return asked
    lived: timedelta = (recent[0] - recent[-1]) / (len(recent) - 1)
    return min(asked, max(lived, timedelta(days=1)))


def bind(session: Session) -> Turn | None:
    """Give a session that is arranged its facilitator: whose turn comes first and has no session; None without one."""
    free = Turn.objects.coming().filter(community=session.community)
    turn = free.unbound().first()
    if turn:
        turn.session = session
        turn.save(update_fields=["session"])
    return turn


def release(community: Community, member: Member) -> None:
    """Take somebody who leaves out of the rota; their coming turns go to others, and what they asked is taken back."""
    for swap in Swap.objects.filter(turn__community=community, answer=Swap.Answer.OPEN, asked=member):
        _settle(swap, Swap.Answer.NO)
    if community.phase == phases.FOUNDING:
        Turn.objects.coming().filter(community=community, member=member).delete()
    else:
        fill(community, without=member)


@transaction.atomic
def name_facilitator(*, community: Community, member: Member, by: Member) -> Turn:
    """Name who facilitates next, as the coordinator does in the founding phase.

    Raises:
        CommunityError: ``by`` is no coordinator, the phase is another, or ``member`` does not belong to the community.
    """
    current = locked(community)
    refuse_if_closed(current)
    refuse_unless_coordinator(current.programme_id, by)
    if current.phase != phases.FOUNDING:
        raise CommunityError(_("The rota says who facilitates now."))
    refuse_unless_member(current, member)
    turn = Turn.objects.coming().filter(community=current).first()
    if turn and turn.member_id == member.pk:
        return turn
    if turn is None:
        ahead = Session.objects.upcoming().filter(community=current, turn=None).first()
        turn = Turn(
            organisation_id=current.organisation_id,
            community=current,
            number=_new_numbers(current, 1)[0],
            session=ahead,
        )
    _hand(turn, member.pk, Turn.Origin.NAMED)
    audit.record("turn.named", on=turn, by=by, member=member)
    return turn


@transaction.atomic
def ask_to_swap(*, turn: Turn, asked: Member, by: Member) -> Swap:
    """Ask another member to take one's turn. Has the other one a turn to come, the two change places.

    Raises:
        CommunityError: the turn is somebody else's or over, the other one does not belong to the community, or
            somebody is asked already.
    """
    current = _own_turn(turn, by)
    refuse_unless_member(current.community, asked)
    if asked == by:
        raise CommunityError(_("Ask somebody else."))
    if Swap.objects.filter(turn=current, answer=Swap.Answer.OPEN).exists():
        raise CommunityError(
            _("You have asked somebody already. Take that back first, or wait for the answer.")
        )
    swap = Swap.objects.create(
        organisation_id=current.organisation_id, turn=current, asked_by=by, asked=asked
    )
    audit.record("turn.swap-asked", on=current, by=by, asked=asked)
    mails.tell(asked, mails.SWAP_ASKED, community=current.community, about=swap)
    return swap


@transaction.atomic
def answer_swap(*, swap: Swap, takes: bool, by: Member) -> Swap:
    """Say whether one takes somebody's turn.

    Raises:
        CommunityError: somebody else was asked, it was answered or taken back, or the session is over.
    """
    current = _open_swap(swap)
    if current.asked_by_id == by.pk or current.asked_id != by.pk:
        raise CommunityError(_("Somebody else was asked."))
    _settle(current, Swap.Answer.YES if takes else Swap.Answer.NO)
    if takes:
        _exchange(current)
    audit.record("turn.swap-answered", on=current.turn, by=by, takes=takes)
    mails.tell(current.asked_by, mails.SWAP_ANSWERED, community=current.turn.community, about=current)
    return current


@transaction.atomic
def withdraw_swap(*, swap: Swap, by: Member) -> None:
    """Take back that one asked.

    Raises:
        CommunityError: it is answered, or somebody else asked.
    """
    current = _open_swap(swap)
    if current.asked_by_id != by.pk:
        raise CommunityError(_("Somebody else asked this."))
    _settle(current, Swap.Answer.WITHDRAWN)
    audit.record("turn.swap-withdrawn", on=current.turn, by=by)


@transaction.atomic
def step_in(*, turn: Turn, by: Member) -> Turn:
    """Take over a coming turn whose facilitator cannot, without being asked first; they are told.

    Raises:
        CommunityError: it is over, one's own, or ``by`` does not belong to the community.
    """
    community = locked(turn.community)
    refuse_unless_member(community, by)
    current = _coming(turn)
    if current.member_id == by.pk:
        return current
    if current.session is None or not reading.has_declined(current.session.meeting_id, current.member_id):
        raise CommunityError(_("Whose turn it is has not said that they cannot come. Ask them first."))
    _hand(current, by.pk, Turn.Origin.TAKEN_OVER)
    audit.record("turn.stepped-in", on=current, by=by)
    return current


@transaction.atomic
def be_away(*, community: Community, first_on: date, last_on: date | None, by: Member) -> Absence:
    """Take no turns for a while, or until one says otherwise; coming turns in that time go to others.

    Raises:
        CommunityError: ``by`` does not belong to the community, or the days are in the wrong order.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    if last_on is not None and last_on < first_on:
        raise CommunityError(_("The last day comes before the first."))
    mine = Membership.objects.current().get(community=current, member=by)
    absence = Absence.objects.create(
        organisation_id=current.organisation_id, membership=mine, first_on=first_on, last_on=last_on
    )
    audit.record("rota.away", on=current, by=by, first_on=first_on, last_on=last_on)
    fill(current)
    return absence


@transaction.atomic
def be_back(*, absence: Absence, by: Member) -> None:
    """Take turns again from today.

    Raises:
        CommunityError: it is somebody else's absence.
    """
    current = (
        Absence.objects.filter(pk=absence.pk, membership__member=by).select_related("membership").first()
    )
    if current is None:
        raise CommunityError(_("This is not here any more, or it is somebody else's."))
    community = locked(current.membership.community)
    yesterday = timezone.localdate() - timedelta(days=1)
    if current.first_on > yesterday:
        current.delete()
    else:
        current.last_on = yesterday
        current.save(update_fields=["last_on"])
    audit.record("rota.back", on=community, by=by)
    fill(community)


def _exchange(swap: Swap) -> None:
    """Hand the turn over; has the other one a turn to come, the first asks' is theirs in return."""
    turn = swap.turn
    others = Turn.objects.coming().filter(community=turn.community, member=swap.asked).exclude(pk=turn.pk)
    in_return = others.first()
    _hand(turn, swap.asked_id, Turn.Origin.SWAPPED)
    if in_return:
        _hand(in_return, swap.asked_by_id, Turn.Origin.SWAPPED)


def _settle(swap: Swap, answer: str) -> None:
    swap.answer, swap.answered_at = answer, timezone.now()
    swap.save(update_fields=["answer", "answered_at"])


def _end_swaps(turn: Turn) -> None:
    """Whose turn it is has changed: what the one before asked has no point any more."""
    waiting = Swap.objects.filter(turn=turn, answer=Swap.Answer.OPEN)
    waiting.update(answer=Swap.Answer.WITHDRAWN, answered_at=timezone.now())


def _coming(turn: Turn) -> Turn:
    found = Turn.objects.coming().select_related("session", "community__programme").filter(pk=turn.pk).first()
    if found is None:
        raise CommunityError(_("This session is over."))
    return found


def _own_turn(turn: Turn, by: Member) -> Turn:
    locked(turn.community)
    current = _coming(turn)
    if current.member_id != by.pk:
        raise CommunityError(_("It is somebody else's turn."))
    return current


def _open_swap(swap: Swap) -> Swap:
    locked(swap.turn.community)
    current = Swap.objects.select_related("turn__community__programme", "asked", "asked_by").get(pk=swap.pk)
    if current.answer != Swap.Answer.OPEN:
        raise CommunityError(_("This is answered or taken back already."))
    _coming(current.turn)
    return current
