"""Closing a session, looking back on it, what is asked, and what should change on its way to the next agenda."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Case, Exists, Max, OuterRef, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop import evaluation_mails, phases
from cop.actions import turns
from cop.actions.checks import locked, refuse_if_closed
from cop.errors import CommunityError
from cop.models import (
    AgendaCarryover,
    Community,
    CommunityQuestion,
    Evaluation,
    EvaluationAnswer,
    EvaluationFinding,
    EvaluationQuestion,
    Reflection,
    Respondent,
    Session,
    Turn,
)
from cop.models.evaluations import LASTS, SHORT
from cop.queries.communities import belongs, coordinates
from meetings import actions as meetings
from meetings.models import AgendaItem, Attendance
from organisations import audit, tenancy
from organisations.models import Member

SOURCE = "evaluation"  # of agenda items, as meetings.meeting_owners knows it
QUESTIONS_AT_MOST = 10
SHOWN_FROM = 3  # people
REMIND_BEFORE = timedelta(days=2)


def default_questions() -> list[tuple[str, str]]:
    """Return what a community is asked until it chooses questions of its own: (kind, words)."""
    return [
        (CommunityQuestion.Kind.RATING, _("Everyone was heard")),
        (CommunityQuestion.Kind.RATING, _("I took something with me")),
        (CommunityQuestion.Kind.RATING, _("Good use of the time")),
        (CommunityQuestion.Kind.WORDS, _("What helped?")),
        (CommunityQuestion.Kind.WORDS, _("What was hard?")),
        (CommunityQuestion.Kind.CHANGE, _("What should we change?")),
    ]


@transaction.atomic
def close_session(
    *, session: Session, by: Member, came: Collection[UUID] | None = None, at: datetime | None = None
) -> Evaluation:
    """Close a session, which asks all who were present to look back on it for a week.

    Its facilitator closes it once it has begun; once it is over, whoever was there does. Who was present and what is
    asked stays as it is at this moment. Twice is once.

    Args:
        came: the keys of those invited who were there, which is noted too; None leaves the attendance as it is noted.
            Who did not facilitate notes only of whom nothing is noted yet, and of themself.
        at: when it was closed (aware), not later than now, which is the default.

    Raises:
        CommunityError: ``by`` neither facilitated it nor was there, it has not begun, nobody of the community came, or
            the community has closed.
    """
    community = locked(session.community)
    refuse_if_closed(community)
    current = Session.objects.standing().select_related("meeting").filter(pk=session.pk).first()
    if current is None or not may_close(current, by):
        raise CommunityError(
            _("A session is closed by who facilitated it, or by whoever was there once it is over.")
        )
    if found := Evaluation.objects.filter(session=current).first():
        return found
    if not current.meeting.has_begun:
        raise CommunityError(_("This session has not begun."))
    if came is not None:
        _note_who_came(current, came, by)
    if not _present(current).exists():
        raise CommunityError(_("Say who was there: they are the ones who are asked."))
    if current.meeting.facilitator_id != by.pk and not _present(current).filter(member=by).exists():
        raise CommunityError(_("Were you there? Whoever was can close the session."))
    _ask_at_least_the_default(community, by)
    opened_at = at or timezone.now()
    evaluation = Evaluation.objects.create(
        organisation_id=current.organisation_id,
        session=current,
        by=by,
        opened_at=opened_at,
        closes_at=opened_at + LASTS,
    )
    audit.record("session.closed", on=current, by=by)
    _ask_for_answers(evaluation, by)
    _fill_rota(community, by)
    return evaluation


def may_close(session: Session, member: Member) -> bool:
    """Return whether a member can close a session: its facilitator, or once it is over any member who was invited."""
    if session.meeting.facilitator_id == member.pk:
        return True
    invited = Attendance.objects.filter(meeting=session.meeting_id, member=member)
    return session.meeting.is_over and invited.exists() and belongs(session.community, member)


def _fill_rota(community: Community, by: Member) -> None:
    """Who came decides who has had a turn, and who is given the next ones."""
    if belongs(community, by) or coordinates(community.programme_id, by):
        turns.fill(community)


def _note_who_came(session: Session, came: Collection[UUID], by: Member) -> None:
    invited = Attendance.objects.filter(meeting=session.meeting_id).values_list("member_id", flat=True)
    presence = {
        key: Attendance.Presence.CAME if key in came else Attendance.Presence.MISSED for key in invited
    }
    meetings.record_attendance(by=by, meeting=session.meeting, presence=presence)


def _present(session: Session) -> "QuerySet[Attendance]":
    """The attendances of who came to a session and belongs to the community."""
    here = Attendance.objects.filter(meeting=session.meeting_id, presence=Attendance.Presence.CAME)
    return here.filter(member__communities__community=session.community_id, member__communities__left_at=None)


def _ask_for_answers(evaluation: Evaluation, by: Member) -> None:
    """Tell those present now, but for who closed it and stands before the questions; remind them before it ends."""
    respondents = Respondent.objects.filter(evaluation=evaluation).select_related("member")
    people = [each.member for each in respondents]
    evaluation_mails.ask((person for person in people if person != by), evaluation)
    evaluation_mails.ask(people, evaluation, due_at=evaluation.closes_at - REMIND_BEFORE)


@transaction.atomic
def answer(
    *, evaluation: Evaluation, by: Member, answers: Mapping[UUID, int | str], took: str = "", tries: str = ""
) -> Reflection:
    """Look back on a session one was present at; what was said before is replaced.

    Args:
        answers: for the group, by the key of what was asked: a rating from 1 to 5, or words. What is left out or
            empty is not answered.
        took, tries: for oneself alone.

    Raises:
        CommunityError: it has closed, ``by`` was not present or belongs to the community no more, nothing is said,
            or something is that was not asked.
    """
    current = Evaluation.objects.visible_to(by).open().filter(pk=evaluation.pk).first()
    if current is None:
        raise _closed()
    _hold_open(current)
    if not Respondent.objects.filter(evaluation=current, member=by).exists():
        raise CommunityError(_("Those who were present are asked."))
    given = {key: value for key, value in answers.items() if value}
    if not given and not took.strip() and not tries.strip():
        raise CommunityError(_("Say at least one thing, for the group or for yourself."))
    try:
        with transaction.atomic():
            _replace_answers(current, by, given)
            _hold_open(current)  # all of what is said counts, or none of it
    except (ProgrammingError, EvaluationAnswer.NotUpdated):
        _hold_open(current)  # in these two ways the database refuses rows that are made or changed too late
        raise
    reflection, _made = Reflection.objects.update_or_create(
        organisation_id=current.organisation_id,
        evaluation=current,
        author=by,
        defaults={"took": took.strip(), "tries": tries.strip()},
    )
    audit.record("evaluation.answered", on=current, by=by)
    return reflection


def _hold_open(evaluation: Evaluation) -> None:
    """Have publishing wait from now on until this transaction ends.

    To be asked before any answer is touched: publishing holds the evaluation first too, so neither waits for what
    the other has.

    Raises:
        CommunityError: answers are not taken any more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT cop_hold_evaluation(%s)", [evaluation.pk])
        if not cursor.fetchone()[0]:
            raise _closed()


