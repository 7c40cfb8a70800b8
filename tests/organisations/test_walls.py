"""What a later migration does to a table that stands behind the walls: another reference, another side."""

import pytest
from django.db import connections, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.functions import UUID7

from organisations.fields import OrganisationForeignKey
from organisations.walls import Tied, Tightened, Walled

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


class First(Migration):
    operations = (
        CreateModel(
            "Letter",
            [
                ("id", models.UUIDField(primary_key=True, db_default=UUID7())),
                ("organisation", models.ForeignKey("organisations.Organisation", models.CASCADE)),
                ("author", OrganisationForeignKey("organisations.Member", models.CASCADE, related_name="+")),
            ],
        ),
        Walled("Letter", fixed=["author_id"]),
    )


class Later(Migration):
    operations = (
        AddField(
            "Letter",
            "reader",
            OrganisationForeignKey("organisations.Member", models.CASCADE, null=True, related_name="+"),
        ),
        Tied("Letter", "reader"),
        Tightened(
            "Letter",
            member="{member} IN (author_id, reader_id)",
            added="author_id = {member}",
            changed="false",
        ),
    )


def drawn() -> tuple[set[str], set[str]]:
    """The policies of the table, and what ties its references to their own organisation."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = 'sample_letter'::regclass")
        policies = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'sample_letter'::regclass AND contype = 'f'"
            " AND cardinality(conkey) = 2"
        )
        return policies, {name for (name,) in cursor.fetchall()}


@pytest.fixture
def behind_walls() -> ProjectState:
    """The state of the models once the table of letters is there, behind its walls."""
    state = MigrationLoader(None).project_state(("organisations", "0002_their_walls"))
    with connections["owner"].schema_editor() as editor:
        return First("0001_first", "sample").apply(state, editor)


def test_a_later_reference_is_tied_and_a_later_side_is_drawn_and_both_can_be_undone(behind_walls):
    later, state = Later("0002_later", "sample"), behind_walls
    first = ({"tenant", "owner"}, {"sample_letter_author_id_within"})
    assert drawn() == first
    with connections["owner"].schema_editor() as editor:
        later.apply(state.clone(), editor)
    assert drawn() == (
        {"tenant", "owner", "member", "added", "updated", "deleted"},
        {"sample_letter_author_id_within", "sample_letter_reader_id_within"},
    )
    with connections["owner"].schema_editor() as editor:
        later.unapply(state.clone(), editor)
    assert drawn() == first
