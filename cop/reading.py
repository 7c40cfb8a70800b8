"""What pages and actions ask about a community, each in one question or a constant number of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from cop import phases
from cop.models import Community, Membership, PhaseStep, Session, Swap, Turn
from cop.phases import History
from meetings import hosts
from meetings.models import AgendaItem, Attendance
from organisations.models import Member
from programmes.models import Coordination
from web.words import Words


def coordinates(programme: UUID, member: Member) -> bool:
    """Whether a member coordinates a programme, by its key."""
    return Coordination.objects.filter(programme=programme, member=member).exists()


def belongs(community: Community, member: Member) -> bool:
    """Whether a member belongs to a community now."""
    return Membership.objects.current().filter(community=community, member=member).exists()


def has_declined(meeting: UUID, member: UUID) -> bool:
    """Whether somebody said that they cannot come to a meeting, by the keys of both."""
    return Attendance.objects.filter(meeting=meeting, member=member, response=Attendance.Response.NO).exists()


def history(community: Community) -> History:
    """Read what a community has done so far, as one of its members or a coordinator of its programme."""
    held = Session.objects.held().filter(community=community)
    sessions = held.order_by().aggregate(
        all=Count("pk"), workshops=Count("pk", filter=Q(kind=Session.Kind.FAMILIARISATION))
    )
    facilitators = Turn.objects.taken().filter(community=community).order_by()
    with connection.cursor() as cursor:  # counts of what a coordinator may not read
        cursor.execute("SELECT agenda_voices, charters FROM cop_history(%s)", [community.pk])
        agenda_voices, charters = cursor.fetchone()
    return History(
        members=Membership.objects.current().filter(community=community).count(),
        workshop_held=sessions["workshops"] > 0,
        sessions_held=sessions["all"],
        facilitators=facilitators.aggregate(count=Count("member", distinct=True))["count"],
        agenda_voices=agenda_voices,
        charter_written=charters > 0,
    )


@dataclass(frozen=True)
class Place:
    """A member's place in a community: what each of its pages needs."""

    community: Community
    me: Member

    @property
    def phase_means(self) -> Words:
        return phases.MEANING[self.community.phase]


def place(member: Member, pk: UUID) -> Place | None:
    """Load a community the member belongs to; None when there is none of that key, or it is other people's."""
    found = Community.objects.visible_to(member).select_related("programme", "closure").with_size()
    community = found.filter(pk=pk).first()
    return Place(community, member) if community else None


@dataclass(frozen=True)
class ComingTurn:
    """A coming turn as the rota shows it: who, when (or about when), and a swap that waits."""

    turn: Turn
    on: date
    is_arranged: bool
    is_mine: bool
    has_declined: bool
    swap: Swap | None

    @property
    def asks_me(self) -> bool:
        return self.swap is not None and not self.is_mine


def coming_turns(place: Place, turns: Iterable[Turn], days: Iterable[date]) -> list[ComingTurn]:
    """Put coming turns beside the days they are on or expected on; a swap is shown to the two it concerns."""
    listed = list(turns)
    waiting = Swap.objects.filter(turn__in=listed, answer=Swap.Answer.OPEN).select_related(
        "asked", "asked_by"
    )
    swaps = {swap.turn_id: swap for swap in waiting if place.me.pk in (swap.asked_id, swap.asked_by_id)}
    declined = _declined(listed)
    return [
        ComingTurn(
            turn=turn,
            on=day,
            is_arranged=turn.session is not None and not turn.session.meeting.is_cancelled,
            is_mine=turn.member_id == place.me.pk,
            has_declined=turn.pk in declined,
            swap=swaps.get(turn.pk),
        )
        for turn, day in zip(listed, days, strict=True)
    ]


def _declined(turns: Iterable[Turn]) -> set[UUID]:
    """The keys of turns whose facilitator cannot come to the session."""
    no = Turn.objects.filter(
        session__meeting__attendances__member=F("member"),
        session__meeting__attendances__response=Attendance.Response.NO,
        pk__in=[turn.pk for turn in turns],
    )
    return set(no.values_list("pk", flat=True))


def coming(community: Community) -> list[Turn]:
    """Give the community's coming turns with who and when."""
    found = Turn.objects.coming().filter(community=community)
    return list(found.select_related("member", "session__meeting__cancellation"))


def next_session(place: Place) -> Session | None:
    """Give the session that comes next, with its people and arrangement; None when none is arranged."""
    ahead = Session.objects.upcoming().filter(community=place.community)
    people = Attendance.objects.select_related("member")
    found = ahead.select_related("meeting__arrangement", "meeting__facilitator", "turn__member")
    return found.prefetch_related(Prefetch("meeting__attendances", people)).first()


def replies(session: Session) -> dict[str, int]:
    """Count who comes and who cannot, among those loaded with the session."""
    answers = [attendance.response for attendance in session.meeting.attendances.all()]
    return {"yes": answers.count(Attendance.Response.YES), "no": answers.count(Attendance.Response.NO)}


def own_attendance(place: Place, session: Session) -> Attendance | None:
    """Give the member's own invitation, among those loaded with the session; None without one."""
    mine = (each for each in session.meeting.attendances.all() if each.member_id == place.me.pk)
    return next(mine, None)


def agenda_of(place: Place, session: Session) -> list[AgendaItem]:
    """Give what stands on a session's agenda, as far as the member may read it; each with ``source_words``."""
    visible = AgendaItem.objects.visible_to(place.me).filter(meeting=session.meeting_id)
    items = list(visible.select_related("author"))
    for item in items:
        item.source_words = hosts.source_words(item.source)  # type: ignore[attr-defined]  # for the page
    return items


def held(place: Place, limit: int) -> list[Session]:
    """Give the sessions that took place, the latest first: each with ``came``, and whether one ``was_invited``."""
    came = Count("meeting__attendances", filter=Q(meeting__attendances__presence=Attendance.Presence.CAME))
    mine = Attendance.objects.filter(meeting=OuterRef("meeting"), member=place.me)
    found = Session.objects.held().filter(community=place.community)
    found = found.annotate(came=came, was_invited=Exists(mine))
    return list(found.select_related("meeting__arrangement", "turn__member")[:limit])


@dataclass(frozen=True)
class Care:
    """A community as its coordinator sees it: that it meets and how far it has come, nothing that was said."""

    community: Community
    history: History
    missing: list[str]
    coming: list[Turn]
    held: list[Session]
    upcoming: list[Session]
    steps: list[PhaseStep]


def care(member: Member, pk: UUID) -> Care | None:
    """Load a community of a programme the member coordinates; None when there is none of that key."""
    found = Community.objects.coordinated_by(member).select_related("programme", "closure").with_size()
    community = found.filter(pk=pk).first()
    if community is None:
        return None
    did = history(community)
    came = Count("meeting__attendances", filter=Q(meeting__attendances__presence=Attendance.Presence.CAME))
    sessions = Session.objects.filter(community=community).select_related("meeting", "turn__member")
    return Care(
        community=community,
        history=did,
        missing=phases.missing(community.phase, did),
        coming=coming(community),
        held=list(sessions.held().annotate(came=came)),
        upcoming=list(sessions.upcoming()),
        steps=list(community.steps.select_related("by")),
    )
