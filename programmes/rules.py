"""The coordinator's matching rules: from stored rows to the matching's criteria, and what makes sense as one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import matching
from programmes.errors import ProgrammeError
from programmes.models import MatchingCriterion, Programme, Question
from web.labels import Words

# What a coordinator can choose, in the order of the page. The matching knows more kinds than programmes ask about.
KINDS: dict[str, tuple[Words, Words]] = {
    "distance": (
        gettext_lazy("Distance on a scale"),
        gettext_lazy("The mentor is so many steps above (or below) the mentee, such as one to three grades."),
    ),
    "same": (
        gettext_lazy("The same answer"),
        gettext_lazy("Both answered alike, such as the same profession."),
    ),
    "different": (
        gettext_lazy("Different answers"),
        gettext_lazy("Both answered, and not alike, such as another department."),
    ),
    "shared": (
        gettext_lazy("Something in common"),
        gettext_lazy("Both chose at least so many of the same items, such as shared characteristics."),
    ),
}
_CHOICE_KINDS = (Question.Kind.ONE, Question.Kind.SEVERAL, Question.Kind.SCALE, Question.Kind.YES_NO)
FITTING: dict[str, tuple[str, ...]] = {
    "distance": (Question.Kind.SCALE,),
    "same": (*_CHOICE_KINDS, Question.Kind.SHORT),
    "different": (*_CHOICE_KINDS, Question.Kind.SHORT),
    "shared": (Question.Kind.SEVERAL, Question.Kind.ONE),
}


def fitting_questions(kind: str, questions: Sequence[Question], role: str) -> list[Question]:
    """Return the questions whose answers a rule of this kind can compare, of those asked of a role."""
    other = Question.Asked.MENTEES if role == "mentor" else Question.Asked.MENTORS
    return [question for question in questions if question.kind in FITTING[kind] and question.asked != other]


def as_criterion(criterion: MatchingCriterion) -> matching.Criterion:
    """Return a stored rule as the matching takes it.

    Raises:
        ProgrammeError: it makes no sense.
    """
    return checked(criterion.kind, criterion.label, criterion.weight, criterion.settings)


def checked(kind: str, label: str, weight: int | None, settings: Mapping[str, Any]) -> matching.Criterion:
    """Return a rule as the matching takes it.

    Raises:
        ProgrammeError: it makes no sense, said of the form's field.
    """
    try:
        return matching.Criterion.from_dict({"kind": kind, "label": label, "weight": weight, **settings})
    except matching.CriterionError as error:
        raise ProgrammeError(_sentence(error.field), field=error.field.partition(".")[0]) from None


def _sentence(field: str) -> str:
    known = {
        "label": _("Give the rule a name of up to 80 characters."),
        "weight": _("Choose “must hold”, or a weight from 1 to 10."),
        "mentor_key": _("Choose the mentor's question."),
        "mentee_key": _("Choose the mentee's question."),
        "minimum": _("Say at least one end of the distance, in whole steps."),
        "maximum": _("The far end of the distance lies before its near end. Exchange the two."),
        "at_least": _("Say how many they should have in common: 1 or more."),
    }
    return known.get(field, _("This rule does not fit together. Choose again."))


def refuse_when_used(question: Question) -> None:
    """Refuse to lose a question that a rule compares.

    Raises:
        ProgrammeError: naming the rule.
    """
    for criterion in MatchingCriterion.objects.filter(programme=question.programme_id):
        gate = criterion.settings.get("only_if") or {}
        keys = {
            criterion.settings.get("mentor_key"),
            criterion.settings.get("mentee_key"),
            gate.get("mentee_key"),
        }
        if question.key in keys:
            raise ProgrammeError(
                _("The matching rule “%(rule)s” uses this question. Change or remove the rule first.")
                % {"rule": criterion.label}
            )


def out_of_order(criteria: Iterable[MatchingCriterion], questions: Iterable[Question]) -> list[Question]:
    """Return the scales whose steps a rule counts although nobody has confirmed the order of their choices."""
    counted = {
        criterion.settings.get(name)
        for criterion in criteria
        if criterion.kind == "distance"
        for name in ("mentor_key", "mentee_key")
    }
    return [
        question
        for question in questions
        if question.kind == Question.Kind.SCALE and question.key in counted and not question.is_in_order
    ]


def of_programme(programme: Programme) -> list[matching.Criterion]:
    """Return a programme's rules as the matching takes them, in the coordinator's order. Raises ProgrammeError."""
    return [as_criterion(criterion) for criterion in programme.criteria.all()]
