"""An upper floor in small: notes with files, which only the two named on a file's row may see.

The model is in no installed app and its table is made by a fixture, so that no migration, walls' list or document
of the product has to know of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, models

from files.models import COUNTED, OWN_BYTES, FileModel
from organisations.declared_database import statements_for
from organisations.fields import OrganisationForeignKey
from organisations.models import Member
from organisations.row_security import AUTHOR, RowSecurity, own

LABEL = "sample"


class SampleFile(FileModel):
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    reader = OrganisationForeignKey(Member, models.PROTECT, related_name="+")

    row_security = RowSecurity(
        read=AUTHOR | own("reader_id", "its reader"),
        add=OWN_BYTES & AUTHOR,
        fixed=("author_id", "reader_id"),
        triggers=COUNTED,
    )

    class Meta:
        app_label = LABEL
        db_table = "sample_file"


@contextmanager
def table() -> Iterator[None]:
    """Make the table as ``migrate`` would, as the owner, and take it away again."""
    connection = connections["owner"]
    with connection.schema_editor() as editor:
        editor.create_model(SampleFile)
        for statement in statements_for(SampleFile, SampleFile.row_security):
            editor.execute(statement, None)
    connection.close()
    try:
        yield
    finally:
        connections["default"].close()
        with connection.schema_editor() as editor:
            editor.delete_model(SampleFile)
        connection.close()
