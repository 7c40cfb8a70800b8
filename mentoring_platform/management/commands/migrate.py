"""Django's ``migrate``, run as the owner of the tables, who first lets the runtime role use what it will make.

Row security and functions follow from their declarations once the tables are there.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from organisations.declared_database import bring_to_declaration

RIGHTS = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {runtime};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {runtime};
GRANT USAGE ON SCHEMA public TO {runtime};
"""
# Anybody may make temporary tables in a new database. Where it is the owner's, as everywhere that deploy/roles.sql was
# used, that ends here too; elsewhere the start of web and worker says so.
OWNS_DATABASE = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
NO_TEMPORARY_TABLES = "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {runtime}"
# What leaves the tables in another state than the code's, or only asks.
HALF_WAY = ("app_label", "plan", "check_unapplied")


class Command(Migrate):
    help = "Brings the database up to date, as the owner of its tables (OWNER_DATABASE_URL)."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default":
            options["database"] = "owner"
        if options["database"] not in settings.DATABASES:
            raise CommandError(
                "Set OWNER_DATABASE_URL: tables are made by their owner, not by the role that serves."
            )
        _refuse_half_of_what_was_folded(connections[options["database"]])
        owner = connections[options["database"]]
        with owner.cursor() as cursor:
            runtime = owner.ops.quote_name(settings.RUNTIME_ROLE)
            cursor.execute(RIGHTS.format(runtime=runtime))
            cursor.execute(OWNS_DATABASE)
            if cursor.fetchone()[0]:
                database = owner.ops.quote_name(owner.settings_dict["NAME"])
                cursor.execute(NO_TEMPORARY_TABLES.format(database=database, runtime=runtime))
        super().handle(*args, **options)
        if not any(options[name] for name in HALF_WAY):
            bring_to_declaration(owner)


def _refuse_half_of_what_was_folded(connection: BaseDatabaseWrapper) -> None:
    """Stop where Django would leave out an app, without a word: some of what one migration stands for has run, not all.

    Raises:
        CommandError: this database stopped within a history that was folded since.
    """
    there, ran = (
        MigrationLoader(None).disk_migrations,
        set(MigrationRecorder(connection).applied_migrations()),
    )
    for migration in there.values():
        gone = set(migration.replaces) - set(there)
        older = {key for key in ran if key[0] == migration.app_label} - gone - set(there)
        if gone - ran and (gone & ran or (gone and older)):
            raise CommandError(
                f"This database is half way through what {migration} stands for now. Migrate it with the code before "
                "(docs/decisions/0013), or begin anew: bin/dev --fresh."
            )
