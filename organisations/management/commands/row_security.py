"""``bin/manage row_security [TABLE]``: who reads and writes a table, in words; or all tables, with their reasons."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from organisations.declared_database import declared_tables
from organisations.row_security import ALLOWED, RowSecurity

QUESTION = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       coalesce(array_agg(p.polname::text || CASE WHEN p.polpermissive THEN '' ELSE '!' END)
                FILTER (WHERE p.oid IS NOT NULL), '{}')
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
GROUP BY c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity ORDER BY c.relname
"""

# A reference between two tables of organisations that does not name the organisation on both sides.
LOOSE_REFERENCES = """
SELECT k.conrelid::regclass::text, k.conname FROM pg_constraint k
WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
  AND k.confrelid <> 'organisations_organisation'::regclass
  AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attname = 'organisation_id')
  AND NOT EXISTS (SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair (here, there)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
                  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there
                  WHERE a.attname = 'organisation_id' AND b.attname = 'organisation_id')
"""

# A unique index of such a table, other than on its random key, that would tell one organisation of another's rows.
TELLING_INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'organisation_id'
WHERE i.indisunique AND NOT i.indisprimary AND NOT (o.attnum = ANY (i.indkey))
"""


# How each rule of a declaration is read aloud.
RULES = {
    "tenant": "Row of",
    "also_read": "Also read by",
    "read": "Read and written only by",
    "add": "Added only by",
    "change": "Changed only by",
    "remove": "Removed only by",
}


class Command(BaseCommand):
    help = "Says who reads and writes a table; without one, lists all tables, and fails when one lacks row security."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", nargs="?", help="such as cop_thread")

    def handle(self, *args: Any, **options: Any) -> None:
        if table := options["table"]:
            known = declared_tables()
            if table not in known:
                raise CommandError(ALLOWED.get(table, f"No table is called {table}."))
            self.stdout.write("\n".join(in_words(known[table])))
            return
        rows, wrong = inspect()
        for name, walls in rows:
            self.stdout.write(f"{name:<44} {walls}")
        for complaint in wrong:
            self.stderr.write(self.style.ERROR(complaint))
        if wrong:
            raise SystemExit(1)


def in_words(declaration: RowSecurity) -> Iterator[str]:
    """Return what is declared of a table, a sentence a line."""
    for name, _statement, condition in declaration.rules:
        yield f"{RULES.get(name, f'Narrowed by {name}: only for')} {condition.words}."
    if declaration.refused:
        yield f"Nobody may {', '.join(declaration.refused)}."
    if declaration.fixed:
        yield f"Fixed once made: {', '.join(declaration.fixed)}."
    for guard in declaration.guards:
        yield f"{', '.join(guard.columns)}: changed only by {guard.who.words}."
    for trigger in declaration.triggers:
        yield f"{trigger.event}: {trigger.function}."


def inspect() -> tuple[list[tuple[str, str]], list[str]]:
    """Return from the catalogue each table with its walls or its reason, and what is wrong with any."""
    rows, wrong = [], []
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        for table, secured, policies in cursor.fetchall():
            if table in ALLOWED:
                rows.append((table, f"outside: {ALLOWED[table]}"))
            elif secured and {"tenant", "owner"} <= set(policies):
                rows.append(
                    (
                        table,
                        "tenant wall, member wall" if {"member!", "read!"} & set(policies) else "tenant wall",
                    )
                )
            else:
                rows.append((table, "NO WALL"))
                wrong.append(f"{table} has no tenant wall and no reason on the allow-list.")
        cursor.execute(LOOSE_REFERENCES)
        wrong += [
            f"{table}: {name} refers to another organisation's rows." for table, name in cursor.fetchall()
        ]
        cursor.execute(TELLING_INDEXES)
        wrong += [f"{table}: {name} is unique across organisations." for table, name in cursor.fetchall()]
    return rows, wrong
