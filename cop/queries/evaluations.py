"""What pages ask about looking back: what waits for whom, what came of it, how it went over time.

Results are read from what the database published (``EvaluationOutcome``, ``EvaluationFinding``); nothing here sees a
single answer but the reader's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from cop.models import (
    Community,
    CommunityQuestion,
    Evaluation,
    EvaluationAnswer,
    EvaluationFinding,
    EvaluationOutcome,
    EvaluationQuestion,
    Reflection,
    Respondent,
    Session,
)
from cop.models.evaluations import average
from cop.models.sessions import CLOSED_WITHIN
from cop.queries.communities import MemberCommunity, Sessions, list_sessions, split_sessions
from organisations.models import Member
from organisations.prepared_queries import prepared_query

OTHERS_ARE_ASKED_AFTER = timedelta(days=1)  # so long its facilitator alone is asked to close a session
IN_THE_TREND = 12  # sessions
SESSIONS_READ = 8  # the latest, those ahead among them


@dataclass(frozen=True)
class EvaluationResult:
    """What an evaluation gave: averages, and words by question; ``answered`` is None where fewer than three did."""

    session: Session
    answered: int | None
    ratings: list[EvaluationFinding] = field(default_factory=list)
    words: list[EvaluationFinding] = field(default_factory=list)
    too_few: list[EvaluationQuestion] = field(default_factory=list)

    @property
    def bars(self) -> list[tuple[str, float]]:
        """Each question from 1 to 5 with its average."""
        return [(finding.asked.question.text, finding.average) for finding in self.ratings]

    @property
    def changes(self) -> list[str]:
        """What should change."""
        kind = CommunityQuestion.Kind.CHANGE
        return [text for each in self.words if each.asked.question.kind == kind for text in each.texts]


def get_result(evaluation: Evaluation) -> EvaluationResult | None:
    """Return what one evaluation gave, with the questions too few answered; None while it is open."""
    outcome = _outcomes(evaluation.session.community).filter(evaluation=evaluation).first()
    return (
        _result(outcome, EvaluationQuestion.objects.filter(evaluation=evaluation).select_related("question"))
        if outcome
        else None
    )


def _outcomes(community: Community) -> "QuerySet[EvaluationOutcome]":
    findings = EvaluationFinding.objects.select_related("asked__question")
    found = EvaluationOutcome.objects.filter(evaluation__session__community=community)
    return found.select_related("evaluation__session__meeting__arrangement").prefetch_related(
        Prefetch("findings", findings)
    )


def _result(outcome: EvaluationOutcome, asked: Iterable[EvaluationQuestion] = ()) -> EvaluationResult:
    findings = list(outcome.findings.all())
    told = {finding.asked_id for finding in findings}
    rated = CommunityQuestion.Kind.RATING
    return EvaluationResult(
        session=outcome.evaluation.session,
        answered=outcome.answered,
        ratings=[each for each in findings if each.asked.question.kind == rated],
        words=[each for each in findings if each.asked.question.kind != rated],
        too_few=[each for each in asked if each.pk not in told],
    )


@dataclass(frozen=True)
class ResultLine:
    """How one question from 1 to 5 was answered from session to session; None where too few did."""

    question: str
    averages: list[float | None]


@dataclass(frozen=True)
class Trend:
    """The last sessions that were looked back on, the earliest first, and a line for each question."""

    sessions: list[Session]
    lines: list[ResultLine]

    @property
    def rows(self) -> list[tuple[Session, list[tuple[str, float | None]]]]:
        """The same session by session, the latest first: each with its average for every question."""
        rows = [
            (session, [(line.question, line.averages[place]) for line in self.lines])
            for place, session in enumerate(self.sessions)
        ]
        return rows[::-1]


def get_trend(community: Community) -> Trend:
    """Return how sessions were rated over time. A question in other words is a line of its own."""
    shown = _outcomes(community).exclude(answered=None).order_by("-evaluation__session__meeting__starts_at")
    results = [_result(outcome) for outcome in reversed(shown[:IN_THE_TREND])]
    questions = {each.asked.question_id: each.asked for result in results for each in result.ratings}
    in_order = sorted(questions.values(), key=lambda asked: (asked.position, asked.question_id))
    return Trend(
        [result.session for result in results],
        [
            ResultLine(asked.question.text, [_average(result, asked.question_id) for result in results])
            for asked in in_order
        ],
    )


def _average(result: EvaluationResult, question: UUID) -> float | None:
    return next((each.average for each in result.ratings if each.asked.question_id == question), None)


@dataclass(frozen=True)
class SessionEvaluation:
    """An evaluation as one member stands before it."""

    evaluation: Evaluation
    was_present: bool
    reflection: Reflection | None

    @property
    def waits_for_me(self) -> bool:
        return self.evaluation.is_open and self.was_present and self.reflection is None


def get_session_evaluation(place: MemberCommunity, session: Session) -> SessionEvaluation | None:
    """Return how the member stands to a session's evaluation; None while the session is not closed."""
    present = Respondent.objects.filter(evaluation=OuterRef("pk"), member=place.me)
    found = Evaluation.objects.filter(session=session).annotate(was_present=Exists(present))
    evaluation = found.select_related("session__community").first()
    if evaluation is None:
        return None
    mine = Reflection.objects.filter(evaluation=evaluation, author=place.me).first()
    was_present: bool = evaluation.was_present  # type: ignore[attr-defined]  # annotated
    return SessionEvaluation(evaluation, was_present, mine)


