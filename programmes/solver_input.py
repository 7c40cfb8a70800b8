"""From a cohort's rows to what the matching takes: people with their answers and free places, and settled pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from organisations.models import Invitation, Member
from programmes import matching, mentor_capacity, pair_history, rules
from programmes.answers import given_by
from programmes.models import Cohort, Enrolment, MatchingRun, PairDecision, Proposal, Question

State = Enrolment.State
Decision = PairDecision.Decision


@dataclass(frozen=True)
class SolverInput:
    """Everything one matching of a cohort takes, and the enrolments behind the ids."""

    enrolments: dict[str, Enrolment]
    mentors: tuple[matching.Person, ...]
    mentees: tuple[matching.Person, ...]
    criteria: tuple[matching.Criterion, ...]
    pinned: frozenset[tuple[str, str]]
    forbidden: frozenset[tuple[str, str]]
    partnered: frozenset[tuple[str, str]]
    refused: frozenset[tuple[str, str]]
    answers: Mapping[str, Mapping[str, Any]]

    def solve(self) -> matching.Assignment:
        """Match everybody. Raises matching.MatchingError."""
        return matching.solve(
            self.mentors,
            self.mentees,
            self.criteria,
            pinned=self.pinned,
            forbidden=self.forbidden,
            partnered=self.partnered,
            refused=self.refused,
        )

    def explain(self, mentor: matching.Person, mentee: matching.Person) -> matching.Explanation:
        """Say how two people fit. Raises matching.MatchingError."""
        return matching.explain(
            mentor,
            mentee,
            self.criteria,
            forbidden=self.forbidden,
            partnered=self.partnered,
            refused=self.refused,
        )

    def told(self, explanation: matching.Explanation, mentor: str, mentee: str) -> dict[str, Any]:
        """Return an explanation as it is kept with a pair: plain values, with what the two answered to each rule."""
        plain = asdict(explanation)
        for criterion, contribution in zip(self.criteria, plain["contributions"], strict=True):
            keys = (getattr(criterion, "mentor_key", ""), getattr(criterion, "mentee_key", ""))
            contribution["answers"] = [
                self.answers.get(person, {}).get(key)
                for person, key in zip((mentor, mentee), keys, strict=True)
            ]
        return plain


def of_cohort(cohort: Cohort) -> SolverInput:
    """Gather who can be matched now: mentors with the places they have left, and mentees without a mentor.

    Raises:
        ProgrammeError: a rule makes no sense.
    """
    enrolments = list(cohort.enrolments.filter(_can_be_matched()).select_related("member").order_by("id"))
    mentors = [each for each in enrolments if each.role == "mentor"]
    taken = mentor_capacity.count_taken_slots(mentors)
    asked = set(Proposal.objects.open().filter(cohort=cohort).values_list("mentee_id", flat=True))
    mentees = [each for each in enrolments if each.role == "mentee" and each.pk not in asked]
    questions = list(cohort.programme.questions.all())
    answers = given_by([*mentors, *mentees])
    free = {mentor.pk: max(0, mentor.capacity - taken.get(mentor.pk, 0)) for mentor in mentors}
    ids = {str(each.pk) for each in (*mentors, *mentees)}
    history = pair_history.get_history(cohort.programme_id)
    return SolverInput(
        enrolments={str(each.pk): each for each in (*mentors, *mentees)},
        mentors=tuple(person(each, questions, answers.get(each.pk, {}), free[each.pk]) for each in mentors),
        mentees=tuple(person(each, questions, answers.get(each.pk, {})) for each in mentees),
        criteria=tuple(rules.of_programme(cohort.programme)),
        pinned=_pins_that_hold(cohort, ids, free, history),
        forbidden=_forbidden(cohort),
        partnered=_pairs(history.partners),
        refused=_pairs(history.refusals),
        answers={str(each.pk): _by_key(questions, answers.get(each.pk, {})) for each in (*mentors, *mentees)},
    )


def _by_key(questions: Iterable[Question], given: Mapping[UUID, Any]) -> dict[str, Any]:
    return {question.key: given[question.pk] for question in questions if question.pk in given}


@dataclass(frozen=True)
class NotifiedByMail:
    """How many people get an e-mail when the pairs of a run are proposed."""

    asked: int
    invited: int
    waiting: int

    @property
    def number(self) -> int:
        return self.asked + self.invited


def count_notified_by_mail(run: MatchingRun) -> NotifiedByMail:
    """Count the people of a run: who is asked at once, who is invited to join first, who was invited already."""
    enrolments = Enrolment.objects.filter(cohort=run.cohort_id)
    of_run = enrolments.filter(
        Q(pk__in=run.pairs.values("mentor")) | Q(pk__in=run.pairs.values("mentee"))
    ).values("member")
    people = Member.objects.filter(pk__in=of_run)
    invitations = Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now())
    was_invited = Q(pk__in=invitations.values("member"))
    joined = Q(user__isnull=False)
    return NotifiedByMail(
        **people.aggregate(
            asked=Count("pk", filter=joined),
            invited=Count("pk", filter=~joined & ~was_invited),
            waiting=Count("pk", filter=~joined & was_invited),
        )
    )


def _can_be_matched() -> Q:
    return Q(role="mentor", state__in=[State.ACCEPTED, State.ACTIVE]) | Q(role="mentee", state=State.ACCEPTED)


def person(
    enrolment: Enrolment, questions: Iterable[Question], given: Mapping[UUID, Any], capacity: int = 1
) -> matching.Person:
    """Return an enrolment as the matching takes it."""
    answers = {
        question.key: value
        for question in questions
        if (value := comparable(question, given.get(question.pk))) is not None
    }
    return matching.Person(
        id=str(enrolment.pk), identity=str(enrolment.member_id), answers=answers, capacity=capacity
    )


def comparable(question: Question, value: Any) -> object:
    """Return an answer as the matching compares it: a place on a scale, yes or no, choices; None for what it cannot."""
    if question.kind == Question.Kind.SCALE:
        return question.choices.index(value) if value in question.choices else None
    if question.kind == Question.Kind.YES_NO:
        return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
    if question.kind == Question.Kind.SEVERAL:
        return [str(item) for item in value] if isinstance(value, list) else None
    return value if isinstance(value, str) else None


def _pairs(rows: Iterable[Iterable[UUID]]) -> frozenset[tuple[str, str]]:
    found = (tuple(str(key) for key in row) for row in rows)
    return frozenset((pair[0], pair[1]) for pair in found if len(pair) == 2)


def _forbidden(cohort: Cohort) -> frozenset[tuple[str, str]]:
    decided = cohort.pair_decisions.filter(decision=Decision.FORBIDDEN)
    return _pairs(decided.values_list("mentor", "mentee"))


def _pins_that_hold(
    cohort: Cohort, ids: set[str], free: Mapping[UUID, int], history: pair_history.PairHistory
) -> frozenset[tuple[str, str]]:
    """The pins that can still be kept: both are there and the mentor has a place; in the order they were made.

    A pin from before the two parted, or before one said no, does not ask for them again.
    """
    left = {str(mentor): count for mentor, count in free.items()}
    held: list[tuple[str, str]] = []
    for pin in (
        cohort.pair_decisions.filter(decision=Decision.PINNED)
        .select_related("mentor", "mentee")
        .order_by("at", "id")
    ):
        mentor, mentee = str(pin.mentor_id), str(pin.mentee_id)
        last = history.last(frozenset((pin.mentor.member_id, pin.mentee.member_id)))
        is_later = last is None or pin.at > last
        if {mentor, mentee} <= ids and left.get(mentor, 0) > 0 and is_later:
            left[mentor] -= 1
            held.append((mentor, mentee))
    return frozenset(held)
