"""What pages and actions ask about a community, each in one question or a constant number of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from cop import phases
from cop.models import (
    Community,
    Evaluation,
    JoinRequest,
    Membership,
    PhaseStep,
    Session,
    Swap,
    Turn,
    TurnOffer,
)
from cop.models.sessions import MAY_HAVE_COME, TurnQuerySet
from cop.phases import History
from meetings import meeting_owners
from meetings.models import AgendaItem, Attendance
from organisations.models import Member
from organisations.prepared_queries import prepared, prepared_query
from programmes.models import Coordination
from web.labels import Words


def coordinates(programme: UUID, member: Member) -> bool:
    """Whether a member coordinates a programme, by its key."""
    return Coordination.objects.filter(programme=programme, member=member).exists()


def belongs(community: Community, member: Member) -> bool:
    """Whether a member belongs to a community now."""
    return Membership.objects.current().filter(community=community, member=member).exists()


def is_from_before(community: Community, member: Member, at: datetime) -> bool:
    """Return whether something is older than the day from which somebody, let in while in office, reads."""
    return Membership.objects.current().filter(community=community, member=member, reads_from__gt=at).exists()


def can_arrange(community: Community, member: Member) -> bool:
    """Return whether it is for a member to arrange the community's next session."""
    turn = Turn.objects.coming().unbound().filter(community=community).first()
    return decide_arranging(
        community.phase,
        coordinates=coordinates(community.programme_id, member),
        belongs=belongs(community, member),
        has_the_turn=turn is not None and turn.member_id == member.pk,
    )


def can_arrange_next(turn: Turn, member: Member) -> bool:
    """Return whether a turn, just taken, is the one for which it is for a member to find a time now."""
    unbound = Turn.objects.coming().unbound().filter(community=turn.community_id).first()
    return unbound is not None and unbound.pk == turn.pk and unbound.member_id == member.pk


def decide_arranging(phase: str, *, coordinates: bool, belongs: bool, has_the_turn: bool) -> bool:
    """Return whether somebody arranges the next session in a phase.

    Founding: a coordinator of the programme, or who was named. Rotating: whose turn it is. Self-managing: everybody
    who belongs to it, and a coordinator who took the turn.
    """
    if phase == phases.FOUNDING and coordinates:
        return True
    return has_the_turn or (belongs and phase == phases.SELF_MANAGING)


def has_declined(meeting: UUID, member: UUID) -> bool:
    """Whether somebody said that they cannot come to a meeting, by the keys of both."""
    return Attendance.objects.filter(meeting=meeting, member=member, response=Attendance.Response.NO).exists()


# What a community has done, in one question; the last three are of what a coordinator may not read, as yes or no.
HISTORY = """
WITH held AS (
    SELECT s.id, s.kind FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
    LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
    WHERE s.community_id = %(community)s AND m.ends_at <= %(now)s AND x.id IS NULL)
SELECT (SELECT count(*) FROM cop_membership WHERE community_id = %(community)s AND left_at IS NULL),
    (SELECT count(*) FROM held WHERE kind = 'workshop'),
    (SELECT count(*) FROM held),
    (SELECT count(DISTINCT t.member_id) FROM cop_turn t JOIN held ON held.id = t.session_id
        WHERE NOT EXISTS (SELECT 1 FROM meetings_attendance a JOIN cop_session s ON s.meeting_id = a.meeting_id
            WHERE s.id = t.session_id AND a.member_id = t.member_id AND a.presence = 'missed')),
    coalesce(done.agenda_voices, 0), coalesce(done.charters, 0), coalesce(done.evaluated, false)
FROM (VALUES (1)) AS always LEFT JOIN cop_history(%(community)s) done ON true
"""


def get_history(community: Community) -> History:
    """Read what a community has done so far, as one of its members or a coordinator of its programme.

    Evaluations that are over are published by that.
    """
    with prepared(), connection.cursor() as cursor:
        cursor.execute(HISTORY, {"community": community.pk, "now": timezone.now()})
        members, workshops, held, facilitators, agenda_voices, charters, evaluated = cursor.fetchone()
    return History(
        members=members,
        workshop_held=workshops > 0,
        sessions_held=held,
        facilitators=facilitators,
        agenda_voices=agenda_voices,
        charter_written=charters > 0,
        evaluated=evaluated,
    )


@dataclass(frozen=True)
class MemberCommunity:
    """A member's place in a community: what each of its pages needs."""

    community: Community
    me: Member

    @property
    def phase_means(self) -> Words:
        return phases.MEANING[self.community.phase]

    @property
    def coordinates(self) -> bool:
        """Whether the member also coordinates its programme."""
        return bool(self.community.is_mine_to_coordinate)  # type: ignore[attr-defined]  # annotated by get_community()


