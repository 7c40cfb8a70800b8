"""A step of stage says how it came about in the words of the pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_schema")]

    operations = [
        migrations.AlterField(
            "Transition",
            "reason",
            models.CharField(
                max_length=10,
                choices=[
                    ("began", "The partnership began"),
                    ("agreed", "Both reviewed the stage and agreed"),
                ],
            ),
        ),
    ]
