"""Refuses to start as a role that row security does not bind."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

QUESTION = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind = 'r'
               AND c.relnamespace = 'public'::regnamespace),
       has_database_privilege(current_database(), 'TEMPORARY'), has_schema_privilege('public', 'CREATE')
FROM pg_roles r WHERE r.rolname = current_user
"""
# What each of its columns means. A table that a role makes can stand in the place of one that a wall asks.
WRONG = (
    "is a superuser",
    "has BYPASSRLS",
    "owns tables",
    "may make temporary tables",
    "may make tables in the schema public",
)


def what_is_wrong_with_the_role() -> list[str]:
    """Say in what ways the role that serves requests stands above row security; an empty list is good.

    Raises:
        OperationalError: the database does not answer.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(QUESTION)
        return [what for what, holds in zip(WRONG, cursor.fetchone(), strict=True) if holds]


def refuse_an_unbound_role() -> None:
    """End the process when the role that serves requests stands above row security.

    Raises:
        SystemExit: saying in what way; every wall would be a decoration then.
    """
    if wrong := what_is_wrong_with_the_role():
        raise SystemExit(f"Refusing to start: the role in DATABASE_URL {' and '.join(wrong)}.")


@register(Tags.database)
def runtime_role_is_bound_by_row_security(databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """Check the role of the default database, when databases are checked at all."""
    if not databases or DEFAULT_DB_ALIAS not in databases:
        return []
    try:
        wrong = what_is_wrong_with_the_role()
    except OperationalError as error:
        return [Error(f"The database does not answer: {error}", id="organisations.E001")]
    return [
        Error(
            f"The role in DATABASE_URL {what}, so row security would not bind it.",
            hint="Give DATABASE_URL a role of its own, made as deploy/roles.sql makes it, and put the owner into "
            "OWNER_DATABASE_URL.",
            id="organisations.E002",
        )
        for what in wrong
    ]
