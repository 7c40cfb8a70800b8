import django.db.models.deletion
import django.db.models.functions.uuid
import django.utils.timezone
from django.db import migrations, models

import organisations.fields


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_series_and_feeds_walls"),
        ("organisations", "0004_invitations_are_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="RolesTaken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("roles", models.JSONField(help_text="words of web.words.ROLES, in its order")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "meeting",
                    organisations.fields.OrganisationForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles_taken",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    organisations.fields.OrganisationForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "meeting", "member"), name="meetings_rolestaken_once"
                    )
                ],
            },
        ),
    ]
