"""Keep the file of a list until it is applied, so that it can be read in another way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_former_partners")]

    operations = [
        migrations.AddField(
            "import",
            "source",
            models.BinaryField(null=True, help_text="the file, to be read in another way; emptied once applied"),
        ),
        migrations.AddField(
            "import",
            "reading",
            models.JSONField(
                default=dict,
                help_text="asked: how to read the file; found: how it was read; alternatives: how else it could be",
            ),
        ),
    ]
