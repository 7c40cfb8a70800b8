"""The walls in the database, as one migration operation for each table.

*Tenant wall*: row security lets a row be seen, written and changed only inside its organisation, and every
reference between two such tables is a pair ``(organisation_id, id)``, because the checks of references look
through row security. *Member wall*: a second, restrictive policy for tables that hold what people wrote in
confidence; a mistake in a query then gives an empty list instead of somebody's note.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

from django.apps.registry import Apps
from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ORGANISATION = "(SELECT NULLIF(current_setting('app.organisation', true), '')::uuid)"
MEMBER = "(SELECT NULLIF(current_setting('app.member', true), '')::uuid)"
USER = "(SELECT NULLIF(current_setting('app.user', true), '')::uuid)"
OPERATOR = "(SELECT current_setting('app.operator', true) = 'on')"

Reference = models.ForeignKey[Any, Any]

# Where a function of ours looks for names. The schema of temporary tables comes last: left out, it would come first,
# and whoever can make a temporary table would decide what the owner's rights are used on.
SEARCH_PATH = "pg_catalog, public, pg_temp"
POLICIES = ("tenant", "owner", "own", "member", "added", "updated", "deleted")

# What the trigger of fixed references runs; made before the first of them.
STAYS_AS_MADE = """
CREATE FUNCTION organisations_stays_as_made() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'Whose row of % this is, and to what it belongs, stays as it was made.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege'; END $body$;
"""


def is_tenant(model: type[models.Model]) -> bool:
    """Whether rows of a model belong to one organisation."""
    return any(field.name == "organisation" for field in model._meta.get_fields())


def references(model: type[models.Model]) -> list[Reference]:
    """Give the model's references to rows of the same organisation."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.name != "organisation"
        and is_tenant(field.remote_field.model)
    ]


class Walled(Operation):
    """Put a model's table behind the walls.

    Args:
        model_name: a model of the migration's app, with a field ``organisation`` (or the organisation itself).
        member: the member wall, an SQL condition on the row in which ``{member}`` stands for the member's id.
        row: the tenant wall's condition, where it is not ``organisation_id = …``.
        also_read: a condition under which a row can be read from outside its organisation.
        added: a condition for adding a row, such as that its author is the member who adds it.
        changed: a condition for changing or removing a row.
        fixed: references that stay as they were when the row was made, whoever asks.
        append_only: rows can be added and read, never changed or removed, by the role that serves requests.
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        *,
        member: str | None = None,
        row: str = "organisation_id = {organisation}",
        also_read: str | None = None,
        added: str | None = None,
        changed: str | None = None,
        fixed: Sequence[str] = (),
        append_only: bool = False,
    ) -> None:
        self.model_name, self.member, self.row = model_name, member, row
        self.also_read, self.added, self.changed = also_read, added, changed
        self.fixed, self.append_only = fixed, append_only

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Put {self.model_name} behind the walls"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = _model(to_state.apps, app_label, self.model_name)
        table, runtime = model._meta.db_table, settings.RUNTIME_ROLE
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY tenant ON {table} TO {runtime} USING ({_fill(self.row)})",
            f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)",
        ]
        if self.also_read:
            statements.append(
                f"CREATE POLICY own ON {table} FOR SELECT TO {runtime} USING ({_fill(self.also_read)})"
            )
        statements += _inner(
            table, member=self.member, added=self.added, changed=self.changed, fixed=self.fixed
        )
        if is_tenant(model):
            statements.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_within UNIQUE (organisation_id, id)"
            )
        if self.append_only:
            statements.append(f"REVOKE UPDATE, DELETE ON {table} FROM {runtime}")
        for field in references(model):
            statements += _tie(table, field)
        schema_editor.execute(";\n".join(statements))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = _model(from_state.apps, app_label, self.model_name)
        table, runtime = model._meta.db_table, settings.RUNTIME_ROLE
        statements = [statement for field in references(model) for statement in _untie(table, field)]
        if self.append_only:
            statements.append(f"GRANT UPDATE, DELETE ON {table} TO {runtime}")
        if is_tenant(model):
            statements.append(f"ALTER TABLE {table} DROP CONSTRAINT {table}_within CASCADE")
        statements += [f"DROP POLICY IF EXISTS {policy} ON {table}" for policy in POLICIES]
        if self.fixed:
            statements.append(f"DROP TRIGGER fixed ON {table}")
        statements += [
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
        schema_editor.execute(";\n".join(statements))


class Tightened(Operation):
    """Give a table that stands behind the walls already a further side of the member wall.

    The arguments mean what they mean to :class:`Walled`, and ``removed`` is a condition for removing a row alone; a
    side that the table has is given anew by :class:`Redrawn`.
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        *,
        member: str | None = None,
        added: str | None = None,
        changed: str | None = None,
        removed: str | None = None,
        fixed: Sequence[str] = (),
    ) -> None:
        self.model_name, self.member, self.added = model_name, member, added
        self.changed, self.removed, self.fixed = changed, removed, fixed

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Tighten the walls around {self.model_name}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(to_state.apps, app_label, self.model_name)._meta.db_table
        for statement in _inner(
            table,
            member=self.member,
            added=self.added,
            changed=self.changed,
            removed=self.removed,
            fixed=self.fixed,
        ):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(from_state.apps, app_label, self.model_name)._meta.db_table
        sides = {
            "member": self.member,
            "added": self.added,
            "updated": self.changed,
            "deleted": self.changed or self.removed,
        }
        for policy, condition in sides.items():
            if condition:
                schema_editor.execute(f"DROP POLICY {policy} ON {table}")
        if self.fixed:
            schema_editor.execute(f"DROP TRIGGER fixed ON {table}")


