import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import UUID7, Now

from organisations.fields import OrganisationForeignKey
from organisations.walls import Walled


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_their_walls")]

    operations = [
        migrations.CreateModel(
            "SentForm",
            [
                ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(editable=False, max_length=32)),
                ("location", models.TextField(help_text="where it led; empty where a piece of its page answered")),
                ("sent_at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "member",
                    OrganisationForeignKey(
                        db_constraint=False,
                        db_index=False,
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
                        fields=("organisation", "member", "digest"), name="organisations_sentform_once"
                    ),
                ],
            },
        ),
        # One's own; and without a member (a task) all of them, to be removed.
        Walled(
            "SentForm",
            member="member_id = {member} OR {member} IS NULL",
            added="member_id = {member}",
            fixed=("member_id", "digest"),
        ),
    ]
