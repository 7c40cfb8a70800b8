"""What people answered on enrolling: reading it, and saying it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from programmes.models import Enrolment, EnrolmentAnswer, Question


def asked_of(questions: Iterable[Question], role: str) -> list[Question]:
    """Return the questions that a mentor or a mentee is asked."""
    other = Question.Asked.MENTEES if role == "mentor" else Question.Asked.MENTORS
    return [question for question in questions if question.asked != other]


def given_by(enrolments: Iterable[Enrolment | UUID]) -> dict[UUID, dict[UUID, Any]]:
    """Return the answers that the member of this transaction may read: by enrolment, then by question."""
    keys = [each.pk if isinstance(each, Enrolment) else each for each in enrolments]
    found: dict[UUID, dict[UUID, Any]] = {}
    for enrolment, question, value in EnrolmentAnswer.objects.filter(enrolment__in=keys).values_list(
        "enrolment_id", "question_id", "value"
    ):
        found.setdefault(enrolment, {})[question] = value
    return found


def choices_in_use(question: Question) -> set[str]:
    """Return every choice of a question that somebody has chosen."""
    found: set[str] = set()
    for value in EnrolmentAnswer.objects.filter(question=question).values_list("value", flat=True).distinct():
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list):
            found.update(value)
    return found


def said(value: object) -> str:
    """Say an answer as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def listed(
    questions: Iterable[Question], given: Mapping[UUID, Any], *, only_shown: bool = False
) -> list[tuple[Question, str]]:
    """Return each question with its answer in words, "" for none; ``only_shown`` keeps those a match may see."""
    return [
        (question, said(given.get(question.pk)))
        for question in questions
        if question.shown_to_match or not only_shown
    ]
