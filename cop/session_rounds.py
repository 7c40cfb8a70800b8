"""Rounds of a session: who has spoken, who shared something, and who has not been heard for a while."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as lazy

from cop.models import Community, Round, Session, SpeakerMark
from meetings.models import Attendance
from organisations.models import Member
from organisations.ordering import ByName
from web.labels import Words

ROUNDS_SHOWN = 60
OWN_WORDS: dict[str, Words] = {
    SpeakerMark.Kind.SPOKE: lazy("I spoke"),
    SpeakerMark.Kind.SHARED: lazy("I shared something"),
}


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
    """Return the present round of one's session, those invited by name; three questions.

    Who is noted as missing, or said that they cannot come, is expected last: they may have come after all.
    """
    rounds = Round.objects.filter(session=session).order_by("-number")
    now = rounds.prefetch_related(Prefetch("voices", SpeakerMark.objects.all())).first()
    heard: set[tuple[UUID, str]] = set()
    if now:
        heard = {(voice.member_id, voice.kind) for voice in now.voices.all()}
    seats: list[Seat] = []
    absent: list[Seat] = []
    invited = Attendance.objects.filter(meeting=session.meeting_id).select_related("member")
    for attendance in invited.order_by(ByName("member__display_name"), "id"):
        key = attendance.member_id
        seat = Seat(
            attendance.member, (key, SpeakerMark.Kind.SPOKE) in heard, (key, SpeakerMark.Kind.SHARED) in heard
        )
        (absent if _is_absent(attendance) and not seat.has_spoken else seats).append(seat)
    return Circle(now.number if now else 0, seats, absent)


def _is_absent(attendance: Attendance) -> bool:
    if attendance.presence:
        return attendance.presence == Attendance.Presence.MISSED
    return attendance.response == Attendance.Response.NO


@dataclass(frozen=True)
class Mark:
    """What is noted of a member in one round: each kind of mark with its words, and whether it is there."""

    round: Round
    kinds: list[tuple[str, str, bool]]


def own_marks(community: Community, member: Member) -> list[tuple[Session, list[Mark]]]:
    """Return what is noted of a member in the latest sessions with rounds that they were invited to; two questions."""
    mine = Prefetch("voices", SpeakerMark.objects.filter(member=member))
    rounds = Round.objects.filter(
        session__community=community, session__meeting__attendances__member=member
    ).select_related("session__meeting")
    latest = rounds.order_by("-session__meeting__starts_at", "number").prefetch_related(mine)[:ROUNDS_SHOWN]
    found: dict[UUID, tuple[Session, list[Mark]]] = {}
    for each in latest:
        noted = {voice.kind for voice in each.voices.all()}
        kinds = [(kind, str(label), kind in noted) for kind, label in OWN_WORDS.items()]
        found.setdefault(each.session_id, (each.session, []))[1].append(Mark(each, kinds))
    return list(found.values())


def unheard(community: Community) -> list[Member]:
    """Return who was not heard in the last two sessions in which rounds were kept, by name; one question.

    The database tells it to whose turn comes next and to nobody else. Nobody is named as long as there are not two
    such sessions, and nobody who joined after the first of them.
    """
    silent = RawSQL("SELECT cop_unheard(%s)", [community.pk])
    return list(Member.objects.filter(pk__in=silent).in_order())
