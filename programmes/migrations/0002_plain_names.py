"""Models are called what people in the field call them."""

import django.db.models.deletion
from django.db import migrations, models

import organisations.fields


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_schema")]

    operations = [
        migrations.RenameModel("Taking", "ImportJob"),
        migrations.AlterField(
            "ImportJob",
            "list",
            organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="jobs",
                to="programmes.import",
            ),
        ),
        migrations.AlterField(
            "MatchingRun",
            "basis",
            models.JSONField(
                default=dict,
                help_text="what the run rests on, as ``input_fingerprint`` sums it up; empty for the earliest runs",
            ),
        ),
        migrations.RenameModel("Answer", "EnrolmentAnswer"),
        migrations.RenameModel("Criterion", "MatchingCriterion"),
    ]
