from django.db import migrations, models
from django.db.migrations import CreateModel
from django.db.models.functions import UUID7, Now

from organisations.fields import OrganisationForeignKey
from organisations.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_tables"),
    ]

    replaces = [
        ("files", "0001_initial"),
        ("files", "0003_uses"),
    ]

    operations = [
        Tables(
            CreateModel(
                "LedgerEntry",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("key", models.CharField(help_text="what the bytes are stored under; random", max_length=120)),
                    ("size", models.PositiveBigIntegerField(help_text="bytes, thumbnail included")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("removed_at", models.DateTimeField(null=True)),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    ("owner", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    (
                        "uses",
                        models.PositiveIntegerField(
                            db_default=1, default=1, editable=False, help_text="rows that have the bytes; counted by the database"
                        ),
                    ),
                ],
                {
                    "indexes": [
                        models.Index(
                            condition=models.Q(("removed_at", None)), fields=["organisation", "owner"], include=("size",), name="files_ledger_used"
                        ),
                        models.Index(
                            condition=models.Q(("removed_at__isnull", False)), fields=["organisation", "removed_at"], name="files_ledger_removed"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "key"), name="files_ledger_key"),
                    ],
                },
            ),
        ),
    ]
