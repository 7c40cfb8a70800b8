"""Everything that a partnership's page shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from meetings.models import Action, AgendaItem, Attendance, Meeting, Note, RolesTaken
from meetings.next_step import Ahead, Behind, Step
from organisations.models import Member
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query
from partnerships import guide
from partnerships.models import Partnership, took_place
from partnerships.next_step import next_step
from partnerships.queries.agreements import AgreementState, get_agreement_state
from partnerships.queries.partnerships import MemberPartnership
from partnerships.queries.reviews import ReviewState, get_review_state
from programmes.models import Coordination, Practice, Programme
from web.labels import ROLES, Words

DONE_STAYS_FOR = timedelta(days=7)
MEETINGS_SHOWN = 5


def list_meetings_ahead(partnership: Partnership) -> QuerySet[Meeting]:
    """Return the meetings of a partnership that an ending calls off, the next one first."""
    return Meeting.objects.standing().upcoming().filter(partnership_link__partnership=partnership)


@dataclass(frozen=True)
class Clock:
    """Somebody's time zone, by its name, and what to call them."""

    zone: str
    name: str


@dataclass(frozen=True)
class PartnershipPage:
    """Everything the partnership's page shows."""

    place: MemberPartnership
    next_meeting: Any
    planned_after: list[Any]
    coordinators: list[Member]
    agenda: list[AgendaItem]
    past: list[Any]
    promised: list[Action]
    practices: list[Practice]
    agreement: AgreementState
    review: ReviewState | None

    @property
    def next_step(self) -> Step:
        """The one thing to do next; nothing once it is concluded."""
        if self.place.partnership.is_concluded:
            return Step.NOTHING
        return next_step(
            now=timezone.now(),
            ahead=self._ahead,
            behind=self._behind,
            has_signed=self.agreement.signed_by_me,
            view_is_awaited=self.view_is_awaited,
            review_is_due=self.place.progress >= 1 and not (self.review and self.review.waits_for_others),
        )

    @property
    def view_is_awaited(self) -> bool:
        """Whether the other has reviewed the stage and waits for this member's view."""
        return bool(self.review and self.review.waits_for_me)

    @property
    def declined_by(self) -> list[Member]:
        """Who of the two cannot come to the next meeting, so that it will not be held then."""
        parties = [self.place.me, *self.place.others]
        return [party.member for party in parties if party.member_id in self.next_meeting.declined_by]

    @property
    def later(self) -> list[tuple[Any, list[Member]]]:
        """What is planned after the next meeting, with who of the two cannot come."""
        parties = [self.place.me, *self.place.others]
        return [
            (each, [party.member for party in parties if party.member_id in each.declined_by])
            for each in self.planned_after
        ]

    @property
    def last_meeting(self) -> Any:
        return self.past[0] if self.past else None

    @property
    def _ahead(self) -> Ahead | None:
        meeting, me = self.next_meeting, self.place.me.member_id
        if meeting is None:
            return None
        is_answered = bool(meeting.my_response) or meeting.created_by_id == me
        return Ahead(meeting.starts_at, is_answered, is_declined=bool(meeting.declined_by))

    @property
    def _behind(self) -> Behind | None:
        meeting = self.last_meeting
        if meeting is None:
            return None
        is_wrapped_up = bool(meeting.presence_noted or meeting.notes_count or meeting.actions_count)
        return Behind(meeting.ends_at, is_wrapped_up)

    @property
    def marks(self) -> list[float]:
        return self.place.marks(meeting.starts_at for meeting in self.past if meeting.took_place)

    @property
    def met(self) -> list[Any]:
        """The latest past meetings; the rest are `met_earlier`."""
        return self.past[:MEETINGS_SHOWN]

    @property
    def met_earlier(self) -> list[Any]:
        return self.past[MEETINGS_SHOWN:]

    @property
    def roles(self) -> list[tuple[Words, int]]:
        """How often the mentor took each of the seven roles, as they noted it; nothing before the first."""
        return _counted(meeting.my_roles for meeting in self.past if meeting.my_roles)

    @property
    def question(self) -> Words:
        """A question for the mentor, or for each of two peers, to ask: another one after each meeting."""
        questions: list[Words] = []
        if self.place.is_peer:
            questions = guide.PEER_QUESTIONS
        elif self.place.is_mentor:
            questions = [practice.question for practice in self.practices if practice.question]
        return questions[len(self.marks) % len(questions)] if questions else ""

    @property
    def peer_ways(self) -> list[tuple[Words, Words]]:
        """What two peers can do for each other, and how one begins; nothing in another partnership."""
        return guide.PEER_WAYS if self.place.is_peer else []

    @property
    def about_stage(self) -> Words:
        return guide.about(self.place.partnership.stage, peers=self.place.is_peer)

    @property
    def elsewhere(self) -> list[Clock]:
        """The clocks of the others that show another time at the next meeting."""
        start = self.next_meeting.starts_at
        here = start.astimezone(self.place.me.member.zone).utcoffset()
        return [
            Clock(str(party.member.zone), party.member.address_name)
            for party in self.place.others
            if start.astimezone(party.member.zone).utcoffset() != here
        ]