def get_community(member: Member, pk: UUID) -> MemberCommunity | None:
    """Load a community the member belongs to; None when there is none of that key, or it is other people's."""
    found = _communities(member, pk)
    return MemberCommunity(found[0], member) if found else None


@prepared_query
def _communities(member: Member, pk: UUID) -> "QuerySet[Community]":
    mine = Coordination.objects.filter(programme=OuterRef("programme"), member=member)
    found = Community.objects.visible_to(member).select_related("programme", "closure").with_size()
    return found.annotate(is_mine_to_coordinate=Exists(mine)).filter(pk=pk)


@prepared_query
def list_join_requests(community: Community) -> "QuerySet[JoinRequest]":
    """Return the requests of people in office that wait for a member's answer."""
    return JoinRequest.objects.open().filter(community=community).select_related("member__organisation")


@dataclass(frozen=True)
class OpenSwap:
    """That somebody asked somebody else to take a turn, as the two see it."""

    pk: UUID
    asked: str
    asked_by: str


@dataclass(frozen=True)
class ComingTurn:
    """A coming turn as the rota shows it: who, when (or about when), and a swap that waits."""

    turn: Turn
    on: date
    is_mine: bool
    swap: OpenSwap | None

    @property
    def is_arranged(self) -> bool:
        return self.turn.session is not None and not self.turn.session.meeting.is_cancelled

    @property
    def was_called_off(self) -> bool:
        """Whether the session does not take place of which the turn was, so that how it came to be theirs is past."""
        return self.turn.session is not None and self.turn.session.meeting.is_cancelled

    @property
    def has_declined(self) -> bool:
        """Whether whose turn it is has said that they cannot come."""
        return bool(self.turn.has_declined)  # type: ignore[attr-defined]  # annotated by list_coming_turns()

    @property
    def is_to_be_taken(self) -> bool:
        """Whether the reader can take it: it is offered to all, or whose turn it is has said that they cannot come."""
        return not self.is_mine and (self.is_offered or self.has_declined)

    @property
    def is_offered(self) -> bool:
        """Whether nobody prepared it in time, so that any member can take it."""
        return bool(self.turn.is_offered)  # type: ignore[attr-defined]  # annotated by list_coming_turns()

    @property
    def asks_me(self) -> bool:
        return self.swap is not None and not self.is_mine


def coming(community: Community, now: datetime | None = None) -> TurnQuerySet:
    """Return the community's coming turns with who and when."""
    found = Turn.objects.coming(now).filter(community=community)
    return found.select_related("member", "session__meeting__cancellation")


def list_coming_turns(
    place: MemberCommunity, days_of: Callable[[list[Turn]], Iterable[date]]
) -> list[ComingTurn]:
    """Return the coming turns in one question; a swap is shown to the two it concerns.

    Args:
        days_of: gives the day of each of the turns.
    """
    turns = _turns(place.community, place.me, timezone.now())
    return [
        ComingTurn(turn, day, turn.member_id == place.me.pk, _swap_of(turn))
        for turn, day in zip(turns, days_of(turns), strict=True)
    ]


@prepared_query
def _turns(community: Community, me: Member, now: datetime) -> "QuerySet[Turn]":
    no = Attendance.objects.filter(
        meeting=OuterRef("session__meeting"), member=OuterRef("member"), response=Attendance.Response.NO
    )
    swap = Swap.objects.filter(Q(asked=me) | Q(asked_by=me), turn=OuterRef("pk"), answer=Swap.Answer.OPEN)
    names = JSONObject(pk="pk", asked="asked__display_name", asked_by="asked_by__display_name")
    offers = TurnOffer.objects.standing(now).filter(turn=OuterRef("pk"))
    return coming(community, now).annotate(
        has_declined=Exists(no),
        is_offered=Exists(offers),
        open_swap=Subquery(swap.values(said=names)[:1]),
    )


def _swap_of(turn: Turn) -> OpenSwap | None:
    said = turn.open_swap  # type: ignore[attr-defined]  # annotated by list_coming_turns()
    return OpenSwap(**said) if said else None


@dataclass(frozen=True)
class Sessions:
    """A community's sessions that stand: those ahead, the next one first, and those held, the latest first."""

    ahead: list[Session]
    held: list[Session]

    @property
    def next(self) -> Session | None:
        return self.ahead[0] if self.ahead else None

    @property
    def days(self) -> list[date]:
        """The days of all of them, the latest first."""
        return [timezone.localdate(each.meeting.starts_at) for each in (*reversed(self.ahead), *self.held)]


