from django.db import migrations, models

KINDS = ["entry", "task", "action", "plan", "meeting"]


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0018_showcase_confirmations")]

    operations = [
        migrations.AddField(
            "evidence",
            "origin_kind",
            models.CharField(
                blank=True,
                choices=[
                    ("entry", "the diary"),
                    ("task", "a task of a pathway"),
                    ("action", "an action of a plan"),
                    ("plan", "a plan"),
                    ("meeting", "a meeting or a session"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=7,
            ),
        ),
        migrations.AddField(
            "evidence",
            "origin",
            models.UUIDField(
                editable=False, help_text="the key of what it was made from, which may be gone by now", null=True
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(origin__isnull=True, origin_kind="")
                | models.Q(origin__isnull=False, origin_kind__in=KINDS),
                name="portfolios_evidence_origin",
            ),
        ),
    ]
