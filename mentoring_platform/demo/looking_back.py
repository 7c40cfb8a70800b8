"""How people of the demo looked back on their sessions.

The database takes answers by its own clock, which nobody moves: sessions are closed as if a week ago but for a moment,
answered in that moment, and over before the demo is there: another organisation lives through its past meanwhile.
Whoever did not come to it in time has not answered.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.db.models import Max
from django.utils import timezone

from cop.actions import evaluations
from cop.models import (
    Community,
    CommunityQuestion,
    Evaluation,
    EvaluationAnswer,
    EvaluationQuestion,
    Reflection,
    Respondent,
    Session,
)
from cop.models.evaluations import LASTS
from mentoring_platform.demo.people import offered
from organisations import tenancy
from organisations.models import Member, Organisation

SESSIONS = 4  # of each community are looked back on, the latest ones
MOMENT = timedelta(seconds=4)
IN_TIME = timedelta(seconds=0.5)
OPEN = "New lecturers"  # whose last session is being looked back on still

HELPED = (
    "Pairs before the round",
    "That somebody told of a failure first",
    "Starting with one example each",
    "The silence after the question",
    "Being asked instead of told",
)
HARD = (
    "The last quarter of an hour was rushed",
    "Hearing those who joined online",
    "Keeping off advice",
    "So many good points, so little time",
)
CHANGE = (
    "Shorter rounds, more pairs",
    "Begin on time",
    "One question instead of three",
    "Share the example beforehand",
)
TOOK = "Ask first, and count to eight."
TRIES = "Open my next hour with pairs."


def look_back(organisation: Organisation) -> None:
    """Close the latest sessions of each community and have them answered."""
    with tenancy.inside(organisation.pk):
        communities = list(Community.objects.order_by("created_at", "id"))
    for community in communities:
        _answer(list(_close(community, timezone.now() - LASTS + MOMENT)))


def see_results() -> None:
    """Publish what was said in the organisation that one is in; what is left of the last moment is waited for."""
    nearly_over = Evaluation.objects.filter(closes_at__lte=timezone.now() + MOMENT)
    if over_at := nearly_over.aggregate(last=Max("closes_at"))["last"]:
        time.sleep(max(0, (over_at - timezone.now()).total_seconds()) + 0.05)
        evaluations.raise_what_waits()


def _close(community: Community, opened_at: datetime) -> Iterable[Evaluation]:
    with tenancy.inside(community.organisation_id):
        held = Session.objects.held().filter(community=community, community__closure=None)
        sessions = list(held.select_related("community", "meeting__facilitator")[:SESSIONS])
    for index, session in enumerate(sessions):
        by = session.meeting.facilitator
        still_open = community.name == OPEN and not index
        at = timezone.now() - timedelta(days=1) if still_open else opened_at
        with tenancy.inside(community.organisation_id, by.pk):
            yield evaluations.close_session(session=session, by=by, at=at)


def _answer(closed: list[Evaluation]) -> None:
    """Have all but the first of those present answer: each person all of it at once, which takes few queries."""
    sheets: dict[Member, list[tuple[Evaluation, list[EvaluationAnswer]]]] = defaultdict(list)
    signing_in = {each["email"] for each in offered()}
    for index, evaluation in enumerate(closed):
        with tenancy.inside(evaluation.organisation_id, evaluation.by_id):
            asked = list(EvaluationQuestion.objects.filter(evaluation=evaluation).select_related("question"))
            people = [each.member for each in _people(evaluation)[1:]]
        if evaluation.closes_at > timezone.now() + MOMENT:  # whoever signs in finds it waiting for them
            people = [member for member in people if member.email not in signing_in]
        for member, answers in _answers(people, asked, is_latest=not index):
            sheets[member].append((evaluation, answers))
    for member, sheet in sheets.items():
        if any(timezone.now() > evaluation.closes_at - IN_TIME for evaluation, _answers_ in sheet):
            return
        with tenancy.inside(member.organisation_id, member.pk):
            EvaluationAnswer.objects.bulk_create(
                answer for _evaluation, answers in sheet for answer in answers
            )
            Reflection.objects.bulk_create(_reflection(evaluation, member) for evaluation, _answers_ in sheet)


def _people(evaluation: Evaluation) -> list[Respondent]:
    here = Respondent.objects.filter(evaluation=evaluation).select_related("member")
    return list(here.order_by("member__display_name"))


def _answers(
    people: list[Member], asked: list[EvaluationQuestion], *, is_latest: bool
) -> Iterable[tuple[Member, list[EvaluationAnswer]]]:
    """Draw what each says. No two say the same in words; what should change is said of the latest session."""
    random = Random(len(people))  # noqa: S311
    words: Iterator[tuple[str, ...]] = iter((HELPED, HARD))
    pools: dict[EvaluationQuestion, list[str]] = {}
    pool: tuple[str, ...]
    for each in asked:
        if each.question.kind == CommunityQuestion.Kind.CHANGE:
            pool = CHANGE if is_latest else ()
        else:
            pool = () if each.question.kind == CommunityQuestion.Kind.RATING else next(words, ())
        pools[each] = random.sample(pool, len(pool))
    for member in people:
        answers = []
        for each in asked:
            answer = EvaluationAnswer(organisation_id=member.organisation_id, asked=each, author=member)
            if each.question.kind == CommunityQuestion.Kind.RATING:
                answer.rating = random.choice((3, 4, 4, 5, 5))
            elif pools[each]:
                answer.words = pools[each].pop()
            else:
                continue
            answers.append(answer)
        yield member, answers


def _reflection(evaluation: Evaluation, member: Member) -> Reflection:
    return Reflection(
        organisation_id=member.organisation_id, evaluation=evaluation, author=member, took=TOOK, tries=TRIES
    )