def list_sessions(community: Community, me: Member) -> "QuerySet[Any]":
    """Return the sessions of a community that stand, the latest first.

    Each with ``yes``, ``no`` and ``came`` (how many), ``was_invited``, ``my_response``, whether the member
    ``may_have_come``, and ``facilitator_missed``.
    """

    def people(condition: Q) -> Count:
        return Count("meeting__attendances", filter=condition)

    mine = Attendance.objects.filter(meeting=OuterRef("meeting"), member=me)
    missed = Attendance.objects.filter(
        meeting=OuterRef("meeting"),
        member=OuterRef("meeting__facilitator"),
        presence=Attendance.Presence.MISSED,
    )
    return (
        Session.objects.standing()
        .filter(community=community)
        .select_related("meeting__arrangement", "meeting__facilitator", "meeting__series", "turn__member")
        .annotate(
            yes=people(Q(meeting__attendances__response=Attendance.Response.YES)),
            no=people(Q(meeting__attendances__response=Attendance.Response.NO)),
            came=people(Q(meeting__attendances__presence=Attendance.Presence.CAME)),
            was_invited=Exists(mine),
            may_have_come=Exists(mine.filter(MAY_HAVE_COME)),
            facilitator_missed=Exists(missed),
            my_response=Subquery(mine.values("response")[:1]),
        )
        .order_by("-meeting__starts_at", "-id")
    )


def split_sessions(sessions: Iterable[Session]) -> Sessions:
    """Part sessions, the latest first, into those ahead and those held."""
    ahead: list[Session] = []
    held: list[Session] = []
    for session in sessions:
        (held if session.meeting.is_over else ahead).append(session)
    return Sessions(ahead[::-1], held)


def list_agenda(place: MemberCommunity, session: Session) -> list[AgendaItem]:
    """Return what stands on a session's agenda, as far as the member may read it; each with ``source_words``."""
    items = _agenda(place.me, session.meeting_id)
    for item in items:
        item.source_words = meeting_owners.source_words(item.source)  # type: ignore[attr-defined]  # for the page
    return items


@prepared_query
def _agenda(me: Member, meeting: UUID) -> "QuerySet[AgendaItem]":
    found: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(me).filter(meeting=meeting)
    return found.select_related("author")


@dataclass(frozen=True)
class ClosureEffects:
    """What ends, and what runs out by itself, when a community is closed now."""

    sessions: list[Session]
    swaps: int
    evaluations: int
    members: int


def get_closure_effects(community: Community, by: Member) -> ClosureEffects:
    """Read what closing a community would call off and end, and how many would be told, for its coordinator."""
    upcoming = Session.objects.upcoming().filter(community=community)
    now = timezone.now()
    return ClosureEffects(
        sessions=list(upcoming.select_related("meeting")),
        swaps=Swap.objects.filter(turn__in=Turn.objects.coming(now), answer=Swap.Answer.OPEN)
        .filter(turn__community=community)
        .count(),
        evaluations=Evaluation.objects.filter(session__community=community, closes_at__gt=now).count(),
        members=Membership.objects.current()
        .filter(community=community, member__user__isnull=False)
        .exclude(member=by)
        .count(),
    )


@dataclass(frozen=True)
class CoordinatedCommunity:
    """A community as its coordinator sees it: that it meets and how far it has come, nothing that was said.

    Args:
        offered: a turn that nobody prepares, which members and coordinators can take.
    """

    community: Community
    history: History
    missing: list[str]
    coming: list[Turn]
    held: list[Session]
    upcoming: list[Session]
    offered: Turn | None
    steps: list[PhaseStep]


def get_coordinated_community(member: Member, pk: UUID) -> CoordinatedCommunity | None:
    """Load a community of a programme the member coordinates; None when there is none of that key."""
    found = Community.objects.coordinated_by(member).select_related("programme", "closure").with_size()
    community = found.filter(pk=pk).first()
    if community is None:
        return None
    did = get_history(community)
    came = Count("meeting__attendances", filter=Q(meeting__attendances__presence=Attendance.Presence.CAME))
    sessions = Session.objects.filter(community=community).select_related(
        "meeting__series", "turn__member", "evaluation"
    )
    missed = Turn.objects.missed().filter(session=OuterRef("pk")).order_by()
    offer = TurnOffer.objects.standing().filter(turn__community=community).select_related("turn").first()
    return CoordinatedCommunity(
        community=community,
        history=did,
        missing=phases.missing(community.phase, did),
        coming=list(coming(community)),
        held=list(sessions.held().annotate(came=came, facilitator_missed=Exists(missed))),
        offered=offer.turn if offer else None,
        upcoming=list(sessions.upcoming()),
        steps=list(community.steps.select_related("by")),
    )
