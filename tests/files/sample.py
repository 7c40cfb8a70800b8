"""An upper floor in small: notes with files, which only the two named on a file's row may see.

The model is in no installed app and its table is made by a fixture, so that no migration, walls' list or document
of the product has to know of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, migrations, models
from django.db.migrations.executor import MigrationExecutor

from files.ledger import Accounted
from files.models import FileModel
from organisations.fields import OrganisationForeignKey
from organisations.models import Member
from organisations.walls import Walled

LABEL = "sample"


class SampleFile(FileModel):
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    reader = OrganisationForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        app_label = LABEL
        db_table = "sample_file"


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "SampleFile",
            [(field.name, field.clone()) for field in SampleFile._meta.local_fields],
            {"db_table": "sample_file"},
        ),
        Walled(
            "SampleFile",
            member="author_id = {member} OR reader_id = {member}",
            added="author_id = {member}",
            fixed=("author_id", "reader_id"),
        ),
        Accounted("SampleFile"),
    ]


@contextmanager
def table() -> Iterator[None]:
    """Make the table as a migration would, as the owner, and take it away again as one undone would."""
    connection = connections["owner"]
    before = MigrationExecutor(connection).loader.project_state()
    migration = Migration("0001_sample", LABEL)
    with connection.schema_editor() as editor:
        migration.apply(before.clone(), editor)
    connection.close()
    try:
        yield
    finally:
        connections["default"].close()
        with connection.schema_editor() as editor:
            migration.unapply(before.clone(), editor)
        connection.close()