def _closed() -> CommunityError:
    return CommunityError(_("This has closed. What was said until then stands."))


def _replace_answers(evaluation: Evaluation, by: Member, given: Mapping[UUID, int | str]) -> None:
    asked = {each.pk: each for each in EvaluationQuestion.objects.filter(evaluation=evaluation)}
    if not given.keys() <= asked.keys():
        raise CommunityError(_("This is not asked here."))
    EvaluationAnswer.objects.filter(asked__in=asked, author=by).exclude(asked__in=given).delete()
    for key, value in given.items():
        values = (
            {"rating": value, "words": ""} if isinstance(value, int) else {"rating": None, "words": value}
        )
        EvaluationAnswer.objects.update_or_create(
            organisation_id=evaluation.organisation_id, asked_id=key, author=by, defaults=values
        )


# What is asked


def may_edit_questions(community: Community, member: Member) -> bool:
    """Whether a member decides what is asked: who facilitates next; in the founding phase the coordinators too."""
    if community.phase == phases.FOUNDING and coordinates(community.programme_id, member):
        return True
    turn = Turn.objects.coming().filter(community=community).first()
    return turn is not None and turn.member_id == member.pk and belongs(community, member)


@transaction.atomic
def add_question(*, community: Community, text: str, kind: str, by: Member) -> CommunityQuestion:
    """Ask something more from the next evaluation on.

    Raises:
        CommunityError: it is not for ``by`` to say, it says nothing, or enough is asked already.
    """
    current = _to_edit(community, by)
    _ask_at_least_the_default(current, by)
    if CommunityQuestion.objects.current().filter(community=current).count() >= QUESTIONS_AT_MOST:
        raise CommunityError(_("Ten questions are many already. Take one away first."))
    last = CommunityQuestion.objects.filter(community=current).aggregate(last=Max("position"))["last"] or 0
    made = _ask(current, text, kind, last + 1, by)
    audit.record("question.added", on=current, by=by, kind=kind)
    return made


