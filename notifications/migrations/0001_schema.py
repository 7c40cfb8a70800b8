from django.db import migrations, models
from organisations.tables import Tables
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_schema"),
    ]

    replaces = [
        ("notifications", "0001_tables"),
        ("notifications", "0002_their_walls"),
        ("notifications", "0003_held_messages"),
        ("notifications", "0004_nights_and_queues"),
        ("notifications", "0005_who_reads_preferences"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Heartbeat",
                fields=[
                    ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ("received_at", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="Message",
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
                                ("held", "waits until the recipient joins"),
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
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    (
                        "recipient",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    ("not_before", models.DateTimeField(null=True)),
                ],
                options={
                    "db_table": "notifications_message",
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state__in", ["waiting", "claimed"])),
                            fields=["due_at"],
                            name="notifications_due",
                        ),
                        models.Index(fields=["organisation", "subject_id"], name="notifications_subject"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "key"), name="notifications_message_key"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["waiting", "held", "claimed", "sent", "dropped", "cancelled", "failed"])
                            ),
                            name="notifications_message_state",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Preference",
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
                    ("kind", models.CharField(max_length=60)),
                    ("channel", models.CharField(choices=[("mail", "by e-mail")], default="mail", max_length=10)),
                    ("wanted", models.BooleanField()),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            fields=("organisation", "member", "kind", "channel"), name="notifications_preference_once"
                        )
                    ],
                },
            ),
        ),
    ]
