"""Rounds of a session: who has spoken, who shared something, and who has not been heard for a while."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.db.models.expressions import RawSQL

from cop.models import Community, Round, Session, Voice
from meetings.models import Attendance
from organisations.models import Member
from organisations.ordering import ByName


@dataclass(frozen=True)
class Seat:
    """One person in a round."""

    member: Member
    has_spoken: bool
    has_shared: bool


@dataclass(frozen=True)
class Circle:
    """The present round of a session: its number (0 before the first), who is expected, and who is not."""

    number: int
    seats: list[Seat]
    absent: list[Seat]

    @property
    def heard(self) -> int:
        return sum(seat.has_spoken for seat in self.seats)

    @property
    def waiting(self) -> int:
        return len(self.seats) - self.heard


def circle(session: Session) -> Circle:
    """Give the present round of one's session, those invited by name; three questions.

    Who is noted as missing, or said that they cannot come, is expected last: they may have come after all.
    """
    rounds = Round.objects.filter(session=session).order_by("-number")
    now = rounds.prefetch_related(Prefetch("voices", Voice.objects.all())).first()
    heard: set[tuple[UUID, str]] = set()
    if now:
        heard = {(voice.member_id, voice.kind) for voice in now.voices.all()}
    seats: list[Seat] = []
    absent: list[Seat] = []
    invited = Attendance.objects.filter(meeting=session.meeting_id).select_related("member")
    for attendance in invited.order_by(ByName("member__display_name"), "id"):
        key = attendance.member_id
        seat = Seat(attendance.member, (key, Voice.Kind.SPOKE) in heard, (key, Voice.Kind.SHARED) in heard)
        (absent if _is_absent(attendance) and not seat.has_spoken else seats).append(seat)
    return Circle(now.number if now else 0, seats, absent)


def _is_absent(attendance: Attendance) -> bool:
    if attendance.presence:
        return attendance.presence == Attendance.Presence.MISSED
    return attendance.response == Attendance.Response.NO


def unheard(community: Community) -> list[Member]:
    """Give who was not heard in the last two sessions in which rounds were kept, by name; one question.

    The database tells it to whose turn comes next and to nobody else. Nobody is named as long as there are not two
    such sessions, and nobody who joined after the first of them.
    """
    silent = RawSQL("SELECT cop_unheard(%s)", [community.pk])
    return list(Member.objects.filter(pk__in=silent).in_order())
