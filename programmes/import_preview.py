"""A list of people on its way in: its columns as the programme's questions, its rows as they would be taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Member
from programmes import people_import
from programmes.answers import choices_in_use
from programmes.models import Enrolment, EnrolmentAnswer, Import, Question
from programmes.models.enrolments import ROLE_CHOICES
from programmes.people_import.choices import Choices
from programmes.people_import.cleaning import single_line

FIELD_KINDS = {
    Question.Kind.SHORT: people_import.Kind.SHORT_TEXT,
    Question.Kind.LONG: people_import.Kind.LONG_TEXT,
    Question.Kind.ONE: people_import.Kind.ONE_CHOICE,
    Question.Kind.SEVERAL: people_import.Kind.SEVERAL_CHOICES,
    Question.Kind.SCALE: people_import.Kind.SCALE,
    Question.Kind.YES_NO: people_import.Kind.YES_NO,
}
WITH_CHOICES = (Question.Kind.ONE, Question.Kind.SEVERAL, Question.Kind.SCALE)
ROLES = tuple(role for role, _label in ROLE_CHOICES)
# As many places as an enrolment can have; the reading package allows more.
CAPACITY = replace(people_import.CAPACITY, minimum=1, maximum=20)
NAME = replace(people_import.DISPLAY_NAME, longest=120)
PERSON_FIELDS = tuple(
    {people_import.CAPACITY.key: CAPACITY, people_import.DISPLAY_NAME.key: NAME}.get(field.key, field)
    for field in people_import.PERSON_FIELDS
)
NAME_LONGEST = 120
# A question's key never contains this, so it cannot be taken for a fact about the person such as ``role``.
QUESTION_PREFIX = "question:"
MOST_CHOICES = 300


def to_json(table: people_import.Table) -> dict[str, Any]:
    """Return a table as it is kept until it is applied; what PostgreSQL cannot store in JSON is left out."""
    return {
        "headers": [_storable(header) for header in table.headers],
        "rows": [
            [row.line, [_storable(cell) for cell in row.values], [_storable(cell) for cell in row.extra]]
            for row in table.rows
        ],
    }


def from_json(stored: Mapping[str, Any]) -> people_import.Table:
    """Return the table back that ``to_json`` kept."""
    return people_import.Table(
        tuple(stored["headers"]),
        tuple(people_import.Row(line, tuple(values), tuple(extra)) for line, values, extra in stored["rows"]),
    )


def reading_to_json(table: people_import.Table, asked: people_import.Reading) -> dict[str, Any]:
    """Return how a file was to be read, how it was, and how else it could be, as it is kept with the table."""
    alternatives = {
        "encodings": [
            [name, [_storable(word) for word in words]] for name, words in table.alternatives.encodings
        ],
        "sheets": [_storable(name) for name in table.alternatives.sheets],
        "lines": [[line, _storable(text)] for line, text in table.alternatives.lines],
        "hidden": list(table.alternatives.hidden),
    }
    return {"asked": asdict(asked), "found": asdict(table.reading), "alternatives": alternatives}


def _storable(text: str) -> str:
    return (
        text
        if text.isascii() and "\0" not in text
        else text.replace("\0", "").encode(errors="ignore").decode()
    )


def field_key(question: Question) -> str:
    return f"{QUESTION_PREFIX}{question.key}"


def field_for(question: Question, role: str, choices: Sequence[str] | None = None) -> people_import.Field:
    """Return a question as a field that a column can be mapped to; ``choices`` stand in for the question's own."""
    asked = question.asked in {Question.Asked.BOTH, f"{role}s"}
    return people_import.Field(
        key=field_key(question),
        label=question.label,
        kind=FIELD_KINDS[Question.Kind(question.kind)],
        required=question.required and asked,
        choices=tuple(question.choices if choices is None else choices),
        aliases=(question.key,),
    )