def get_own_answers(place: MemberCommunity, evaluation: Evaluation) -> dict[UUID, EvaluationAnswer]:
    """Return what the member said for the group so far, by the key of what was asked."""
    mine = EvaluationAnswer.objects.filter(asked__evaluation=evaluation, author=place.me)
    return {answer.asked_id: answer for answer in mine}


def list_waiting(member: Member) -> list[Evaluation]:
    """Return the evaluations that wait for a member, with session and community."""
    return _waiting(member, timezone.now())


@prepared_query
def _waiting(member: Member, now: datetime) -> QuerySet[Evaluation]:
    found = Evaluation.objects.waiting_for(member, now)
    return found.select_related("session__community", "session__meeting")


def list_own_days(member: Member, community: Community) -> list[date]:
    """Return the days on which a member looked back on a community's sessions, to that member alone.

    For everybody else there is no such thing, not even a count: who answered would show in it.
    """
    mine = Reflection.objects.filter(author=member, evaluation__session__community=community)
    return [timezone.localdate(at) for at in mine.order_by("at").values_list("at", flat=True)]


@dataclass(frozen=True)
class EvaluationSection:
    """What a community's page shows of looking back: what waits for the member, and what the last session gave."""

    to_close: Session | None
    waits: Session | None
    latest: "GivenAnswers | None"


@dataclass(frozen=True)
class GivenAnswers:
    """What a session gave, in short: averages by question, and how many things should change."""

    session: Session
    answered: int
    bars: list[tuple[str, float]]
    changes: int


def list_latest_sessions(place: MemberCommunity) -> Sessions:
    """Return the latest sessions, with what :func:`get_section` needs."""
    return split_sessions(_sessions(place.community, place.me, timezone.now()))


@prepared_query
def _sessions(community: Community, me: Member, now: datetime) -> QuerySet[Any]:
    here = Evaluation.objects.filter(session=OuterRef("pk"))
    shown = EvaluationFinding.objects.filter(outcome__evaluation__session=OuterRef("pk")).order_by(
        "asked__position"
    )
    said = JSONObject(
        text="asked__question__text", kind="asked__question__kind", counts="counts", answered="answered"
    )
    found: QuerySet[Any] = list_sessions(community, me).annotate(
        is_looked_back_on=Exists(here),
        waits_until=Subquery(here.waiting_for(me, now).values("closes_at")[:1]),
        answered=Subquery(here.values("outcome__answered")[:1]),
        findings=ArraySubquery(shown.values(said=said)),
    )
    return found[:SESSIONS_READ]


def get_section(place: MemberCommunity, held: Iterable[Any]) -> EvaluationSection:
    """Put together what the page of a community shows, from its :func:`latest_sessions`."""
    sessions = list(held)
    mine = [each for each in sessions if _is_to_close(each, place)]
    return EvaluationSection(
        to_close=mine[0] if mine else None,
        waits=next((each for each in sessions if each.waits_until), None),
        latest=next((_gave(each) for each in sessions if each.answered), None),
    )


def _is_to_close(session: Any, place: MemberCommunity) -> bool:
    now, ends_at = timezone.now(), session.meeting.ends_at
    if ends_at <= now - CLOSED_WITHIN or session.is_looked_back_on or place.community.is_closed:
        return False
    if session.meeting.facilitator_id == place.me.pk:
        return True
    return bool(
        session.may_have_come and (session.facilitator_missed or ends_at <= now - OTHERS_ARE_ASKED_AFTER)
    )


def _gave(session: Any) -> GivenAnswers:
    rated = [each for each in session.findings if each["kind"] == CommunityQuestion.Kind.RATING]
    changes = [each["answered"] for each in session.findings if each["kind"] == CommunityQuestion.Kind.CHANGE]
    bars = [(each["text"], average(each["counts"])) for each in rated]
    return GivenAnswers(session, session.answered, bars, sum(changes))
