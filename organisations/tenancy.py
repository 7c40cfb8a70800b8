"""Which organisation, and which member of it, the database works for in this transaction.

PostgreSQL's row security reads two transaction-local settings, ``app.organisation`` and ``app.member``. A request
has them set by the middleware. Work outside a request (a task, a command, an ``on_commit`` hook) enters with
:func:`inside`. Outside of both, the tables of every organisation look empty: that is the wall.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404

SETTINGS = ("app.organisation", "app.member", "app.user", "app.operator")


_WAS = ", ".join(
    f"coalesce(current_setting('{name}', true), '') AS was_{place}" for place, name in enumerate(SETTINGS)
)
_SET = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
_EXCHANGE = f"WITH was AS MATERIALIZED (SELECT {_WAS}) SELECT was.*, {_SET} FROM was"  # noqa: S608  # our own names


def _exchange(values: tuple[str, ...]) -> tuple[str, ...]:
    """Set all settings for this transaction and give what they were."""
    with connection.cursor() as cursor:
        cursor.execute(_EXCHANGE, values)
        return tuple(cursor.fetchone()[: len(SETTINGS)])


def has_written() -> bool:
    """Return whether something was written in this transaction, or it failed: leaving it then takes a rollback."""
    if connection.needs_rollback:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return True


@contextmanager
def request_transaction() -> Iterator[None]:
    """Run the block in a transaction. Where nothing was written, "not found" is an answer, and no reason to roll back.

    After a rollback, psycopg forgets every statement that it prepared on the connection: whoever followed a dead link
    made the pages of all others twice as slow.
    """
    answer: Http404 | PermissionDenied | None = None
    with transaction.atomic():
        try:
            yield
        except (Http404, PermissionDenied) as error:
            if has_written():
                raise
            answer = error
    if answer:
        raise answer


@contextmanager
def _setting(**wanted: object) -> Iterator[None]:
    """Set the given settings (the others become empty) for the block, in a transaction; then put back what was."""
    values = tuple(str(wanted.get(name.removeprefix("app.")) or "") for name in SETTINGS)
    goes_on = connection.in_atomic_block  # a transaction that ends with the block takes its settings along
    with transaction.atomic() if goes_on else request_transaction():
        before = _exchange(values)
        yield
        if goes_on:
            _exchange(before)


@contextmanager
def inside(organisation: UUID, member: UUID | None = None) -> Iterator[None]:
    """Work in one organisation, as one of its members or (without) as the organisation itself.

    As the organisation itself nothing behind the member wall can be read: no notes, agreements or reviews.
    Opens a transaction when there is none. An error inside rolls back what the block did.
    """
    with _setting(organisation=organisation, member=member):
        yield


_LEAVE_MEMBER = """WITH was AS MATERIALIZED (SELECT coalesce(current_setting('app.member', true), '') AS member)
SELECT was.member, set_config('app.member', '', true) FROM was"""


@contextmanager
def without_member() -> Iterator[None]:
    """Work as the organisation itself for the block, then go on as the member of before.

    For what a member's act causes and is not theirs to read, such as the mails that others get. Must be called inside
    an organisation.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE_MEMBER)
        member = cursor.fetchone()[0]
    try:
        yield
    except DatabaseError:
        with suppress(DatabaseError):  # a transaction that failed goes back to the member with its rollback
            _return_to(member)
        raise
    except BaseException:
        _return_to(member)
        raise
    _return_to(member)


def _return_to(member: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.member', %s, true)", [member])


def enter(organisation: UUID, member: UUID) -> None:
    """Work in one organisation as one of its members until the transaction ends or another is entered.

    For who does much as one member after the other: it takes half as many statements as :func:`inside`. Must be
    called inside a transaction.
    """
    _exchange((str(organisation), str(member), "", ""))


@contextmanager
def outside() -> Iterator[None]:
    """Work in no organisation for the block, as beat does."""
    with _setting():
        yield


@contextmanager
def own_memberships(user: UUID) -> Iterator[None]:
    """Read one account's memberships and their organisations, across organisations; nothing else is visible."""
    with _setting(user=user):
        yield


@contextmanager
def as_operator() -> Iterator[None]:
    """Read and change the list of organisations; their tables stay closed."""
    with _setting(operator="on"):
        yield


def enter_by_slug(slug: str, user: UUID | None) -> tuple[UUID, UUID | None] | None:
    """Find an organisation by the first part of a path and enter it for the rest of the transaction.

    Gives the organisation's id and that of the account's membership, or None where no such organisation exists.
    Must be called inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, member, set_config('app.organisation', organisation::text, true), "
            "set_config('app.member', coalesce(member::text, ''), true) FROM organisations_find(%s, %s)",
            [slug, user],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None
