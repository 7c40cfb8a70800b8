"""Whose turn it is: filling the rota, naming, stepping in, swapping, being away."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails, phases, rota
from cop.actions import attendances
from cop.actions.checks import locked, refuse_if_closed, refuse_unless_coordinator, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Absence, Community, CommunityClosure, Membership, Session, Swap, Turn, TurnOffer
from cop.models.communities import MembershipQuerySet
from cop.models.sessions import MAY_HAVE_COME
from cop.queries.communities import coordinates, has_declined
from meetings.models import Attendance
from organisations import audit
from organisations.models import Member

AHEAD = 3  # so many coming turns are always given
IN_ADVANCE = timedelta(days=1)  # before a session is over, the turn after those three is given
HALF_A_YEAR = timedelta(days=182)
RECENT = 4  # sessions from which the pace is taken
AGREED = (
    Turn.Origin.NAMED,
    Turn.Origin.SWAPPED,
    Turn.Origin.TAKEN_OVER,
)  # a person said that it is their turn


def fill(community: Community, *, without: Member | None = None) -> list[Turn]:
    """Fill the next three turns, keeping those whose people still can; return the coming turns.

    A turn that waits for a session takes the next that is arranged and nobody's yet, such as one of a series.
    In the founding phase the coordinator names the facilitator and the rota stays out of it; in a community that has
    closed there are no turns.

    Args:
        without: a member who is about to leave and takes none.
    """
    coming = list(
        Turn.objects.coming().filter(community=community).select_related("session__meeting", "member")
    )
    if community.phase == phases.FOUNDING or CommunityClosure.objects.filter(community=community).exists():
        return coming
    soon = timezone.now() + IN_ADVANCE
    lasting = Turn.objects.coming(soon).filter(community=community).count()
    new = [
        Turn(organisation_id=community.organisation_id, community=community, number=number)
        for number in _new_numbers(community, max(0, AHEAD - lasting))
    ]
    taken = _take_sessions(community, [*coming, *new])
    days = expected_days(community, [*coming, *new])
    people = _people(community, without)
    stays = _staying(community, people)
    settled = {
        place: turn.member_id
        for place, (turn, day) in enumerate(zip(coming, days, strict=False))
        if stays(turn, day)
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
            attendances.hand_over(session, turn.member)
        given.append(turn)
    return given


def _take_sessions(community: Community, turns: Iterable[Turn]) -> dict[int, Session]:
    """Put sessions that are arranged and nobody's beside turns that wait for one, in order; return them by its number.

    Nothing is saved.
    """
    ahead = Session.objects.upcoming().filter(community=community, meeting__starts_at__gt=timezone.now())
    free = ahead.filter(turn=None).select_related("meeting")
    waiting = [turn for turn in turns if turn.session is None or turn.session.meeting.is_cancelled]
    taken = {}
    for turn, session in zip(waiting, free, strict=False):
        turn.session = taken[turn.number] = session
    return taken


def _staying(community: Community, people: Sequence[rota.Person]) -> Callable[[Turn, date], bool]:
    """Return what says whether a coming turn stays with whose it is, on the day expected for its session.

    What was agreed stands, also on a day on which they are away, as long as they said so before; and what a
    coordinator took. A turn that is offered to all waits for somebody to take it.
    """
    here: dict[UUID, list[rota.Person]] = defaultdict(list)
    for person in people:
        if person.left_on is None:
            here[person.key].append(person)
    away = Absence.objects.filter(membership__community=community, membership__left_at=None)
    absences = list(away.select_related("membership"))
    offered = set(TurnOffer.objects.filter(turn__community=community).values_list("turn_id", "member_id"))

    def stays(turn: Turn, day: date) -> bool:
        if turn.member_id not in here:
            taken = turn.origin == Turn.Origin.TAKEN_OVER
            return taken and coordinates(community.programme_id, turn.member)
        mine = here[turn.member_id]
        waits = (turn.pk, turn.member_id) in offered or _is_arranged(turn)
        if not waits and all(person.ready_from is None for person in mine):
            return False
        if turn.origin in AGREED:
            return not any(
                each.membership.member_id == turn.member_id
                and each.at > turn.at
                and rota.Away(each.first_on, each.last_on).covers(day)
                for each in absences
            )
        return any(person.is_available(day) for person in mine)

    return stays


def _is_arranged(turn: Turn) -> bool:
    return turn.session is not None and not turn.session.meeting.is_cancelled


def _new_numbers(community: Community, count: int) -> range:
    """Return the numbers of so many turns after the last."""
    last = Turn.objects.filter(community=community).aggregate(last=Max("number"))["last"] or 0
    return range(last + 1, last + 1 + count)


def end_swaps(community: Community) -> None:
    """Take back what members asked each other about coming turns, since the community comes to its end."""
    waiting = Swap.objects.filter(turn__community=community, answer=Swap.Answer.OPEN)
    waiting.update(answer=Swap.Answer.WITHDRAWN, answered_at=timezone.now())


def _hand(turn: Turn, key: UUID, origin: str, by: Member | None = None) -> None:
    """Make it somebody's turn, and tell them; who took it themselves (``by``) comes to its session, and knows."""
    turn.member_id, turn.origin, turn.at = key, origin, timezone.now()
    turn.save()
    _end_swaps(turn)
    if turn.session:
        attendances.hand_over(turn.session, turn.member)
    if by is not None and by.pk == key:
        if _is_arranged(turn):
            attendances.expect(turn.session, by)
        return
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
    found = _memberships(community).prefetch_related("absences")
    return [
        rota.Person(
            key=membership.member_id,
            joined_on=timezone.localdate(membership.joined_at),
            left_on=timezone.localdate(membership.left_at) if membership.left_at else None,
            away=[rota.Away(each.first_on, each.last_on) for each in membership.absences.all()],
            ready_from=_ready_from(membership),
        )
        for membership in found
        if without is None or membership.member_id != without.pk
    ]


