"""``bin/manage walls``: every table with its walls, or with its reason for standing outside them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from organisations.walls import ALLOWED

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


class Command(BaseCommand):
    help = "Lists every table with its walls or its reason for having none; fails when one lacks them."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        rows, wrong = inspect()
        for table, walls in rows:
            self.stdout.write(f"{table:<44} {walls}")
        for complaint in wrong:
            self.stderr.write(self.style.ERROR(complaint))
        if wrong:
            raise SystemExit(1)


def inspect() -> tuple[list[tuple[str, str]], list[str]]:
    """Read the catalogue: give (table, its walls or its reason) for each table, and what is wrong with any."""
    rows, wrong = [], []
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        for table, secured, policies in cursor.fetchall():
            if table in ALLOWED:
                rows.append((table, f"outside: {ALLOWED[table]}"))
            elif secured and {"tenant", "owner"} <= set(policies):
                rows.append((table, "tenant wall, member wall" if "member!" in policies else "tenant wall"))
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
