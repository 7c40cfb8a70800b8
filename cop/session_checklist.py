"""What is left to do once a session is over, computed from what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.models import Evaluation, Session, Turn
from cop.queries.communities import decide_arranging
from meetings.models import Attendance, Note, Resource
from organisations.models import Member


@dataclass(frozen=True)
class Done:
    """What was done for a session already, read in one question."""

    noted: bool
    asked: bool  # how it was, of those who were there
    written: bool
    shared: bool
    followed: bool
    next_turn: UUID | None  # whose turn it is to find a time


@dataclass(frozen=True)
class Step:
    """One line of the checklist: whether it is done, what to do, and where; ``url`` is empty where nothing is to press.

    ``is_optional`` are lines that may stay open without anything missing.
    """

    is_done: bool
    words: str
    url: str = ""
    label: str = ""
    is_optional: bool = False


def _attendance(session: Session, me: Member, done: Done) -> Step:
    return Step(done.noted, _("Who came is noted"), _at(session, "presence-card"), _("Note who came"))


def _evaluation(session: Session, me: Member, done: Done) -> Step:
    words = _("Everyone who was there is asked how it was")
    url = reverse("community_closing", args=[session.community_id, session.pk])
    return Step(done.asked, words, url, _("Close the session"))


def _notes(session: Session, me: Member, done: Done) -> Step:
    return Step(done.written, _("What came of it is written down"), _at(session, "notes"), _("Write a note"))


def _resources(session: Session, me: Member, done: Done) -> Step:
    words = _("What is worth keeping is shared")
    return Step(done.shared, words, _at(session, "resources"), _("Share something"), is_optional=True)


def _next_session(session: Session, me: Member, done: Done) -> Step:
    words = _("The next session is arranged")
    mine = done.next_turn == me.pk
    phase = session.community.phase
    if not done.followed and decide_arranging(phase, coordinates=False, belongs=True, has_the_turn=mine):
        url = reverse("community_session_new", args=[session.community_id])
        return Step(False, words, url, _("Find a time"))
    return Step(done.followed, words, is_optional=True)


def _at(session: Session, place: str) -> str:
    return f"{reverse('meeting', args=[session.meeting_id])}#{place}"


STEPS: list[Callable[[Session, Member, Done], Step]] = [
    _attendance,
    _evaluation,
    _notes,
    _resources,
    _next_session,
]


def checklist(turn: Turn, me: Member) -> list[Step]:
    """Return what closing the session of one's turn asks for, in order; nothing before the session has begun."""
    session = turn.session
    if session is None or session.meeting.is_cancelled or not session.meeting.has_begun:
        return []
    done = _done(session, me)
    return [step(session, me, done) for step in STEPS]


def _done(session: Session, me: Member) -> Done:
    of = OuterRef("meeting")
    ahead = (
        Session.objects.upcoming().order_by().filter(community=session.community_id).exclude(pk=session.pk)
    )
    unbound = Turn.objects.coming().unbound().filter(community=session.community_id)
    found = Session.objects.filter(pk=session.pk).values_list(
        Exists(Attendance.objects.filter(meeting=of).exclude(presence=Attendance.Presence.UNKNOWN)),
        Exists(Evaluation.objects.filter(session=OuterRef("pk"))),
        Exists(Note.objects.visible_to(me).filter(meeting=of, is_private=False)),
        Exists(Resource.objects.visible_to(me).filter(meeting=of)),
        Exists(ahead),
        Subquery(unbound.values("member")[:1]),
    )
    return Done(*found.get())
