"""What whose turn it is does for a session: its focus and agenda, the rounds, handing over to the next one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import mails
from cop.actions.checks import locked, refuse_if_closed, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, HandOver, Idea, IdeaAdoption, Round, Session, SpeakerMark, Turn
from meetings import actions as meetings
from meetings.models import AgendaItem, Attendance
from organisations import audit
from organisations.models import Member

EARLY = timedelta(minutes=30)  # people are in the room before the hour


@transaction.atomic
def set_focus(*, turn: Turn, focus: str, by: Member) -> Session:
    """Say what the session is about.

    Raises:
        CommunityError: it is somebody else's turn, or nothing is arranged.
        MeetingError: the session has begun.
    """
    session = _session(turn, by)
    _focus(session, focus.strip(), by)
    audit.record("session.focus", on=session, by=by)
    return session


@transaction.atomic
def take_up(*, turn: Turn, idea: Idea, use: str, by: Member) -> IdeaAdoption:
    """Take a member's idea up: as the session's focus (``"focus"``) or as one thing on its agenda (``"agenda"``).

    Raises:
        CommunityError: it is somebody else's turn, nothing is arranged, or the idea was taken up or back meanwhile.
        MeetingError: the session has begun (for a focus), or was cancelled.
    """
    session = _session(turn, by)
    waiting = Idea.objects.waiting().filter(community=session.community_id)
    current = waiting.select_related("author").filter(pk=idea.pk).first()
    if current is None:
        raise CommunityError(_("This idea was taken up or withdrawn meanwhile."))
    if use == IdeaAdoption.Use.FOCUS:
        _focus(session, current.text, by)
    else:
        author = current.author if _is_invited(session, current.author) else None
        meetings.add_agenda_item(by=by, meeting=session.meeting, text=current.text, author=author)
    taking = IdeaAdoption.objects.create(
        organisation_id=session.organisation_id, idea=current, session=session, use=use, by=by
    )
    audit.record("idea.taken-up", on=current, by=by, use=use)
    return taking


@transaction.atomic
def take_over(*, turn: Turn, item: AgendaItem, by: Member) -> AgendaItem:
    """Put what an earlier session left on this one's agenda.

    Raises:
        CommunityError, MeetingError: as for :func:`take_up`; or it is done or taken over already.
    """
    return meetings.copy_agenda_item(by=by, meeting=_session(turn, by).meeting, item=item)


@transaction.atomic
def begin_round(*, turn: Turn, after: int, by: Member) -> Round:
    """Go around once more, after the round of that number; 0 before the first. Pressing twice begins one.

    Raises:
        CommunityError: it is somebody else's turn, or the session is not near.
    """
    session = _running(turn, by)
    newest = Round.objects.filter(session=session).last()
    number = newest.number if newest else 0
    if newest and number > after:
        return newest
    made = Round.objects.create(
        organisation_id=session.organisation_id, session=session, number=number + 1, by=by
    )
    audit.record("round.begun", on=session, by=by, number=made.number)
    return made


@transaction.atomic
def note_voice(*, turn: Turn, member: Member, kind: str, heard: bool, by: Member) -> None:
    """Note in the present round that somebody spoke or shared something, or that they did not after all.

    Who shared has spoken too. Twice is once.

    Raises:
        CommunityError: it is somebody else's turn, the session is not near, or the person is not invited to it.
    """
    session = _running(turn, by)
    if kind not in SpeakerMark.Kind.values or not _is_invited(session, member):
        raise CommunityError(_("Choose somebody who is invited to this session."))
    now = Round.objects.filter(session=session).last() or begin_round(turn=turn, after=0, by=by)
    _mark(now, member, kind, heard=heard, by=by)


@transaction.atomic
def correct_own_mark(*, community: Community, round_key: str, kind: str, heard: bool, by: Member) -> None:
    """Say that one spoke or shared something in a round, or that one did not: the marks are about the person.

    Raises:
        CommunityError: ``by`` does not belong to the community, or was not invited to a session with that round.
    """
    locked(community)
    refuse_unless_member(community, by)
    mine = Round.objects.filter(session__community=community, session__meeting__attendances__member=by)
    found = next((each for each in mine if str(each.pk) == round_key), None)
    if found is None or kind not in SpeakerMark.Kind.values:
        raise CommunityError(_("Choose a round of a session that you were invited to."))
    _mark(found, by, kind, heard=heard, by=by)
    audit.record("mark.corrected", on=found.session, by=by)


def _mark(now: Round, member: Member, kind: str, *, heard: bool, by: Member) -> None:
    if not heard:
        kinds = SpeakerMark.Kind.values if kind == SpeakerMark.Kind.SPOKE else [kind]
        SpeakerMark.objects.filter(round=now, member=member, kind__in=kinds).delete()
        return
    for each in {SpeakerMark.Kind.SPOKE.value, kind}:
        SpeakerMark.objects.get_or_create(
            organisation_id=now.organisation_id, round=now, member=member, kind=each, defaults={"by": by}
        )


@transaction.atomic
def hand_over(*, turn: Turn, words: str, by: Member) -> HandOver:
    """Hand over to whose turn comes next, who hears that something waits. Once for a session.

    Raises:
        CommunityError: it is somebody else's turn, the session has not begun, nobody comes next, or it was handed over
            in other words.
    """
    session = _session(turn, by)
    done = HandOver.objects.filter(session=session).first()
    if done and done.words == words.strip():
        return done
    if done:
        raise CommunityError(
            _("You have handed over already, in other words. Those stand; nothing was changed.")
        )
    if not session.meeting.has_begun:
        raise CommunityError(_("Hand over once the session has taken place."))
    following = following_turn(turn)
    if following is None or following.member_id == by.pk:
        raise CommunityError(_("Nobody else facilitates next yet."))
    made = HandOver.objects.create(
        organisation_id=session.organisation_id,
        session=session,
        by=by,
        to=following.member,
        words=words.strip(),
    )
    audit.record("turn.handed-over", on=turn, by=by, to=following.member)
    mails.tell(
        following.member,
        mails.HANDED_OVER,
        community=session.community,
        about=following,
        page="community_turn",
        more=[following.pk],
        occurrence=str(made.pk),
    )
    return made


def is_near(session: Session) -> bool:
    """Whether a session begins within half an hour, or has begun."""
    return bool(session.meeting.starts_at - EARLY <= timezone.now())


def following_turn(turn: Turn) -> Turn | None:
    """Return the first turn that is to come after this one; None when nobody is named."""
    later = Turn.objects.coming().filter(community=turn.community_id, number__gt=turn.number)
    return later.select_related("member").first()


def _session(turn: Turn, by: Member) -> Session:
    """The session of one's own turn, with its community held until the transaction ends."""
    community = locked(turn.community)
    refuse_if_closed(community)
    refuse_unless_member(community, by)
    own = Turn.objects.filter(pk=turn.pk, member=by, session__meeting__cancellation=None)
    current = own.select_related("session__meeting__arrangement", "session__community").first()
    if current is None:
        raise CommunityError(_("It is somebody else's turn."))
    if current.session is None:
        raise CommunityError(_("Find a time for the session first."))
    session: Session = current.session
    return session


def _running(turn: Turn, by: Member) -> Session:
    session = _session(turn, by)
    if not is_near(session):
        raise CommunityError(_("The session has not begun."))
    return session


def _focus(session: Session, words: str, by: Member) -> None:
    meeting = session.meeting
    meetings.reschedule(
        by=by,
        meeting=meeting,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        zone=meeting.agreed_zone.key,
        focus=words,
    )


def _is_invited(session: Session, member: Member) -> bool:
    return Attendance.objects.filter(meeting=session.meeting_id, member=member).exists()
