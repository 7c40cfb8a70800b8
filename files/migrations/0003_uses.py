from django.db import migrations, models

from files.ledger import FORGET_EACH, FORGET_THE_LAST


class Migration(migrations.Migration):
    dependencies = [("files", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="uses",
            field=models.PositiveIntegerField(
                db_default=1,
                default=1,
                editable=False,
                help_text="rows that have the bytes; counted by the database",
            ),
        ),
        migrations.RunSQL(FORGET_THE_LAST, FORGET_EACH),
    ]