def fields_for(
    questions: Iterable[Question], role: str, choices: Mapping[str, Sequence[str]]
) -> list[people_import.Field]:
    """Return everything a column can be: the facts about a person, then the programme's questions."""
    return [
        *PERSON_FIELDS,
        *(field_for(question, role, choices.get(question.key)) for question in questions),
    ]


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be taken: the roles it gives, which of them are in the cohort already, and which others the
    person has there; what is wrong. ``known`` is the name by which the organisation knows this address, if it does."""

    row: people_import.CheckedRow
    name: str
    email: str
    roles: tuple[str, ...]
    known: str
    enrolled: tuple[str, ...]
    left: tuple[str, ...]
    besides: tuple[str, ...]

    @property
    def errors(self) -> tuple[people_import.FieldError, ...]:
        return self.row.errors

    @property
    def capacity(self) -> int | None:
        value = self.row.values.get(CAPACITY.key)
        return value if isinstance(value, int) else None


@dataclass(frozen=True)
class ImportPreview:
    """A whole list, checked against the programme and the cohort as they are now."""

    table: people_import.Table
    columns: dict[int, str | None]
    questions: tuple[Question, ...]
    checked: people_import.Checked
    plans: tuple[PreviewRow, ...]
    empty_deletes: bool = False

    def questions_for(self, role: str) -> list[Question]:
        """Return the questions that a column answers for people of a role."""
        return [question for question in self.mapped_questions if question.asked in {"both", f"{role}s"}]

    @property
    def mapped_questions(self) -> list[Question]:
        """The questions that a column answers."""
        mapped = set(self.columns.values())
        return [question for question in self.questions if field_key(question) in mapped]


def columns_of(import_: Import) -> dict[int, str | None]:
    """Return the mapping that the coordinator has confirmed: a column's place to a field's key."""
    return {int(column): key for column, key in import_.mapping.get("columns", {}).items()}


def choices_of(import_: Import) -> dict[str, list[str]]:
    """Return the choices that are to be taken for questions, by question key."""
    return dict(import_.mapping.get("choices", {}))


def read_preview(import_: Import) -> ImportPreview:
    """Check a list as it is mapped now, in a handful of queries however long it is."""
    table = from_json(import_.table)
    questions = tuple(import_.cohort.programme.questions.all())
    columns = columns_of(import_)
    fields = _required_where_mapped(fields_for(questions, import_.role, choices_of(import_)), columns)
    empty_deletes = bool(import_.mapping.get("empty_deletes"))
    checked = people_import.check_table(
        table,
        columns,
        fields,
        list_role=import_.role,
        answered=_answered_before(import_, fields, questions) if not empty_deletes else None,
    )
    rows = _with_known_addresses(checked.rows, columns)
    checked = replace(checked, rows=tuple(_with_name_checked(row, columns) for row in rows))
    return ImportPreview(table, columns, questions, checked, tuple(_plans(import_, checked)), empty_deletes)


def _answered_before(
    import_: Import, fields: Iterable[people_import.Field], questions: Iterable[Question]
) -> Callable[[Mapping[str, people_import.Value]], set[str]]:
    """Return a function from a row's values to the fields that its person need not fill in, having answered them here.

    Somebody who comes into a further role answers anew for that.
    """
    required = {field.key for field in fields if field.required}
    asked = {question.pk: field_key(question) for question in questions if field_key(question) in required}
    answers = EnrolmentAnswer.objects.filter(enrolment__cohort=import_.cohort_id, question__in=asked)
    found: dict[tuple[str, str], set[str]] = {}
    for email, role, question in answers.values_list(
        "enrolment__member__email", "enrolment__role", "question_id"
    ).iterator():
        found.setdefault((email.lower(), role), set()).add(asked[question])

    def answered(values: Mapping[str, people_import.Value]) -> set[str]:
        email = str(values.get(people_import.EMAIL.key, ""))
        roles = roles_given(values.get(people_import.ROLE.key), import_.role)
        return set.intersection(*(found.get((email, role), set()) for role in roles))

    return answered


def _with_known_addresses(
    rows: Sequence[people_import.CheckedRow], columns: Mapping[int, str | None]
) -> Iterable[people_import.CheckedRow]:
    """Yield rows, those that name somebody by the main address of their account by the one they were added with."""
    members = Member.objects.exclude(mail_address__iexact=F("email")).values_list("mail_address", "email")
    added_as = {main.lower(): email.lower() for main, email in members.iterator()}
    lines = {str(row.values.get(people_import.EMAIL.key, "")): row.line for row in rows}
    column = next((place for place, key in columns.items() if key == people_import.EMAIL.key), None)
    for row in rows:
        email = added_as.get(str(row.values.get(people_import.EMAIL.key, "")))
        if email is None:
            yield row
        elif email in lines:
            message = _("This is the person in row %(line)d: both addresses are theirs.") % {
                "line": lines[email]
            }
            error = people_import.FieldError(people_import.EMAIL.key, column, "email_repeated", message)
            yield row._replace(errors=(*row.errors, error))
        else:
            yield row._replace(values=row.values | {people_import.EMAIL.key: email})


def _with_name_checked(
    row: people_import.CheckedRow, columns: Mapping[int, str | None]
) -> people_import.CheckedRow:
    """Return a row, with an error where first and last name together are longer than a name can be."""
    surplus = len(name_given(row.values)) - NAME_LONGEST
    if surplus <= 0:
        return row
    column = next((place for place, key in columns.items() if key == people_import.LAST_NAME.key), None)
    message = ngettext(
        "First and last name together are %(count)d character too long. Shorten them to %(longest)d characters.",
        "First and last name together are %(count)d characters too long. Shorten them to %(longest)d characters.",
        surplus,
    ) % {"count": surplus, "longest": NAME_LONGEST}
    error = people_import.FieldError(people_import.LAST_NAME.key, column, "too_long", message)
    return row._replace(errors=(*row.errors, error))


def _required_where_mapped(
    fields: Iterable[people_import.Field], columns: Mapping[int, str | None]
) -> list[people_import.Field]:
    """A list without a column for a question can be taken; a column for it with holes cannot."""
    mapped = set(columns.values())
    return [
        replace(field, required=False)
        if field.key.startswith(QUESTION_PREFIX) and field.key not in mapped
        else field
        for field in fields
    ]


def _plans(import_: Import, checked: people_import.Checked) -> Iterable[PreviewRow]:
    there = list_existing_people(import_)
    for row in checked.rows:
        email = str(row.values.get(people_import.EMAIL.key, ""))
        roles = roles_given(row.values.get(people_import.ROLE.key), import_.role)
        known, states = there.get(email, ("", None))
        enrolled = tuple(role for role in roles if states and role in states)
        gone = {Enrolment.State.WITHDRAWN, Enrolment.State.DECLINED}
        yield PreviewRow(
            row=row,
            name=name_given(row.values),
            email=email,
            roles=roles,
            known=known,
            enrolled=enrolled,
            left=tuple(role for role in enrolled if states and states[role] in gone),
            besides=tuple(
                role for role, state in (states or {}).items() if role not in roles and state not in gone
            ),
        )


def list_existing_people(import_: Import) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the organisation's members by address: each one's name, and the state of their enrolments in the cohort by
    role."""
    people: dict[str, tuple[str, dict[str, str]]] = {
        email.lower(): (name, {})
        for email, name in Member.objects.values_list("email", "display_name").iterator()
    }
    enrolments = Enrolment.objects.filter(cohort=import_.cohort_id).values_list(
        "member__email", "role", "state"
    )
    for email, role, state in enrolments.iterator():
        people[email.lower()][1][role] = state
    return people