def _memberships(community: Community) -> MembershipQuerySet:
    """Return who belongs or belonged to a community, each with ``met_at``, ``offered_at`` and ``missed_at``.

    When they were last at a session, as far as is noted or they said; when a turn of theirs was last offered to all
    that they did not prepare after all; and when the last session was that they were to facilitate and missed.
    """
    held = Session.objects.held().filter(community=community).order_by().values("meeting")
    came = Attendance.objects.filter(MAY_HAVE_COME, meeting__in=held, member=OuterRef("member"))
    offered = TurnOffer.objects.lapsed().filter(turn__community=community, member=OuterRef("member"))
    missed = Turn.objects.missed().filter(community=community, member=OuterRef("member"))
    start = "session__meeting__starts_at"
    return Membership.objects.filter(community=community).annotate(
        met_at=Subquery(came.order_by("-meeting__starts_at").values("meeting__starts_at")[:1]),
        offered_at=Subquery(offered.order_by("-at").values("at")[:1]),
        missed_at=Subquery(missed.order_by(f"-{start}").values(start)[:1]),
    )


def _ready_from(membership: Any) -> int | None:
    """Return from which of the coming sessions on somebody is given turns; None for not before they come again."""
    shown = [at for at in (membership.met_at, membership.asked_for_turns_at) if at]
    lapsed = [at for at in (membership.offered_at, membership.missed_at) if at]
    if lapsed and (not shown or max(shown) <= max(lapsed)):
        return None
    return 0 if shown else 1


def _served(community: Community) -> list[rota.Served]:
    taken = Turn.objects.taken().filter(community=community)
    return [
        rota.Served(member, timezone.localdate(at))
        for member, at in taken.values_list("member_id", "session__meeting__starts_at")
    ]


