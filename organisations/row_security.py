"""Who may read and write the rows of a table: declared beside its model, held by the database.

A model of an organisation says it as ``row_security = RowSecurity(read=…, add=…)``, in conditions that are named once
and put together with ``|`` and ``&``. ``organisations.declared_database`` brings the database to what is declared.

*Tenant wall*: rows are seen, written and changed inside their organisation alone. *Member wall*: what people wrote in
confidence is read and written by those named alone, so that a mistake in a query gives an empty list instead of
somebody's note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import models

# What the placeholders of a condition stand for; asked once for a whole statement each.
PLACEHOLDERS = {
    "{organisation}": "(SELECT NULLIF(current_setting('app.organisation', true), '')::uuid)",
    "{member}": "(SELECT NULLIF(current_setting('app.member', true), '')::uuid)",
    "{user}": "(SELECT NULLIF(current_setting('app.user', true), '')::uuid)",
    "{operator}": "(SELECT current_setting('app.operator', true) = 'on')",
}

# Where a function of ours looks for names. The schema of temporary tables comes last: left out, it would come first,
# and whoever can make a temporary table would decide what the owner's rights are used on.
SEARCH_PATH = "pg_catalog, public, pg_temp"
STAYS_AS_MADE = "organisations_stays_as_made"  # the function that refuses a change


def fill(sql: str) -> str:
    """Return SQL in which each placeholder is what it stands for."""
    for name, value in PLACEHOLDERS.items():
        sql = sql.replace(name, value)
    return sql


_OR, _AND = ", or ", ", and only if "


@dataclass(frozen=True)
class Condition:
    """A condition on a row.

    Args:
        sql: in SQL, where ``{member}``, ``{user}`` and ``{organisation}`` stand for who asks, and ``{row}`` for the
            name of the table, to tell its columns from those of others.
        words: who or what it is true of, as one would say it: "its author".
    """

    sql: str
    words: str

    def __or__(self, other: "Condition") -> "Condition":
        words = f"{self._words_beside(_AND)}{_OR}{other._words_beside(_AND)}"
        return Condition(f"({self.sql}) OR ({other.sql})", words)

    def __and__(self, other: "Condition") -> "Condition":
        words = f"{self._words_beside(_OR)}{_AND}{other._words_beside(_OR)}"
        return Condition(f"({self.sql}) AND ({other.sql})", words)

    def __invert__(self) -> "Condition":
        return Condition(f"NOT ({self.sql})", f"not {self.words}")

    def _words_beside(self, joint: str) -> str:
        """Return the words as a part of longer ones, in parentheses where the other joint is inside them."""
        outside, shorter = "", self.words
        while shorter != outside:
            outside, shorter = shorter, re.sub(r"\([^()]*\)", "", shorter)
        return f"({self.words})" if joint in outside else self.words


def qualify(column: str) -> str:
    """Return a column's name with that of its table; what is no mere name (``OLD.cohort_id``) stays as it is."""
    return f"{{row}}.{column}" if column.isidentifier() else column


def own(column: str, words: str) -> Condition:
    """Return the condition that a column names the member who asks; ``words`` say who that is."""
    return Condition(f"{qualify(column)} = {{member}}", words)


def of(column: str, table: str, condition: Condition) -> Condition:
    """Return that a condition is true of the row of another table that a column refers to.

    What the member may not read of that table does not count. The condition says ``{row}`` of that row; the columns of
    others it names with their table.
    """
    inner = condition.sql.replace("{row}", table)
    return Condition(
        f"EXISTS (SELECT 1 FROM public.{table} WHERE {table}.id = {qualify(column)} AND ({inner}))",
        condition.words,
    )


def readers_of(column: str, table: str, words: str) -> Condition:
    """Return that the member may read the row of another table that a column refers to, as that one declares it."""
    return Condition(f"EXISTS (SELECT 1 FROM public.{table} WHERE {table}.id = {qualify(column)})", words)


