"""A database made by an older state of the code: it goes on, or it is told why not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

OLD = ["0001_tables", "0002_their_walls", "0003_pin_functions", "0004_tries_are_counted_elsewhere"]


def forget(*names: str) -> None:
    """As if these migrations had not run."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'portfolios' AND name = ANY(%s)", [list(names)]
        )


def test_a_database_that_went_all_the_way_notes_the_new_names_and_does_nothing_else():
    forget("0001_schema")
    said = StringIO()
    call_command("migrate", skip_checks=True, stdout=said)
    assert "No migrations to apply" in said.getvalue()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'portfolios' ORDER BY id DESC LIMIT 1")
        assert cursor.fetchall() == [("0001_schema",)]


@pytest.mark.parametrize("never_ran", [["0004_tries_are_counted_elsewhere"], OLD])
def test_a_database_that_stopped_on_the_way_is_refused(never_ran):
    """Some of what was folded has not run; or none of it, where a database is from before the first folding."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('portfolios', '0019_origins', now())"
        )
    forget("0001_schema", *never_ran)
    with pytest.raises(CommandError, match=r"half way through what portfolios\.0001_schema"):
        call_command("migrate", skip_checks=True, verbosity=0)
