from django.db import migrations

from files.ledger import DROP_USES, USES
from organisations.walls import Walled


class Migration(migrations.Migration):
    dependencies = [("files", "0001_tables"), ("organisations", "0002_their_walls")]

    replaces = [
        ("files", "0002_walls"),
    ]

    operations = [
        # A member sees and adds their own entries; only work without a member (upkeep) changes or removes any.
        Walled(
            "LedgerEntry",
            member="owner_id = {member} OR {member} IS NULL",
            added="owner_id = {member}",
            changed="{member} IS NULL",
            fixed=("owner_id", "key", "size"),
        ),
        migrations.RunSQL(USES, DROP_USES),
    ]
