"""The ledger's ties to the rows that have files, held by the database; and how much room a member has left."""

from typing import Any

from django.apps.registry import apps
from django.conf import settings
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Sum
from django.utils.translation import gettext as _

from files.errors import NoRoom
from files.kinds import MB
from files.models import LedgerEntry, StoredFile
from organisations.models import Member

# Run with the owner's rights, because whoever removes a row need not be whose bytes they were: a facilitator takes
# down a post, a mentee's plan goes with its files. They can count and mark the entry of the row that comes or goes, and
# nothing else. Several rows can have the same bytes: what belongs to something, and what holds it as it was
# (``HeldFile``). The entry is marked when the last goes. Two that come and go at once wait for one another at the
# entry's row.
USES = """
CREATE FUNCTION files_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $body$
BEGIN
    UPDATE public.files_ledgerentry SET uses = greatest(uses - 1, 0),
        removed_at = CASE WHEN uses <= 1 THEN now() END
    WHERE organisation_id = OLD.organisation_id AND id = OLD.entry_id AND removed_at IS NULL;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION files_forget() FROM PUBLIC;
CREATE FUNCTION files_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $body$
BEGIN
    UPDATE public.files_ledgerentry SET uses = uses + 1
    WHERE organisation_id = NEW.organisation_id AND id = NEW.entry_id AND removed_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'These bytes are gone.' USING ERRCODE = 'foreign_key_violation'; END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION files_hold() FROM PUBLIC;
"""
DROP_USES = "DROP FUNCTION files_hold(); DROP FUNCTION files_forget();"

# Behind the ledger's own wall, so it is true of the member's own entries alone.
OWN_ENTRY = """EXISTS (
    SELECT 1 FROM files_ledgerentry e WHERE e.organisation_id = {table}.organisation_id
    AND e.id = {table}.entry_id AND e.key = {table}.key AND e.removed_at IS NULL
)"""
_FIXED = ("entry_id", "key", "content_type", "size")


class Accounted(Operation):
    """Tie a table of files to the ledger: nobody adds a row for bytes that are not theirs, and no row goes unnoticed.

    Args:
        model_name: a concrete model on ``FileModel`` of the migration's app, or on ``HeldFile`` when ``held``. Goes
            behind its ``Walled``.
    """

    reversible = True

    def __init__(self, model_name: str, *, held: bool = False) -> None:
        self.model_name, self.held = model_name, held

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"Tie {self.model_name} to the ledger of files"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        moves = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FIXED)
        own = OWN_ENTRY.format(table=table)
        held = f"OLD.entry_id IS NOT NULL AND NEW.entry_id IS NULL AND NEW.key = {"''"}"
        if self.held:
            moves = f"({moves}) AND NOT ({held})"
        statements = [
            f"CREATE POLICY accounted ON {table} AS RESTRICTIVE FOR INSERT TO {settings.RUNTIME_ROLE} "
            f"WITH CHECK ({own})",
            f"CREATE TRIGGER accounted_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION files_forget()",
            f"CREATE TRIGGER accounted_fixed BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moves}) "
            "EXECUTE FUNCTION organisations_stays_as_made()",
        ]
        if self.held:
            statements += [
                f"CREATE TRIGGER accounted_held AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION files_hold()",
                f"CREATE TRIGGER accounted_let_go AFTER UPDATE ON {table} FOR EACH ROW WHEN ({held}) "
                "EXECUTE FUNCTION files_forget()",
            ]
        for statement in statements:
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for name in ("accounted_let_go", "accounted_held") if self.held else ():
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
        schema_editor.execute(f"DROP TRIGGER accounted_fixed ON {table}")
        schema_editor.execute(f"DROP TRIGGER accounted_gone ON {table}")
        schema_editor.execute(f"DROP POLICY accounted ON {table}")


def unaccounted(models_: list[type[models.Model]] | None = None) -> list[str]:
    """Give the tables of files that a migration forgot to tie to the ledger; a test asks."""
    wanted = apps.get_models() if models_ is None else models_
    tables = {model._meta.db_table for model in wanted if issubclass(model, StoredFile)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'accounted_gone' "
            "INTERSECT SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'accounted'"
        )
        return sorted(tables - {table for (table,) in cursor.fetchall()})


def used(member: Member) -> int:
    """Give how many bytes a member's files take; to others than the member it looks like none."""
    entries = LedgerEntry.objects.filter(
        organisation_id=member.organisation_id, owner=member, removed_at=None
    )
    total: dict[str, Any] = entries.aggregate(total=Sum("size"))
    return int(total["total"] or 0)


def make_room(member: Member, size: int) -> None:
    """Let nobody else add to this member's files until the transaction ends, and see that ``size`` bytes fit.

    Raises:
        NoRoom: they do not, with how many do.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    left = settings.FILES_QUOTA - used(member)
    if size > left:
        raise NoRoom(
            _(
                "Your files may take %(quota)s MB in all, and %(left)s MB are left. Remove some first, or add less."
            )
            % {"quota": settings.FILES_QUOTA // MB, "left": max(0, left) // MB}
        )
