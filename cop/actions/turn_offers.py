"""A circle never stands still because of one person: turns that nobody prepares in time are offered to all.

All of it is done in the background, inside an organisation and with its time zone in force, as often as one likes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from cop import half_year_prompts, half_years, mails, phases, rota
from cop.actions import turns
from cop.actions.checks import locked
from cop.models import Community, Membership, Session, Turn, TurnOffer
from cop.models.sessions import MAY_HAVE_COME
from cop.queries.evaluations import OTHERS_ARE_ASKED_AFTER
from cop.todo_items import COORDINATORS_HEAR_AFTER, SESSION_IS_NEAR
from meetings.models import Attendance
from notifications.models import Message
from organisations import audit, tenancy
from organisations.models import Member


def offer_unprepared_turns() -> int:
    """Offer each coming turn that is not prepared in time to all members, once; return how many were."""
    today = timezone.localdate()
    standing = Community.objects.standing().select_related("programme").prefetch_related("programme__cohorts")
    rotas = {community.pk: _Rota(community) for community in standing}
    held = Session.objects.standing().filter(community__in=rotas).order_by("-meeting__starts_at")
    for community, starts_at in held.values_list("community_id", "meeting__starts_at"):
        rotas[community].days.append(timezone.localdate(starts_at))
    for turn in _coming_turns():
        rotas[turn.community_id].coming.append(turn)
    offered = set(TurnOffer.objects.filter(turn__community__in=rotas).values_list("turn_id", "member_id"))
    unprepared = [turn for each in rotas.values() for turn in each.unprepared(today)]
    new = [turn for turn in unprepared if (turn.pk, turn.member_id) not in offered]
    return sum(_offer(turn) for turn in new)


@dataclass
class _Rota:
    """A community with the days of its sessions, the latest first, and its coming turns, the next one first."""

    community: Community
    days: list[date] = field(default_factory=list)
    coming: list[Turn] = field(default_factory=list)

    def unprepared(self, today: date) -> list[Turn]:
        """Return the turns that are to be offered on a day: of sessions near without a yes, and the next to arrange."""
        arranged = [turn for turn in self.coming if turn.session and not turn.session.meeting.is_cancelled]
        unbound = [turn for turn in self.coming if turn not in arranged][:1]
        late = [turn for turn in arranged if self._is_unanswered(turn, today)]
        return [*late, *(turn for turn in unbound if self._is_late(turn, today))]

    def _is_unanswered(self, turn: Turn, today: date) -> bool:
        response = turn.response  # type: ignore[attr-defined]  # annotated
        assert turn.session is not None  # noqa: S101  # it is arranged
        starts_on = timezone.localdate(turn.session.meeting.starts_at)
        declined = response == Attendance.Response.NO
        return response != Attendance.Response.YES and today >= rota.session_offered_from(
            starts_on=starts_on, has_declined=declined, today=today
        )

    def _is_late(self, turn: Turn, today: date) -> bool:
        pace = turns.pace(self.community, self.days)
        given_on = timezone.localdate(turn.at)
        expected_on = (self.days[0] if self.days else given_on) + pace
        half = half_year_prompts.half_now(self.community, today)
        wanted = self.community.programme.community_meetings_per_half_year
        if half and half_years.is_short(half, self.days, wanted):
            expected_on = min(expected_on, half.last)
        since = max([given_on, *self.days[:1]])
        return today >= rota.offered_from(expected_on=expected_on, since=since, pace=pace)


def _coming_turns() -> list[Turn]:
    mine = Attendance.objects.filter(meeting=OuterRef("session__meeting"), member=OuterRef("member"))
    found = (
        Turn.objects.coming().filter(community__closure=None).select_related("session__meeting__cancellation")
    )
    return list(
        found.select_related("member", "community").annotate(response=Subquery(mine.values("response")[:1]))
    )


def _offer(turn: Turn) -> bool:
    offer, made = TurnOffer.objects.get_or_create(
        organisation_id=turn.organisation_id, turn=turn, member=turn.member
    )
    if made:
        audit.record("turn.offered", on=turn, by=None, member=turn.member)
        members = Member.objects.filter(communities__community=turn.community_id, communities__left_at=None)
        for member in {*members, turn.member}:
            mails.tell(member, mails.OFFERED, community=turn.community, about=offer)
        near = turn.session and not turn.session.meeting.is_cancelled
        due_at = timezone.now() + (SESSION_IS_NEAR if near else COORDINATORS_HEAR_AFTER)
        coordinators = Member.objects.filter(coordinations__programme=turn.community.programme_id)
        for member in coordinators:
            mails.tell(
                member,
                mails.NOT_TAKEN,
                community=turn.community,
                about=offer,
                page="community_care",
                due_at=due_at,
            )
    return made


def fill_rotas(*, all_of_them: bool = False) -> int:
    """Return the next turns where fewer are given than always should be; return in how many communities.

    Args:
        all_of_them: look at every rota, since the days that sessions are expected on move with time.
    """
    soon = timezone.now() + turns.IN_ADVANCE
    found = Community.objects.standing().exclude(phase=phases.FOUNDING).select_related("programme")
    if not all_of_them:
        given = Turn.objects.coming(soon).filter(community=OuterRef("pk")).order_by()
        counted = given.values("community").annotate(count=Count("pk")).values("count")
        few = Q(given=None) | Q(given__lt=turns.AHEAD)
        found = found.annotate(given=Subquery(counted)).filter(few)
    return sum(_fill(community) for community in found)


def _fill(community: Community) -> bool:
    """Fill a community's rota as one of its members, who may read when others are away."""
    somebody = Membership.objects.current().filter(community=community).order_by("joined_at").first()
    if somebody is None:
        return False
    with tenancy.inside(community.organisation_id, somebody.member_id):
        turns.fill(locked(community))
    return True


def ask_to_close() -> int:
    """Ask for each session that is over to be closed: its facilitator, then all who were invited; return how many."""
    now = timezone.now()
    sessions = list(Session.objects.to_close(now).select_related("community", "meeting__facilitator"))
    told = Message.objects.filter(subject_id__in=[each.pk for each in sessions])
    done: dict[str, set[UUID]] = defaultdict(set)
    for kind, key in told.filter(kind__in=[mails.TO_CLOSE, mails.CLOSE_FOR_ALL]).values_list(
        "kind", "subject_id"
    ):
        done[kind].add(key)
    asked = 0
    for session in sessions:
        facilitator = session.meeting.facilitator
        if facilitator and session.pk not in done[mails.TO_CLOSE]:
            _tell_to_close(session, [facilitator], mails.TO_CLOSE)
            asked += 1
        elif (
            session.meeting.ends_at <= now - OTHERS_ARE_ASKED_AFTER
            and session.pk not in done[mails.CLOSE_FOR_ALL]
        ):
            members = Member.objects.filter(
                communities__community=session.community_id,
                communities__left_at=None,
                attendances__in=Attendance.objects.filter(MAY_HAVE_COME, meeting=session.meeting_id),
            )
            _tell_to_close(session, members, mails.CLOSE_FOR_ALL)
            asked += 1
    return asked


def _tell_to_close(session: Session, people: Iterable[Member], kind: str) -> None:
    for person in people:
        mails.tell(
            person,
            kind,
            community=session.community,
            about=session,
            page="community_closing",
            more=[session.pk],
        )
