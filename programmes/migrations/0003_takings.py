import django.db.models.deletion
import django.db.models.functions.uuid
import django.utils.timezone
from django.db import migrations, models

import organisations.fields
from organisations.walls import Walled, definer

# Ids only: which lists somebody asked to have taken before a moment, and that nobody has brought to an end.
WAITING, DROP_WAITING = definer(
    "programmes_takings_waiting",
    "asked_before timestamptz",
    "TABLE (organisation uuid, member uuid, taking uuid)",
    """
    SELECT organisation_id, by_id, id FROM public.programmes_taking WHERE outcome = '' AND at < asked_before ORDER BY at
    """,
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_walls"), ("programmes", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="Taking",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Under way"),
                            ("taken", "Taken"),
                            ("refused", "Refused"),
                            ("stopped", "Stopped"),
                            ("failed", "Failed"),
                        ],
                        default="",
                        max_length=7,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "refusal",
                    models.CharField(
                        blank=True, help_text="why nothing was taken, for whoever asked", max_length=500
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("enrolled", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    organisations.fields.OrganisationForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "list",
                    organisations.fields.OrganisationForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="takings",
                        to="programmes.import",
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
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("organisation", "list"),
                        name="programmes_taking_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True)),
                            models.Q(
                                ("outcome__in", ["taken", "refused", "stopped", "failed"]),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_taking_settled_is_dated",
                    ),
                ],
            },
        ),
        Walled("Taking", member="by_id = {member}", added="by_id = {member}", fixed=["list_id", "by_id"]),
        migrations.RunSQL(WAITING, DROP_WAITING),
    ]
