import django.db.models.deletion
from django.db import migrations, models

import organisations.fields
from organisations.walls import Tied


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_runs_and_deadlines")]

    operations = [
        migrations.AddField(
            model_name="cohort",
            name="closed_by",
            field=organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.member",
            ),
        ),
        migrations.AddField(
            model_name="cohort", name="closed_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="programmes_cohort_closed_by_somebody",
            ),
        ),
        Tied("Cohort", "closed_by"),
    ]
