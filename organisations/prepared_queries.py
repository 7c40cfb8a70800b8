"""Questions to the database that are put together once and asked many times.

The ORM takes longer to write a page's SQL than PostgreSQL takes to answer it, and writes the same each time: only
keys and moments differ. Nor does PostgreSQL plan quickly what each table's walls are woven into. A question is a
function that gives a queryset of such values. The first call writes its SQL; each later one only puts the values in,
and the database keeps its plan, for each connection, as a prepared statement::

    @prepared_query
    def _practices(programme: UUID) -> QuerySet[Practice]:
        return Practice.objects.filter(programme=programme)

    _practices(programme.pk)  # a list of practices
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

type Value = UUID | str | int | date | datetime | Model

_days = count(1)


_written: list[list["_Written"]] = []


def forget() -> None:
    """Write every question anew when it is asked next: for tests that change how querysets are put together."""
    for each in _written:
        each.clear()


def prepared_query[**P, Row](question: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Let a function that gives a queryset of UUIDs, words, whole numbers, times, days or instances (for their keys)
    give its rows.

    Anything else the queryset depends on, such as the clock, must come in as a value.

    Raises, when first called:
        ValueError: the queryset holds a value that came from elsewhere, or was computed from those given.
    """
    written: list[_Written] = []
    _written.append(written)

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        values: list[Any] = [*args, *kwargs.values()]
        if not written:
            written.append(_write(question, values, list(kwargs)))
        return written[0].ask(values)

    return ask


class _Written:
    """A queryset with its SQL, and which of the values stands where in it."""

    def __init__(self, queryset: QuerySet[Any, Any], marks: list[Value]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.parameters = self.compiler.as_sql()
        keys = [_key(mark) for mark in marks]
        self.places = [keys.index(each) if each in keys else None for each in self.parameters]

    @property
    def constants(self) -> list[object]:
        """The parameters that stay as they are."""
        return [each for each, place in zip(self.parameters, self.places, strict=True) if place is None]

    def ask(self, values: list[Value]) -> list[Any]:
        keys = [_key(value) for value in values]
        parameters = tuple(
            each if place is None else keys[place]
            for each, place in zip(self.parameters, self.places, strict=True)
        )
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]  # each thread has its own
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, parameters)
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        with prepared(self.queryset.db):
            return list(asked)


@contextmanager
def prepared(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Send what is asked in the block as prepared statements, which are planned a few times and then no more.

    For what is asked in the same words each time: the server keeps a plan for each wording, a hundred of them.
    """
    connection: Any = connections[using]
    if not settings.DATABASE_PREPARES:
        yield
        return
    connection.ensure_connection()
    wire = connection.connection
    usual, wire.prepare_threshold = wire.prepare_threshold, 0
    try:
        yield
    finally:
        wire.prepare_threshold = usual


def _write(question: Callable[..., QuerySet[Any, Any]], values: list[Value], names: list[str]) -> _Written:
    """Write the SQL twice, with two sets of marks for values: what differs without being a mark would go stale."""
    first, second = (_written_with_marks(question, values, names) for _ in range(2))
    if (first.sql, first.places, first.constants) != (second.sql, second.places, second.constants):
        raise ValueError(f"{question.__qualname__}: not every value that it uses was given to it")
    return first


def _written_with_marks(
    question: Callable[..., QuerySet[Any, Any]], values: list[Value], names: list[str]
) -> _Written:
    marks = [_mark(value) for value in values]
    unnamed = len(marks) - len(names)
    named = dict(zip(names, marks[unnamed:], strict=True))
    return _Written(question(*marks[:unnamed], **named), marks)


def _mark(value: Value) -> Value:
    """Something of the same type that no row and no other value has."""
    match value:
        case UUID():
            return uuid4()
        case str():
            return uuid4().hex
        case int():
            return 2_000_000_000 + next(_days)
        case datetime():
            return datetime(5000, 1, 1, tzinfo=UTC) + timedelta(days=next(_days))
        case date():
            return date(5000, 1, 1) + timedelta(days=next(_days))
        case _:
            return type(value)(pk=uuid4())


def _key(value: Value) -> object:
    return value.pk if isinstance(value, Model) else value