class Redrawn(Operation):
    """Draw one side of the member wall anew: ``side`` is ``"member"`` or ``"added"``, as :class:`Walled` takes them.

    Args:
        was: the condition until now, for the way back.
        now: the condition from now on.
    """

    reversible = True

    def __init__(self, model_name: str, side: str, *, was: str, now: str) -> None:
        self.model_name, self.side, self.was, self.now = model_name, side, was, now

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Draw the wall around {self.model_name} anew"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._draw(_model(to_state.apps, app_label, self.model_name), schema_editor, self.now)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._draw(_model(from_state.apps, app_label, self.model_name), schema_editor, self.was)

    def _draw(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, condition: str
    ) -> None:
        clause = "WITH CHECK" if self.side == "added" else "USING"
        schema_editor.execute(
            f"ALTER POLICY {self.side} ON {model._meta.db_table} {clause} ({_fill(condition)})"
        )


class Guarded(Operation):
    """Say who may change certain columns of a row, where others have to hold that row or change its other columns.

    A policy would not do there: PostgreSQL asks it of who merely locks a row too.

    Args:
        name: of the trigger, one word; several stand beside each other on one table.
        columns: which of them this is about.
        condition: as :class:`Walled` takes them, on ``OLD`` and ``NEW``; names of tables say ``public.``.
    """

    reversible = True

    def __init__(self, model_name: str, name: str, *, columns: Sequence[str], condition: str) -> None:
        self.model_name, self.name, self.columns, self.condition = model_name, name, columns, condition

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Guard {', '.join(self.columns)} of {self.model_name}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(to_state.apps, app_label, self.model_name)._meta.db_table
        moves = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in self.columns)
        schema_editor.execute(
            f"CREATE FUNCTION {table}_{self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {SEARCH_PATH} AS $body$ BEGIN "
            f"IF NOT coalesce(({_fill(self.condition)}), false) THEN "
            f"RAISE EXCEPTION 'This of % is not for this member to change.', TG_TABLE_NAME "
            "USING ERRCODE = 'insufficient_privilege'; END IF; RETURN NEW; END $body$;"
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moves}) "
            f"EXECUTE FUNCTION {table}_{self.name}()",
            None,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(from_state.apps, app_label, self.model_name)._meta.db_table
        schema_editor.execute(f"DROP TRIGGER {self.name} ON {table}; DROP FUNCTION {table}_{self.name}()")


class Tied(Operation):
    """Give the references that a later migration adds to a walled table their paired constraint."""

    reversible = True

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name, self.field_name = model_name, field_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Tie {self.model_name}.{self.field_name} to its own organisation"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = _model(to_state.apps, app_label, self.model_name)
        field = cast("Reference", model._meta.get_field(self.field_name))
        for statement in _tie(model._meta.db_table, field):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = _model(from_state.apps, app_label, self.model_name)
        field = cast("Reference", model._meta.get_field(self.field_name))
        for statement in _untie(model._meta.db_table, field):
            schema_editor.execute(statement)


class PinFunctions(Operation):
    """Have every function that an earlier migration made look in ``SEARCH_PATH``, and name its tables with the schema.

    Those made since say so themselves; a test reads the catalogue.
    """

    reversible = True

    OURS = """SELECT p.oid, p.oid::regprocedure::text, p.prosrc FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND pg_has_role(p.proowner, 'USAGE') ORDER BY 2"""
    NAMES = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
        UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return "Pin where functions look for names"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(self.NAMES)
            names = [name for (name,) in cursor.fetchall()]
            cursor.execute(self.OURS)
            for oid, signature, body in cursor.fetchall():
                cursor.execute("SELECT pg_get_functiondef(%s)", [oid])
                cursor.execute(cursor.fetchone()[0].replace(body, qualify(body, names)))
                cursor.execute(f"ALTER FUNCTION {signature} SET search_path = {SEARCH_PATH}")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """What is pinned can stay so."""


