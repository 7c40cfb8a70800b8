from django.db import migrations, models

STATES = ["waiting", "held", "claimed", "sent", "dropped", "cancelled", "failed"]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_their_walls")]

    operations = [
        migrations.AlterField(
            "message",
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
        migrations.RemoveConstraint("message", "notifications_message_state"),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="notifications_message_state"
            ),
        ),
    ]
