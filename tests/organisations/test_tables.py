"""Several tables as one operation: what comes of it is what would come of one after the other."""

import pytest
from django.db import connections, models
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps

from organisations.tables import Tables

BOOK = CreateModel(
    "Book",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("organisation", models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")),
        ("best", models.ForeignKey("sample.Chapter", models.CASCADE, null=True, related_name="+")),
    ],
)
CHAPTER = CreateModel(
    "Chapter",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("book", models.ForeignKey("sample.Book", models.CASCADE, related_name="chapters")),
    ],
)
TABLES = {"sample_book", "sample_chapter"}


def before() -> ProjectState:
    """The models up to the organisations', drawn up."""
    state = MigrationLoader(None).project_state(("organisations", "0001_schema"))
    assert state.apps.get_model("organisations", "Organisation")
    return state


def copied() -> ProjectState:
    return before().clone()


def not_drawn_up() -> ProjectState:
    state = before()
    del state.apps
    return state


def fields(apps: StateApps) -> dict[str, set[str]]:
    """Each model with what it has and what refers to it, hidden or not."""
    return {
        model._meta.label: {str(field) for field in model._meta.get_fields(include_hidden=True)}
        for model in apps.get_models()
    }


@pytest.mark.parametrize("start", [before, copied, not_drawn_up])
def test_models_are_drawn_up_as_one_by_one(start):
    together, one_by_one = start(), start()
    Tables(BOOK, CHAPTER).state_forwards("sample", together)
    for model in (BOOK, CHAPTER):
        model.state_forwards("sample", one_by_one)
    assert together == one_by_one
    assert fields(together.apps) == fields(one_by_one.apps) == fields(StateApps([], together.models))
    assert "<ManyToOneRel: sample.book>" in fields(together.apps)["organisations.Organisation"]


def test_what_is_drawn_up_already_stays():
    state = before()
    organisation = state.apps.get_model("organisations", "Organisation")
    Tables(BOOK, CHAPTER).state_forwards("sample", state)
    assert state.apps.get_model("organisations", "Organisation") is organisation


@pytest.mark.django_db(databases=["default", "owner"])
def test_tables_that_refer_to_one_another_are_made_and_taken_away():
    start, after, tables = before(), before(), Tables(BOOK, CHAPTER)
    tables.state_forwards("sample", after)
    owner = connections["owner"]
    with owner.schema_editor() as editor:
        tables.database_forwards("sample", editor, start, after)
    assert set(owner.introspection.table_names()) >= TABLES
    with owner.cursor() as cursor:
        found = owner.introspection.get_relations(cursor, "sample_book")
    assert {(column, table) for column, (_, table, _) in found.items()} == {
        ("organisation_id", "organisations_organisation"),
        ("best_id", "sample_chapter"),
    }
    with owner.schema_editor() as editor:
        tables.database_backwards("sample", editor, after, start)
    assert not set(owner.introspection.table_names()) & TABLES
