from django.db import migrations, models
from django.db.migrations import CreateModel
from django.db.models.functions import UUID7, Now
from django.utils import timezone

from organisations.fields import OrganisationForeignKey
from organisations.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_tables"),
    ]

    replaces = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        Tables(
            CreateModel(
                "Heartbeat",
                [
                    ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ("received_at", models.DateTimeField()),
                ],
            ),
            CreateModel(
                "Message",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=60)),
                    ("subject_id", models.UUIDField(help_text="the row the message is about")),
                    ("link", models.CharField(help_text="path inside the organisation", max_length=200)),
                    ("key", models.CharField(max_length=200)),
                    ("due_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "waits for its time"),
                                ("claimed", "is being delivered"),
                                ("sent", "was sent"),
                                ("dropped", "no longer applied, or was not wanted"),
                                ("cancelled", "was called off"),
                                ("failed", "could not be delivered"),
                            ],
                            default="waiting",
                            max_length=10,
                        ),
                    ),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    ("recipient", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                ],
                {
                    "db_table": "notifications_message",
                    "indexes": [
                        models.Index(condition=models.Q(("state__in", ["waiting", "claimed"])), fields=["due_at"], name="notifications_due"),
                        models.Index(fields=["organisation", "subject_id"], name="notifications_subject"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "key"), name="notifications_message_key"),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["waiting", "claimed", "sent", "dropped", "cancelled", "failed"])),
                            name="notifications_message_state",
                        ),
                    ],
                },
            ),
            CreateModel(
                "Preference",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=60)),
                    ("channel", models.CharField(choices=[("mail", "by e-mail")], default="mail", max_length=10)),
                    ("wanted", models.BooleanField()),
                    ("at", models.DateTimeField(default=timezone.now)),
                    ("member", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "member", "kind", "channel"), name="notifications_preference_once"),
                    ],
                },
            ),
        ),
    ]