@transaction.atomic
def edit_question(*, question: CommunityQuestion, text: str, kind: str, by: Member) -> CommunityQuestion:
    """Ask in other words from the next evaluation on; what was answered keeps the words it answered.

    Raises:
        CommunityError: as for :func:`add_question`, or it is not asked any more.
    """
    current = _to_edit(question.community, by)
    asked = _asked_still(question)
    if (asked.text, asked.kind) == (text.strip(), kind):
        return asked
    made = _ask(current, text, kind, asked.position, by)
    _retire(asked)
    audit.record("question.edited", on=current, by=by, kind=kind)
    return made


@transaction.atomic
def retire_question(*, question: CommunityQuestion, by: Member) -> None:
    """Ask this no more from the next evaluation on.

    Raises:
        CommunityError: it is not for ``by`` to say, or it is the last one.
    """
    current = _to_edit(question.community, by)
    asked = _asked_still(question)
    if CommunityQuestion.objects.current().filter(community=current).count() == 1:
        raise CommunityError(_("Keep at least one question."))
    _retire(asked)
    audit.record("question.retired", on=current, by=by)


@transaction.atomic
def begin_editing(*, community: Community, by: Member) -> None:
    """Write the default questions down as the community's own, so that each can be changed.

    Raises:
        CommunityError: it is not for ``by`` to say.
    """
    _ask_at_least_the_default(_to_edit(community, by), by)


def _to_edit(community: Community, by: Member) -> Community:
    current = locked(community)
    refuse_if_closed(current)
    if not may_edit_questions(current, by):
        raise CommunityError(_("Whoever facilitates next decides what is asked."))
    return current


def _asked_still(question: CommunityQuestion) -> CommunityQuestion:
    current = CommunityQuestion.objects.current().filter(pk=question.pk).first()
    if current is None:
        raise CommunityError(_("This is not asked any more."))
    return current


def _ask_at_least_the_default(community: Community, by: Member) -> None:
    if not CommunityQuestion.objects.filter(community=community).exists():
        for position, (kind, text) in enumerate(default_questions(), 1):
            _ask(community, text, kind, position, by)


def _ask(community: Community, text: str, kind: str, position: int, by: Member) -> CommunityQuestion:
    if not text.strip():
        raise CommunityError(_("Write what is asked."))
    return CommunityQuestion.objects.create(
        organisation_id=community.organisation_id,
        community=community,
        text=text.strip(),
        kind=kind,
        position=position,
        made_by=by,
    )


def _retire(question: CommunityQuestion) -> None:
    question.retired_at = timezone.now()
    question.save(update_fields=["retired_at"])


# Results