def roles_given(value: object, list_role: str) -> tuple[str, ...]:
    """Return the roles of a row; that of the list comes first."""
    if value == people_import.BOTH:
        return (list_role, *(role for role in ROLES if role != list_role))
    return (str(value or list_role),)


def name_given(values: Mapping[str, people_import.Value]) -> str:
    """Return the name of a row: in one column, or first and last name put together."""
    whole = str(values.get(people_import.DISPLAY_NAME.key, ""))
    parts = [str(values.get(field.key, "")) for field in (people_import.FIRST_NAME, people_import.LAST_NAME)]
    return whole or " ".join(part for part in parts if part)


def find_unmatched_choices(
    table: people_import.Table, column: int, question: Question
) -> tuple[set[str], list[str]]:
    """Return which of a question's choices a column has, and what else stands there, in alphabetical order."""
    choices = Choices(question.choices)
    known: set[str] = set()
    new: dict[str, str] = {}
    for cell in {row.values[column] for row in table.rows}:
        found, others = _in_cell(choices, cell, several=question.kind == Question.Kind.SEVERAL)
        known.update(found)
        for other in others:
            new[other.casefold()] = min(other, new.get(other.casefold(), other))
    return known, sorted(new.values(), key=str.casefold)[:MOST_CHOICES]


def _in_cell(choices: Choices, cell: str, *, several: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if several:
        return choices.find_several(cell)
    written = single_line(cell)
    label = choices.find(written)
    if label is not None:
        return (label,), ()
    return (), (written,) if written else ()


def suggested_choices(table: people_import.Table, column: int, question: Question) -> list[str]:
    """Return the choices to offer for a question: those it has that anybody uses, then what is new in the list.

    Choices that nobody uses are left out: they were a first draft, and the list knows better.
    """
    known, new = find_unmatched_choices(table, column, question)
    used = known | choices_in_use(question)
    return [*(choice for choice in question.choices if choice in used), *new]


def stored_value(value: people_import.Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def answers_of(
    values: Mapping[str, people_import.Value], questions: Iterable[Question]
) -> dict[Question, Any]:
    """Return what a row answers, None where its cell is blank."""
    return {
        question: stored_value(values[field_key(question)]) if field_key(question) in values else None
        for question in questions
    }