def expected_days(
    community: Community, turns: Iterable[Turn], known: Sequence[date] | None = None
) -> list[date]:
    """Return the day of each coming turn's session; where none is arranged, the day its community's pace leads to.

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
            day += pace(community, recent)
            days.append(day)
    return days


def _latest_days(community: Community) -> list[date]:
    starts = Session.objects.standing().filter(community=community).order_by("-meeting__starts_at")
    return [timezone.localdate(at) for at in starts.values_list("meeting__starts_at", flat=True)[:RECENT]]


def pace(community: Community, days: Sequence[date]) -> timedelta:
    """Return the time from session to session: as the last ones came, at the longest what the programme asks for.

    Args:
        days: of the community's sessions, the last one first.
    """
    recent = days[:RECENT]
    asked: timedelta = HALF_A_YEAR / community.programme.community_meetings_per_half_year
    if len(recent) < 2:
        return asked
    lived: timedelta = (recent[0] - recent[-1]) / (len(recent) - 1)
    return min(asked, max(lived, timedelta(days=1)))


def bind(session: Session) -> Turn | None:
    """Set the facilitator of a session that is arranged: whose turn comes first with no session; None without one."""
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
    """Name who facilitates next, as the coordinator does in the founding phase, or for a turn that is offered to all.

    Raises:
        CommunityError: ``by`` is no coordinator, it is for the rota to say, or ``member`` does not belong to the
            community.
    """
    current = locked(community)
    refuse_if_closed(current)
    refuse_unless_coordinator(current.programme_id, by)
    offer = TurnOffer.objects.standing().filter(turn__community=current).select_related("turn").first()
    if current.phase != phases.FOUNDING and offer is None:
        raise CommunityError(_("The rota says who facilitates now."))
    refuse_unless_member(current, member)
    turn = offer.turn if offer else Turn.objects.coming().filter(community=current).first()
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
            _("You have asked somebody already. Withdraw that first, or wait for the answer.")
        )
    swap = Swap.objects.create(
        organisation_id=current.organisation_id, turn=current, asked_by=by, asked=asked
    )
    audit.record("turn.swap-asked", on=current, by=by, asked=asked)
    mails.tell(asked, mails.SWAP_ASKED, community=current.community, about=swap, page="community_rota")
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
        _volunteer(current.turn.community, by)
        _exchange(current)
    audit.record("turn.swap-answered", on=current.turn, by=by, takes=takes)
    community = current.turn.community
    mails.tell(
        current.asked_by, mails.SWAP_ANSWERED, community=community, about=current, page="community_rota"
    )
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
    """Take a coming turn that is offered to all, or whose facilitator cannot come; they are told.

    Raises:
        CommunityError: it is over, whose turn it is prepares it, or ``by`` neither belongs to the community nor
            coordinates its programme.
    """
    community = locked(turn.community)
    refuse_if_closed(community)
    if not coordinates(community.programme_id, by):
        refuse_unless_member(community, by)
    current = _coming(turn)
    if current.member_id == by.pk:
        return current
    if not _is_to_be_taken(current):
        raise CommunityError(_("Somebody prepares this session. Ask them first."))
    before = current.member
    _volunteer(community, by)
    _hand(current, by.pk, Turn.Origin.TAKEN_OVER, by=by)
    audit.record("turn.stepped-in", on=current, by=by, before=before)
    mails.tell(before, mails.TAKEN, community=community, about=current, occurrence=f"{current.at:%s.%f}")
    fill(community)
    return current


def _is_to_be_taken(turn: Turn) -> bool:
    if TurnOffer.objects.standing().filter(turn=turn).exists():
        return True
    return _is_arranged(turn) and has_declined(turn.session.meeting_id, turn.member_id)


@transaction.atomic
def ask_for_turns(*, community: Community, by: Member) -> None:
    """Say that one would like to facilitate soon: who is new, or let a turn pass, is given turns again like the others.

    Raises:
        CommunityError: ``by`` does not belong to the community, or it has closed.
    """
    current = locked(community)
    refuse_if_closed(current)
    refuse_unless_member(current, by)
    _volunteer(current, by)
    audit.record("rota.asked", on=current, by=by)
    fill(current)


def waits_for_turns(community: Community, member: Member) -> bool:
    """Return whether the rota passes a member over: new, or having let a turn pass, and not having asked since."""
    mine = _memberships(community).current().filter(member=member)
    passed_over = any(_ready_from(membership) != 0 for membership in mine)
    return passed_over and community.phase != phases.FOUNDING and not community.is_closed


def _volunteer(community: Community, member: Member) -> None:
    """Note that somebody wants to facilitate: they need not come to a session first."""
    mine = Membership.objects.current().filter(community=community, member=member)
    mine.update(asked_for_turns_at=timezone.now())


@transaction.atomic
def be_away(*, community: Community, first_on: date, last_on: date | None, by: Member) -> Absence:
    """Take no turns for a while, or until one says otherwise; coming turns in that time go to others.

    Raises:
        CommunityError: ``by`` does not belong to the community, or the days are in the wrong order or over.
    """
    current = locked(community)
    refuse_unless_member(current, by)
    if last_on is not None and last_on < first_on:
        raise CommunityError(_("The last day comes before the first."))
    if last_on is not None and last_on < timezone.localdate():
        raise CommunityError(_("These days are over. Choose days that are still to come."))
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
    _hand(turn, swap.asked_id, Turn.Origin.SWAPPED, by=swap.asked)
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
        raise CommunityError(_("This is answered or withdrawn already."))
    _coming(current.turn)
    return current