def publish(community: Community) -> None:
    """Have the database publish what is over; it does so once for each evaluation, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cop_publish(%s)", [community.pk])


def raise_changes(session: Session) -> int:
    """Put what should change, by evaluations that are over, on a session's agenda; return how many items that made.

    Each comes onto one agenda that stands, whoever arranged the session. The database shows these items to nobody but
    the community's members, so that somebody else who is invited, such as a coordinator, does not read them there.
    """
    with transaction.atomic():
        community = locked(session.community)
        publish(community)
        meeting = session.meeting
        host = _member_at(session)
        if host is None or meeting.has_begun or meeting.is_cancelled:
            return 0
        with tenancy.inside(session.organisation_id, host.pk):
            return sum(_raise(finding, session, host) for finding in _waiting_findings(community))


def _member_at(session: Session) -> Member | None:
    """Return somebody of the community who is invited to a session, before all its facilitator; None without one."""
    members = Member.objects.filter(
        communities__community=session.community_id,
        communities__left_at=None,
        attendances__meeting=session.meeting_id,
    )
    facilitates = Case(When(pk=session.meeting.facilitator_id, then=0), default=1)
    return members.order_by(facilitates, "pk").first()


def raise_what_waits() -> int:
    """Publish evaluations that are over and put what should change on the next agendas; return how many items.

    To be called inside an organisation, as often as one likes.
    """
    for community in Community.objects.all():
        publish(community)
    ahead = (
        Session.objects.upcoming()
        .filter(community__closure=None)
        .select_related("community", "meeting__facilitator", "meeting__cancellation")
    )
    next_ones: dict[UUID, Session] = {}
    for session in ahead:
        next_ones.setdefault(session.community_id, session)
    return sum(raise_changes(session) for session in next_ones.values())


def _waiting_findings(community: Community) -> list[EvaluationFinding]:
    """What should change and stands on no agenda, the oldest first; as far as who asks belongs to the community."""
    standing = AgendaCarryover.objects.filter(finding=OuterRef("pk"), session__meeting__cancellation=None)
    found = EvaluationFinding.objects.filter(
        ~Exists(standing),
        outcome__evaluation__session__community=community,
        asked__question__kind=CommunityQuestion.Kind.CHANGE,
    )
    return list(found.order_by("outcome__at", "asked__position"))


def _raise(finding: EvaluationFinding, session: Session, host: Member) -> int:
    try:
        with transaction.atomic():
            AgendaCarryover.objects.create(
                organisation_id=finding.organisation_id, finding=finding, session=session
            )
    except IntegrityError:
        return 0
    there = AgendaItem.objects.visible_to(host).filter(meeting=session.meeting, source=SOURCE)
    stands = [_said(text) for text in there.values_list("text", flat=True)]
    new = [
        text
        for said, text in worded(finding.texts).items()
        if not any(each == said or each.startswith(f"{said} (") for each in stands)
    ]
    for text in new:
        meetings.add_agenda_item(by=host, meeting=session.meeting, text=text, source=SOURCE)
    return len(new)


def worded(texts: Iterable[str]) -> dict[str, str]:
    """Return what should change, each once, by what makes it the same, in the order in which it was published.

    How many said it stands beside it from three on, as with every answer; the results, which the same people read,
    show no less. Differences in spaces, capitals and the mark at the end are none.
    """
    said: dict[str, list[str]] = {}
    for text in texts:
        said.setdefault(_said(text), []).append(" ".join(text.split()))
    return {key: _with_count(same[0], len(same)) for key, same in said.items()}


def _said(text: str) -> str:
    """What two texts have in common that say the same."""
    return " ".join(text.split()).casefold().rstrip(".!?… ")


def _with_count(text: str, count: int) -> str:
    if count < SHOWN_FROM:
        return text
    words = ngettext("%(text)s (%(count)d person)", "%(text)s (%(count)d people)", count)
    counted = words % {"text": text, "count": count}
    return counted if len(counted) <= SHORT else text