SAME_ORGANISATION = Condition("organisation_id = {organisation}", "its own organisation")
AUTHOR = own("author_id", "its author")
OWNER = own("owner_id", "its owner")
NOBODY = Condition("false", "nobody")
PLATFORM = Condition("{member} IS NULL", "work that no member does (a task, a command, coming in)")


@dataclass(frozen=True)
class Trigger:
    """A function that the database runs when rows of a table come, change or go.

    Args:
        name: one word, unique on its table.
        event: when, as SQL says it: ``BEFORE UPDATE``, ``AFTER INSERT OR DELETE``.
        function: the name of its file in an app's ``sql`` folder.
        when: a condition on ``OLD`` and ``NEW`` in SQL.
        argument: a word that the function gets, where it works for several tables.
    """

    name: str
    event: str
    function: str
    when: str = ""
    argument: str = ""

    def statement(self, table: str) -> str:
        """Return the SQL that makes it."""
        when = f"WHEN ({fill(self.when)}) " if self.when else ""
        argument = f"'{self.argument}'" if self.argument else ""
        return (
            f"CREATE TRIGGER {self.name} {self.event} ON {table} FOR EACH ROW {when}"
            f"EXECUTE FUNCTION {self.function}({argument})"
        )


@dataclass(frozen=True)
class Guard:
    """Says who may change certain columns of a row, where others have to hold that row or change its other columns.

    A policy would not do there: PostgreSQL asks it of whoever merely locks a row too.

    Args:
        name: one word, unique on its table.
        columns: which of them this is about.
        who: a condition on ``OLD`` and ``NEW``; ``{row}`` stands for ``OLD``.
    """

    name: str
    columns: Sequence[str]
    who: Condition

    def function(self, table: str) -> str:
        """Return the SQL of the function that it runs, which is called ``<table>_<name>``."""
        who = fill(self.who.sql).replace("{row}", "OLD")
        return (
            f"CREATE OR REPLACE FUNCTION public.{table}_{self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {SEARCH_PATH} AS $body$ BEGIN IF NOT coalesce(({who}), false) THEN "
            "RAISE EXCEPTION 'This of % is not for this member to change.', TG_TABLE_NAME "
            "USING ERRCODE = 'insufficient_privilege'; END IF; RETURN NEW; END $body$"
        )

    def trigger(self, table: str) -> Trigger:
        """Return what runs it."""
        return Trigger(self.name, "BEFORE UPDATE", f"{table}_{self.name}", moved(self.columns))


