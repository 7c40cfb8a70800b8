"""Each row as it would be taken, with what is wrong beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cached_property
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .answers import Reader, Value, reader_for
from .fields import Field, Kind
from .table import Row, Table
from .wording import Text, quoted

type Answered = Callable[[Mapping[str, Value]], Collection[str]]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to mend: the field's key ("" for the row as a whole), the column's place from 0 (None when
    no column is mapped to the field), a code for programs and a message for people."""

    key: str
    column: int | None
    code: str
    message: Text = attribute(compare=False)


class CheckedRow(NamedTuple):
    """One row: its line in the source, the values that can be taken by field key (a blank cell gives none),
    and what stands against it. Warnings do not."""

    line: int
    values: dict[str, Value]
    errors: tuple[FieldError, ...]
    warnings: tuple[FieldError, ...]


@dataclass(frozen=True)
class Checked:
    """The whole table, checked. `problems` are about the mapping, once and not for each row."""

    rows: tuple[CheckedRow, ...]
    problems: tuple[FieldError, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything can be taken."""
        return not self.problems and not self.faulty

    @cached_property
    def faulty(self) -> tuple[CheckedRow, ...]:
        """The rows with something to mend."""
        return tuple(row for row in self.rows if row.errors)

    @property
    def good(self) -> int:
        """How many rows have nothing to mend."""
        return len(self.rows) - len(self.faulty)

    @cached_property
    def error_counts(self) -> Counter[str]:
        """How many errors there are in rows, by code, most frequent first when asked for `most_common()`."""
        return Counter(error.code for row in self.rows for error in row.errors)

    @cached_property
    def warning_counts(self) -> Counter[str]:
        """How many warnings there are, by code."""
        return Counter(warning.code for row in self.rows for warning in row.warnings)


def check_table(
    table: Table,
    mapping: Mapping[int, str | None],
    fields: Sequence[Field],
    *,
    known_emails: Collection[str] = (),
    list_role: str | None = None,
    answered: Answered | None = None,
) -> Checked:
    """Check every row of a table against the fields its columns are mapped to.

    Takes the table; the mapping from a column's place to a field's key or None, as the coordinator
    confirmed it; the fields; addresses that are enrolled already, in any case (they give a warning); the role the list
    is for (MENTOR or MENTEE), which everybody has whose row says nothing else; and a function from a row's values to
    the keys of fields that may be blank in it, since the person has answered them before. Raises nothing: what is wrong
    with the mapping is in `problems`.
    """
    problems = _mapping_problems(table, mapping, fields, list_role)
    check = _RowCheck(_sound(table, mapping, fields), fields, known_emails, list_role, answered)
    return Checked(tuple(check(row) for row in table.rows), problems)


def _sound(table: Table, mapping: Mapping[int, str | None], fields: Sequence[Field]) -> dict[str, int]:
    """The part of the mapping that can be used: each field's key with the first column mapped to it."""
    known = {field.key for field in fields}
    columns: dict[str, int] = {}
    for column, key in sorted(mapping.items()):
        if key in known and 0 <= column < len(table.headers):
            columns.setdefault(key, column)
    return columns


def _mapping_problems(
    table: Table, mapping: Mapping[int, str | None], fields: Sequence[Field], list_role: str | None
) -> tuple[FieldError, ...]:
    columns = _sound(table, mapping, fields)
    labels = {field.key: field.label for field in fields}
    misused = [
        _misused(column, key, labels.get(key) if key in columns else None)
        for column, key in sorted(mapping.items())
        if key is not None and columns.get(key) != column
    ]
    unmapped = [
        FieldError(
            field.key,
            None,
            "required_unmapped",
            format_lazy(_("Choose the column that holds “{field}”."), field=field.label),
        )
        for field in fields
        if field.required
        and not columns.keys() & {field.key, *field.unless}
        and not (field.kind is Kind.ROLE and list_role)
    ]
    return (*misused, *unmapped)


def _misused(column: int, key: str, label: Text | None) -> FieldError:
    """A column that is mapped to a field another column has, to no known field, or does not exist."""
    if label is not None:
        message = format_lazy(_("Only one column can be “{field}”. Choose again for this one."), field=label)
        return FieldError(key, column, "mapped_twice", message)
    message = format_lazy(_("Choose again what column {number} is."), number=column + 1)
    return FieldError(key, column, "mapping_unknown", message)


class _RowCheck:
    """Checks rows one after the other and remembers whom it has seen."""

    def __init__(
        self,
        columns: dict[str, int],
        fields: Sequence[Field],
        known_emails: Collection[str],
        list_role: str | None,
        answered: Answered | None,
    ) -> None:
        self.columns = columns
        self.answered = answered
        self.readers: list[tuple[str, int, Reader]] = [
            (field.key, columns[field.key], reader_for(field, list_role))
            for field in fields
            if field.key in columns
        ]
        # A field that no column is mapped to is reported once for the table, not here.
        self.required = [
            field for field in fields if field.required and columns.keys() & {field.key, *field.unless}
        ]
        self.emails = [field.key for field in fields if field.kind is Kind.EMAIL and field.key in columns]
        self.known_emails = {email.strip().lower() for email in known_emails}
        self.given = (
            {field.key: list_role for field in fields if field.kind is Kind.ROLE} if list_role else {}
        )
        self.first_lines: dict[tuple[str, str], int] = {}

    def __call__(self, row: Row) -> CheckedRow:
        values: dict[str, Value] = {key: role for key, role in self.given.items() if role}
        errors: list[FieldError] = []
        for key, column, reader in self.readers:
            value, complaints = reader(row.values[column])
            if value is not None:
                values[key] = value
            errors.extend(FieldError(key, column, code, message) for code, message in complaints)
        errors.extend(self._missing(values, errors))
        errors.extend(self._repeated(row, values))
        errors.extend(_surplus(row))
        return CheckedRow(row.line, values, tuple(errors), tuple(self._enrolled(values)))

    def _missing(self, values: dict[str, Value], errors: list[FieldError]) -> list[FieldError]:
        """Required fields without a value; one whose value is wrong has been complained about already."""
        answered = values.keys() | {error.key for error in errors}
        if self.answered and any(not answered & {field.key, *field.unless} for field in self.required):
            answered |= set(self.answered(values))
        return [
            FieldError(
                field.key,
                self.columns.get(field.key),
                "required",
                format_lazy(_("“{field}” is missing. Fill it in."), field=field.label),
            )
            for field in self.required
            if not answered & {field.key, *field.unless}
        ]

    def _repeated(self, row: Row, values: dict[str, Value]) -> list[FieldError]:
        """Addresses that an earlier row has already."""
        errors = []
        for key in self.emails:
            email = values.get(key)
            if not isinstance(email, str):
                continue
            first = self.first_lines.setdefault((key, email), row.line)
            if first != row.line:
                message = format_lazy(
                    _("{email} is in row {line} already. Keep one of the two rows, or correct the address."),
                    email=quoted(email),
                    line=first,
                )
                errors.append(FieldError(key, self.columns[key], "email_repeated", message))
        return errors

    def _enrolled(self, values: dict[str, Value]) -> list[FieldError]:
        return [
            FieldError(
                key,
                self.columns[key],
                "email_known",
                format_lazy(_("{email} is enrolled already."), email=quoted(str(values[key]))),
            )
            for key in self.emails
            if values.get(key) in self.known_emails
        ]


def _surplus(row: Row) -> list[FieldError]:
    """A row with more cells than the header: an unquoted comma has moved everything after it, so nothing is
    sure."""
    if not row.extra:
        return []
    message = _(
        "This row has more cells than there are column names. Give every column a name, and put quotation "
        "marks before and after texts that have a comma or semicolon in them."
    )
    return [FieldError("", None, "surplus_cells", message)]
