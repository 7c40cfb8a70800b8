"""What is declared of tables and functions is what the database holds; whatever differs is found and made anew."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from notifications.models import Preference
from organisations.declared_database import bring_to_declaration, differences
from organisations.row_security import NOBODY, Condition, Guard, RowSecurity, of, own

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def owner():
    return connections["owner"]


def found() -> list[str]:
    """Return the differences, without the functions that the tests have for themselves (tests/conftest.py)."""
    return [each for each in differences(owner()) if not each.startswith("The function tests_")]


def run(sql: str) -> None:
    with owner().cursor() as cursor:
        cursor.execute(sql, None)


def test_the_database_is_as_declared():
    assert found() == []


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("ALTER POLICY read ON notifications_preference USING (true)", "table notifications_preference"),
        ("DROP POLICY tenant ON organisations_member", "table organisations_member"),
        ("CREATE POLICY more ON organisations_member USING (true)", "table organisations_member"),
        ("ALTER TABLE files_ledgerentry NO FORCE ROW LEVEL SECURITY", "table files_ledgerentry"),
        ("ALTER TABLE files_ledgerentry DISABLE ROW LEVEL SECURITY", "table files_ledgerentry"),
        ("GRANT UPDATE ON organisations_auditentry TO mentoring_app", "table organisations_auditentry"),
        ("DROP TRIGGER fixed ON files_ledgerentry", "table files_ledgerentry"),
        ("DROP TRIGGER own ON organisations_member", "table organisations_member"),
        (
            "CREATE OR REPLACE FUNCTION organisations_is_admin(person uuid) RETURNS boolean LANGUAGE sql"
            " AS 'SELECT true'",
            "function organisations_is_admin",
        ),
        ("GRANT EXECUTE ON FUNCTION organisations_find TO PUBLIC", "function organisations_find"),
        (
            "ALTER TABLE organisations_appointment DROP CONSTRAINT organisations_appointment_member_id_within",
            "It lacks",
        ),
    ],
)
def test_what_somebody_changed_by_hand_is_found_and_put_right(planted, named):
    run(planted)
    [difference] = found()
    assert named in difference
    bring_to_declaration(owner())
    assert found() == []


def test_a_function_that_nothing_declares_is_told_of():
    run("CREATE FUNCTION by_hand() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert found() == ["The function by_hand is declared nowhere."]


def test_who_may_read_changes_with_one_line(monkeypatch):
    monkeypatch.setattr(Preference, "row_security", RowSecurity(read=NOBODY))
    assert found() == ["The table notifications_preference is not as declared."]
    bring_to_declaration(owner())
    with owner().cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy"
            " WHERE polrelid = 'notifications_preference'::regclass AND polname = 'read'"
        )
        assert cursor.fetchall() == [("false",)]


def test_a_function_that_takes_something_else_now_is_made_anew(monkeypatch):
    from organisations import declared_database

    declared = declared_database.declared_functions()
    changed = (
        declared["organisations_is_admin"]
        .replace("person uuid", "somebody uuid")
        .replace("person", "somebody")
    )
    monkeypatch.setattr(
        declared_database, "declared_functions", lambda: declared | {"organisations_is_admin": changed}
    )
    bring_to_declaration(owner())
    assert found() == []


def test_conditions_are_put_together_in_sql_and_in_words():
    author = own("author_id", "its author")
    shared = Condition("is_shared", "it is shared")
    assert (author | shared & author).sql == (
        "({row}.author_id = {member}) OR ((is_shared) AND ({row}.author_id = {member}))"
    )
    assert (author | shared & author).words == "its author, or (it is shared, and only if its author)"
    assert (~shared).sql == "NOT (is_shared)"


def test_a_condition_is_asked_of_the_row_that_a_column_refers_to():
    assert of(
        "session_id", "cop_session", of("community_id", "cop_community", own("created_by_id", ""))
    ).sql == (
        "EXISTS (SELECT 1 FROM public.cop_session WHERE cop_session.id = {row}.session_id AND ("
        "EXISTS (SELECT 1 FROM public.cop_community WHERE cop_community.id = cop_session.community_id AND ("
        "cop_community.created_by_id = {member}))))"
    )


def test_an_app_above_narrows_what_a_table_declares():
    author, admin = own("author_id", "its author"), own("admin_id", "its admin")
    guard = Guard("settled", ["name"], author)
    narrowed = RowSecurity(add=author).narrowed_by(
        "above", RowSecurity(tenant=None, read=admin, add=admin, guards=[guard])
    )
    assert [(name, condition.words) for name, _statement, condition in narrowed.rules] == [
        ("tenant", "its own organisation"),
        ("add", "its author"),
        ("above", "its admin"),
        ("above_add", "its admin"),
    ]
    assert narrowed.guards == (guard,)


def test_a_guard_asks_the_row_as_it_was():
    guard = Guard("settled", ["name"], own("author_id", "its author"))
    assert "IF NOT coalesce((OLD.author_id = (SELECT" in guard.function("cop_thread")


def test_a_declaration_is_read_aloud():
    said = StringIO()
    call_command("row_security", "organisations_sentform", stdout=said)
    assert said.getvalue().splitlines() == [
        "Row of its own organisation.",
        "Read and written only by who sent it, or work that no member does (a task, a command, coming in).",
        "Added only by who sent it.",
        "Fixed once made: member_id, digest.",
    ]
