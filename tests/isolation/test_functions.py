"""What runs with the owner's rights cannot be led astray by a table that somebody else made."""

import re
from collections.abc import Sequence
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from organisations import checks, tenancy
from tests import make
from tests.conftest import superuser

pytestmark = pytest.mark.django_db

NAMES = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
    UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"""
OURS = "SELECT proname, proconfig, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
SHADOW = "CREATE TEMPORARY TABLE organisations_organisation (id uuid, slug text)"


def ask(question: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def qualify(body: str, names: Sequence[str]) -> str:
    """Return a function's body in which each of these names stands with its schema.

    A name before a dot is what the row is called, and one in quotes is a text: both stay.
    """
    unqualified = rf"(?<![.\w'])({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b(?!\.)"
    return re.sub(unqualified, r"public.\1", body)


@pytest.fixture
def temporary_tables_allowed():
    """A database that somebody set up by hand, in which PostgreSQL's own default stands."""
    name = connection.settings_dict["NAME"]
    with superuser("postgres") as server:
        server.execute(f'GRANT TEMPORARY ON DATABASE "{name}" TO PUBLIC')
        yield
        server.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')


def test_every_function_looks_for_names_in_its_own_schemas_before_temporary_ones():
    pinned = ["search_path=pg_catalog, public, pg_temp"]
    found = ask(OURS)
    assert len(found) > 15
    # What else a function sets (one for the tests does) is its own affair.
    assert [name for name, config, _body in found if pinned[0] not in (config or [])] == []


def test_every_function_says_in_which_schema_its_tables_are():
    names = [name for (name,) in ask(NAMES)]
    assert {"cop_evaluationanswer", "organisations_member", "cop_publish"} <= set(names)
    assert [name for name, _config, body in ask(OURS) if qualify(body, names) != body] == []


@pytest.mark.parametrize(
    ("body", "qualified"),
    [
        ("SELECT 1 FROM note n", "SELECT 1 FROM public.note n"),
        ("SELECT note.id FROM public.note", "SELECT note.id FROM public.note"),
        ("DECLARE a note; b note_file;", "DECLARE a public.note; b public.note_file;"),
        (
            "IF TG_TABLE_NAME = 'note' THEN PERFORM tell(1)",
            "IF TG_TABLE_NAME = 'note' THEN PERFORM public.tell(1)",
        ),
        ("SELECT footnote, notes", "SELECT footnote, notes"),
    ],
)
def test_names_are_given_their_schema_and_nothing_else_is_touched(body, qualified):
    assert qualify(body, ["note", "note_file", "tell"]) == qualified


def test_the_role_that_serves_cannot_make_a_temporary_table():
    with (
        pytest.raises(ProgrammingError, match="permission denied to create temporary tables"),
        transaction.atomic(),
    ):
        ask(SHADOW)


def test_a_temporary_table_stands_in_for_none_that_a_function_asks(temporary_tables_allowed):
    organisation, invented = make.organisation(), uuid4()
    with tenancy.inside(organisation.pk), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE cop_community (id uuid, organisation_id uuid)")
        cursor.execute("GRANT ALL ON cop_community TO PUBLIC")
        cursor.execute("INSERT INTO cop_community VALUES (%s, %s)", [invented, organisation.pk])
        assert ask("SELECT * FROM cop_history(%s)", invented) == []


def test_the_start_is_refused_where_temporary_tables_can_be_made(temporary_tables_allowed):
    with pytest.raises(SystemExit, match=r"the role in DATABASE_URL may make temporary tables\.$"):
        checks.refuse_an_unbound_role()
    assert [error.id for error in checks.runtime_role_is_bound_by_row_security(["default"])] == [
        "organisations.E002"
    ]
