from django.db import migrations, models
from organisations.tables import Tables
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import organisations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_schema"),
    ]

    replaces = [
        ("files", "0001_tables"),
        ("files", "0002_their_walls"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="LedgerEntry",
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
                    ("key", models.CharField(help_text="what the bytes are stored under; random", max_length=120)),
                    ("size", models.PositiveBigIntegerField(help_text="bytes, thumbnail included")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    ("removed_at", models.DateTimeField(null=True)),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "uses",
                        models.PositiveIntegerField(
                            db_default=1,
                            default=1,
                            editable=False,
                            help_text="rows that have the bytes; counted by the database",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("removed_at", None)),
                            fields=["organisation", "owner"],
                            include=("size",),
                            name="files_ledger_used",
                        ),
                        models.Index(
                            condition=models.Q(("removed_at__isnull", False)),
                            fields=["organisation", "removed_at"],
                            name="files_ledger_removed",
                        ),
                    ],
                    "constraints": [models.UniqueConstraint(fields=("organisation", "key"), name="files_ledger_key")],
                },
            ),
        ),
    ]
