"""Brings the database to what is declared: row security, functions, and references that stay inside an organisation.

``migrate`` makes the tables; what is declared beside the models and in the ``sql`` folders of the apps follows from
here, in one transaction. Each table and each function carries as its comment a digest of the declaration, and one of
what the catalogue said of it then: what differs from either is made anew, and nothing else is touched.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import InternalError, ProgrammingError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from organisations.row_security import RowSecurity, fill, is_tenant

type Reference = models.ForeignKey[Any, Any]

TABLES = """
SELECT c.relname, obj_description(c.oid, 'pg_class'), concat_ws(E'\\n',
    c.relrowsecurity, c.relforcerowsecurity,
    (SELECT string_agg(v, ',') FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) v
        WHERE has_table_privilege(%(runtime)s, c.oid, v)),
    (SELECT string_agg(concat_ws('|', p.polname, p.polpermissive, p.polcmd,
            array_to_string(ARRAY(SELECT r.rolname FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY 1), ','),
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), E'\\n' ORDER BY p.polname)
        FROM pg_policy p WHERE p.polrelid = c.oid),
    (SELECT string_agg(pg_get_triggerdef(t.oid), E'\\n' ORDER BY t.tgname)
        FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
FUNCTIONS = """
SELECT p.proname, obj_description(p.oid, 'pg_proc'), concat_ws(E'\\n', pg_get_functiondef(p.oid), p.proacl)
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    AND p.proowner = (SELECT relowner FROM pg_class WHERE oid = 'public.django_migrations'::regclass)
"""
# The objects of a table that a declaration makes.
ON_TABLE = """
SELECT format('DROP POLICY %%I ON %%I', polname, %(table)s) FROM pg_policy WHERE polrelid = %(table)s::regclass
UNION ALL SELECT format('DROP TRIGGER %%I ON %%I', tgname, %(table)s) FROM pg_trigger
    WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal
"""
CONSTRAINTS = """
SELECT k.conrelid::regclass::text, k.contype, k.conname,
    ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS c (number, place)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.number ORDER BY c.place)
FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('u', 'f')
"""


@dataclass(frozen=True)
class Found:
    """What the catalogue has under a name: the comment on it, and all that is said of it."""

    comment: str
    definition: str

    @property
    def stamp(self) -> str:
        return _digest(self.definition)


def declared_tables() -> dict[str, RowSecurity]:
    """Return what is declared of each table: beside its model, or by the app that looks after another's table."""
    found = {
        model._meta.db_table: model.row_security
        for model in apps.get_models(include_auto_created=True)
        if hasattr(model, "row_security")
    }
    for config in apps.get_app_configs():
        for label, declaration in getattr(config, "row_security", {}).items():
            table = apps.get_model(label)._meta.db_table
            known = found.get(table)
            found[table] = known.narrowed_by(config.label, declaration) if known else declaration
    return found


def declared_functions() -> dict[str, str]:
    """Return the SQL of each function, by its name: that of its file in the ``sql`` folder of an app, or a guard's."""
    files = (file for config in apps.get_app_configs() for file in Path(config.path).glob("sql/*.sql"))
    guards = (
        (table, guard) for table, declaration in declared_tables().items() for guard in declaration.guards
    )
    return {file.stem: fill(file.read_text()) for file in files} | {
        f"{table}_{guard.name}": guard.function(table) for table, guard in guards
    }


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Return in what the database differs from what is declared, one sentence each; none after ``migrate``."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = _State.read(cursor)
        return [
            *(f"The table {table} is not as declared." for table in state.changed_tables),
            *(f"The function {name} is not as declared." for name in state.changed_functions),
            *(f"The function {name} is declared nowhere." for name in state.undeclared_functions),
            *(f"It lacks: {statement}." for statement in missing_constraints(cursor)),
        ]


def bring_to_declaration(connection: BaseDatabaseWrapper) -> None:
    """Make the database what is declared, as the owner of the tables."""
    try:
        with transaction.atomic(using=connection.alias):
            _bring(connection, everything=False)
    except (
        ProgrammingError,
        InternalError,
    ):  # a function that others rest on takes or returns something else now
        with transaction.atomic(using=connection.alias):
            _bring(connection, everything=True)


def _bring(connection: BaseDatabaseWrapper, *, everything: bool) -> None:
    with connection.cursor() as cursor:
        state = _State.read(cursor)
        tables = list(state.tables) if everything else state.changed_tables
        functions = list(state.functions) if everything else state.changed_functions
        if not (tables or functions or state.abandoned_functions):
            _run(cursor, missing_constraints(cursor))
            return
        for table in tables:
            cursor.execute(ON_TABLE, {"table": table})
            _run(cursor, [statement for (statement,) in cursor.fetchall()])
        gone = [*state.abandoned_functions, *(functions if everything else ())]
        _run(cursor, [f"DROP FUNCTION IF EXISTS {name}" for name in gone])
        cursor.execute("SET LOCAL check_function_bodies = off")  # they may name one another
        for name in functions:
            _run(cursor, [state.functions[name], *_privileges(name)])
        for table in tables:
            _run(cursor, state.tables[table].statements(table))
        _run(cursor, missing_constraints(cursor))
        _stamp(cursor, tables, functions)


def _privileges(function: str) -> list[str]:
    """Only the role that serves requests calls a function."""
    return [
        f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {function} TO {settings.RUNTIME_ROLE}",
    ]


def _stamp(cursor: CursorWrapper, tables: list[str], functions: list[str]) -> None:
    """Note on each what was declared, and what the catalogue makes of it."""
    state = _State.read(cursor)
    comments = [f"COMMENT ON TABLE {table} IS '{state.stamp_of_table(table)}'" for table in tables] + [
        f"COMMENT ON FUNCTION {name} IS '{state.stamp_of_function(name)}'" for name in functions
    ]
    _run(cursor, comments)


@dataclass(frozen=True)
class _State:
    """What is declared, beside what is there."""

    tables: Mapping[str, RowSecurity]
    functions: Mapping[str, str]
    tables_there: Mapping[str, Found]
    functions_there: Mapping[str, Found]

    @classmethod
    def read(cls, cursor: CursorWrapper) -> "_State":
        cursor.execute("SET LOCAL search_path = public")  # as names are printed
        return cls(declared_tables(), declared_functions(), _found(cursor, TABLES), _found(cursor, FUNCTIONS))

    @property
    def changed_tables(self) -> list[str]:
        return [
            table
            for table in self.tables
            if not _is(self.tables_there.get(table), self.stamp_of_table(table))
        ]

    @property
    def changed_functions(self) -> list[str]:
        return [
            name
            for name in self.functions
            if not _is(self.functions_there.get(name), self.stamp_of_function(name))
        ]

    @property
    def undeclared_functions(self) -> list[str]:
        return [name for name in self.functions_there if name not in self.functions]

    @property
    def abandoned_functions(self) -> list[str]:
        """Those that were declared once; what somebody made by hand is told of, and left alone."""
        return [name for name in self.undeclared_functions if self.functions_there[name].comment]

    def stamp_of_table(self, table: str) -> str:
        there = self.tables_there.get(table)
        return f"{_digest(*self.tables[table].statements(table))} {there.stamp if there else ''}"

    def stamp_of_function(self, name: str) -> str:
        there = self.functions_there.get(name)
        return f"{_digest(self.functions[name])} {there.stamp if there else ''}"


def _is(found: Found | None, stamp: str) -> bool:
    return found is not None and found.comment == stamp


def _found(cursor: CursorWrapper, question: str) -> dict[str, Found]:
    cursor.execute(question, {"runtime": settings.RUNTIME_ROLE})
    return {name: Found(comment or "", definition) for name, comment, definition in cursor.fetchall()}


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _run(cursor: CursorWrapper, statements: list[str]) -> None:
    if statements:
        cursor.execute(";\n".join(statements), None)


# References


def missing_constraints(cursor: CursorWrapper) -> list[str]:
    """Return the SQL for what ties rows to their organisation, where it is not there yet.

    References between rows of organisations are pairs ``(organisation_id, id)``, because the checks of references look
    through row security; and what is unique is so inside its organisation.
    """
    cursor.execute(CONSTRAINTS)
    there = {(table, kind, tuple(columns)): name for table, kind, name, columns in cursor.fetchall()}
    tenants = [
        model
        for model in apps.get_models(include_auto_created=True)
        if is_tenant(model) and model._meta.managed
    ]
    keys = [statement for model in tenants for statement in _missing_key(model, there)]
    return keys + [
        statement
        for model in tenants
        for field in references(model)
        for statement in _missing_reference(model._meta.db_table, field, there)
    ]


def statements_for(model: type[models.Model], declaration: RowSecurity) -> list[str]:
    """Return the SQL that makes of a model's new table what is declared of it, and ties it to its organisation."""
    table = model._meta.db_table
    return [
        *_missing_key(model, {}),
        *(each for field in references(model) for each in _missing_reference(table, field, {})),
        *declaration.statements(table),
    ]


def references(model: type[models.Model]) -> list[Reference]:
    """Return the model's references to rows of the same organisation."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.name != "organisation"
        and is_tenant(field.remote_field.model)
    ]


type Constraints = Mapping[tuple[str, str, tuple[str, ...]], str]


def _missing_key(model: type[models.Model], there: Constraints) -> Iterator[str]:
    table = model._meta.db_table
    if (table, "u", ("organisation_id", "id")) not in there:
        yield f"ALTER TABLE {table} ADD CONSTRAINT {table}_within UNIQUE (organisation_id, id)"


def _missing_reference(table: str, field: Reference, there: Constraints) -> Iterator[str]:
    column, parent = field.column, field.remote_field.model._meta.db_table
    if (table, "f", ("organisation_id", column)) not in there:
        name = f"{table}_{column}_within"[:63]
        yield (
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
            f"REFERENCES {parent} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED"
        )
    if field.unique and (alone := there.get((table, "u", (column,)))):
        yield f"ALTER TABLE {table} DROP CONSTRAINT {alone}"
        yield f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_once UNIQUE (organisation_id, {column})"