def get_page(place: MemberPartnership) -> PartnershipPage:
    """Read what the partnership's page shows."""
    meetings = _meetings(place.me.member, place.partnership)
    upcoming = [meeting for meeting in meetings if not meeting.is_over][::-1]
    concluded = place.partnership.is_concluded
    return PartnershipPage(
        place=place,
        next_meeting=upcoming[0] if upcoming else None,
        planned_after=_first_of_each_series(upcoming)[1:],
        coordinators=[each.member for each in _coordinations(place.partnership.cohort.programme)],
        agenda=_agenda(upcoming[0]) if upcoming else [],
        past=[meeting for meeting in meetings if meeting.is_over],
        promised=_promised(place.partnership, timezone.now() - DONE_STAYS_FOR),
        practices=[] if concluded else list_practices(place, place.partnership.stage),
        agreement=get_agreement_state(place),
        review=get_review_state(place),
    )


def _first_of_each_series(meetings: Iterable[Any]) -> list[Any]:
    """Return the meetings, in their order, with the first of each series standing for all of it."""
    first: dict[UUID, Any] = {}
    for meeting in meetings:
        first.setdefault(meeting.series_id or meeting.pk, meeting)
    return list(first.values())


def _counted(noted: Iterable[list[str]]) -> list[tuple[Words, int]]:
    times = Counter(role for roles in noted for role in roles)
    return [(words, times[role]) for role, words in ROLES.items()] if times else []


def count_roles_taken(place: MemberPartnership) -> list[tuple[Words, int]]:
    """Read how often a mentor took each role in the partnership; nothing for a mentee, or before the first."""
    if not place.is_mentor:
        return []
    noted = RolesTaken.objects.filter(
        member=place.me.member, meeting__partnership_link__partnership=place.partnership
    )
    return _counted(noted.values_list("roles", flat=True))


@prepared_query
def _coordinations(programme: Programme) -> "QuerySet[Coordination]":
    """Who coordinates a programme, whom its people can turn to."""
    found = Coordination.objects.filter(programme=programme)
    return found.select_related("member").order_by(ByName("member__display_name"), "pk")


def list_practices(place: MemberPartnership, stage: str) -> list[Practice]:
    """Return what good mentoring does in a stage, as the programme has it, in order; nothing for peers."""
    return [] if place.is_peer else _practices(place.partnership.cohort.programme_id, stage)


@prepared_query
def _practices(programme: UUID, stage: str) -> "QuerySet[Practice]":
    return Practice.objects.filter(programme=programme, stage=stage)


@prepared_query
def _agenda(meeting: Meeting) -> "QuerySet[AgendaItem]":
    return AgendaItem.objects.filter(meeting=meeting)


def _count(rows: "QuerySet[Any]") -> Coalesce:
    """How many of these rows hang on a meeting."""
    of_meeting = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(count=Count("pk"))
    return Coalesce(Subquery(of_meeting.values("count")), 0, output_field=IntegerField())


@prepared_query
def _meetings(member: Member, partnership: Partnership) -> "QuerySet[Any]":
    """The member's standing meetings of the partnership, the latest first, with what stands in each."""
    invited = Attendance.objects.filter(meeting=OuterRef("pk"))
    readable = Note.objects.filter(Q(is_private=False) | Q(author=member))
    return (
        Meeting.objects.standing()
        .visible_to(member)
        .filter(partnership_link__partnership=partnership)
        .select_related("arrangement", "series")
        .annotate(
            took_place=took_place(),
            actions_count=_count(Action.objects.all()),
            notes_count=_count(readable),
            my_response=Subquery(invited.filter(member=member).values("response")),
            declined_by=ArraySubquery(invited.filter(response=Attendance.Response.NO).values("member")),
            presence_noted=Exists(invited.exclude(presence=Attendance.Presence.UNKNOWN)),
            my_roles=Subquery(
                RolesTaken.objects.filter(meeting=OuterRef("pk"), member=member).values("roles")
            ),
        )
        .order_by("-starts_at", "-id")
    )


@prepared_query
def _promised(partnership: Partnership, lately: datetime) -> "QuerySet[Action]":
    """What is still to be done by either, and what was done lately."""
    return (
        Action.objects.filter(meeting__partnership_link__partnership=partnership)
        .filter(Q(done_at=None, let_go_at=None) | Q(done_at__gte=lately) | Q(let_go_at__gte=lately))
        .select_related("owner")
        .order_by(F("done_at").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "created_at", "id")
    )