def moved(columns: Sequence[str]) -> str:
    """Return the SQL that says of a changed row whether one of these columns changed."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


CHANGES, REMOVALS, ADDITIONS = "UPDATE", "DELETE", "INSERT"


@dataclass(frozen=True, kw_only=True)
class RowSecurity:
    """Who may do what with the rows of a table, inside their organisation; all its members where nothing is said.

    Args:
        read: who may read a row. Nobody else adds, changes or removes it either.
        add: what has to be true of a row that somebody adds.
        change: who may change or remove a row; PostgreSQL asks it of whoever locks a row as well.
        remove: who may remove a row, where others may than may change it.
        tenant: whose row it is; None for a table that stands outside the walls and has triggers alone.
        also_read: who reads a row from outside its organisation.
        fixed: columns that stay as they were when the row was made, whoever asks.
        refused: what nobody does: ``ADDITIONS``, ``CHANGES``, ``REMOVALS``. The functions of the owner still may.
        guards: who may change certain columns.
        triggers: what else the database does when rows come, change or go.
        narrowed: what apps above say of the same table, by their names; both have to be true.
    """

    read: Condition | None = None
    add: Condition | None = None
    change: Condition | None = None
    remove: Condition | None = None
    tenant: Condition | None = SAME_ORGANISATION
    also_read: Condition | None = None
    fixed: Sequence[str] = ()
    refused: Sequence[str] = ()
    guards: Sequence[Guard] = ()
    triggers: Sequence[Trigger] = ()
    narrowed: Mapping[str, "RowSecurity"] = field(default_factory=dict)

    def narrowed_by(self, app: str, other: "RowSecurity") -> "RowSecurity":
        """Return this with what an app above says of the same table: who else may not, and what else happens."""
        return replace(
            self,
            narrowed={**self.narrowed, app: other},
            guards=(*self.guards, *other.guards),
            triggers=(*self.triggers, *other.triggers),
        )

    @property
    def rules(self) -> Iterator[tuple[str, str, Condition]]:
        """The policies: a name, for which statements, and the condition."""
        if self.tenant:
            yield "tenant", "ALL", self.tenant
        if self.also_read:
            yield "also_read", "SELECT", self.also_read
        if self.read:
            yield "read", "ALL", self.read
        if self.add:
            yield "add", "INSERT", self.add
        if self.change:
            yield "change", "UPDATE", self.change
        if removes := self.remove or self.change:
            yield "remove", "DELETE", removes
        for app, other in self.narrowed.items():
            for name, statement, condition in other.rules:
                yield app if name == "read" else f"{app}_{name}", statement, condition

    def statements(self, table: str) -> list[str]:
        """Return the SQL that makes it of a table on which nothing of it stands yet."""
        return [*self._walls(table), *self._privileges(table), *self._triggers(table)]

    def _walls(self, table: str) -> Iterator[str]:
        if not self.tenant:
            return
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)"
        for name, statement, condition in self.rules:
            kind = "PERMISSIVE" if name in {"tenant", "also_read"} else "RESTRICTIVE"
            clause = "WITH CHECK" if statement == "INSERT" else "USING"
            sql = fill(condition.sql).replace("{row}", table)
            yield (
                f"CREATE POLICY {name} ON {table} AS {kind} FOR {statement} TO {settings.RUNTIME_ROLE} {clause} ({sql})"
            )

    def _privileges(self, table: str) -> Iterator[str]:
        yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO {settings.RUNTIME_ROLE}"
        if self.refused:
            yield f"REVOKE {', '.join(self.refused)} ON {table} FROM {settings.RUNTIME_ROLE}"

    def _triggers(self, table: str) -> Iterator[str]:
        if self.fixed:
            yield Trigger("fixed", "BEFORE UPDATE", STAYS_AS_MADE, moved(self.fixed)).statement(table)
        for trigger in (*(guard.trigger(table) for guard in self.guards), *self.triggers):
            yield trigger.statement(table)


def is_tenant(model: type[models.Model]) -> bool:
    """Return whether rows of a model belong to one organisation."""
    return any(field.name == "organisation" for field in model._meta.get_fields())


# Tables of ours and of Django's that stand outside the walls, and why; ``bin/manage row_security`` prints it.
ALLOWED = {
    "django_migrations": "which migrations ran; no tenant's data",
    "django_content_type": "names of models",
    "django_session": "signed-in browsers, before an organisation is chosen; keys are random",
    "django_admin_log": "what operators did in the operator's pages",
    "auth_permission": "names of permissions",
    "auth_group": "unused groups of operators",
    "auth_group_permissions": "unused groups of operators",
    "accounts_user": "accounts: one person may belong to several organisations",
    "accounts_user_groups": "unused groups of operators",
    "accounts_user_user_permissions": "operators' permissions",
    "accounts_attempts": "how often something was tried, for the limits on it; keys are digests",
    "accounts_letter": "mails about accounts on their way out, removed once sent",
    "accounts_spentlink": "digests of links that work once and were used",
    "account_emailaddress": "addresses of accounts",
    "account_emailconfirmation": "addresses of accounts",
    "mfa_authenticator": "second factors of accounts",
    "usersessions_usersession": "signed-in browsers of accounts",
    "notifications_heartbeat": "when worker and beat were last alive; no tenant's data",
}