def qualify(body: str, names: Sequence[str]) -> str:
    """Return a function's body in which each of these names stands with its schema.

    A name before a dot is what the row is called, and one in quotes is a text: both stay.
    """
    unqualified = rf"(?<![.\w'])({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b(?!\.)"
    return re.sub(unqualified, r"public.\1", body)


def definer(name: str, arguments: str, returns: str, body: str, *, language: str = "sql") -> tuple[str, str]:
    """Give the SQL that makes and drops a function which works with the owner's rights, for counts and claims only.

    ``arguments`` as in ``slug text, person uuid``; names of tables in ``body`` say ``public.``. Only the runtime role
    may call it.
    """
    types = ", ".join(
        argument.strip().split(" ", 1)[1] for argument in arguments.split(",") if argument.strip()
    )
    signature = f"{name}({types})"
    make = (
        f"CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE {language} SECURITY DEFINER "
        f"SET search_path = {SEARCH_PATH} AS $body${body}$body$;"
        f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION {signature} TO {settings.RUNTIME_ROLE};"
    )
    return make, f"DROP FUNCTION {signature};"


def predicate(name: str, arguments: str, condition: str) -> tuple[str, str]:
    """Return the SQL that makes and drops a function which says yes or no, with the rights of whoever asks.

    For a wall that has to ask its own table: a condition that did so itself would ask itself without end.
    """
    types = ", ".join(argument.strip().split(" ", 1)[1] for argument in arguments.split(","))
    make = (
        f"CREATE FUNCTION {name}({arguments}) RETURNS boolean LANGUAGE sql STABLE "
        f"SET search_path = {SEARCH_PATH} AS $body$ SELECT {_fill(condition)} $body$"
    )
    return make, f"DROP FUNCTION {name}({types})"


def _inner(
    table: str,
    *,
    member: str | None,
    added: str | None,
    changed: str | None,
    removed: str | None = None,
    fixed: Sequence[str],
) -> list[str]:
    """What stands inside the tenant wall: who of the organisation may read, add and change which rows."""
    runtime = settings.RUNTIME_ROLE
    statements = []
    if member:
        wall = _fill(member)
        statements.append(f"CREATE POLICY member ON {table} AS RESTRICTIVE TO {runtime} USING ({wall})")
    if added:
        statements.append(
            f"CREATE POLICY added ON {table} AS RESTRICTIVE FOR INSERT TO {runtime} WITH CHECK ({_fill(added)})"
        )
    if changed:
        statements += [
            f"CREATE POLICY {verb.lower()}d ON {table} AS RESTRICTIVE FOR {verb} TO {runtime} USING ({_fill(changed)})"
            for verb in ("UPDATE", "DELETE")
        ]
    if removed:
        statements.append(
            f"CREATE POLICY deleted ON {table} AS RESTRICTIVE FOR DELETE TO {runtime} USING ({_fill(removed)})"
        )
    if fixed:
        moves = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in fixed)
        statements.append(
            f"CREATE TRIGGER fixed BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moves}) "
            "EXECUTE FUNCTION organisations_stays_as_made()"
        )
    return statements


def _fill(condition: str) -> str:
    return condition.format(organisation=ORGANISATION, member=MEMBER, user=USER, operator=OPERATOR)


def _model(apps: Apps, app_label: str, model_name: str) -> type[models.Model]:
    """Return a model of the migration's app, or of one beneath it that is named with it: ``programmes.Enrolment``."""
    if "." in model_name:
        app_label, model_name = model_name.split(".")
    model: type[models.Model] = apps.get_model(app_label, model_name)
    return model


def _name(table: str, field: Reference) -> str:
    return f"{table}_{field.column}_within"[:63]


def _tie(table: str, field: Reference) -> list[str]:
    """The paired reference; and where Django made the column unique by itself, unique inside the organisation."""
    parent, column = field.remote_field.model._meta.db_table, field.column
    statements = [
        f"ALTER TABLE {table} ADD CONSTRAINT {_name(table, field)} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {parent} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED"
    ]
    if field.unique:
        statements += [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_key",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_once UNIQUE (organisation_id, {column})",
        ]
    return statements


def _untie(table: str, field: Reference) -> list[str]:
    statements = [f"ALTER TABLE {table} DROP CONSTRAINT {_name(table, field)}"]
    if field.unique:
        statements += [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{field.column}_once",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_key UNIQUE ({field.column})",
        ]
    return statements
