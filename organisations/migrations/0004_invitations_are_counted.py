from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_the_trail_is_for_admins"), ("accounts", "0003_attempts")]

    operations = [
        migrations.AddField(
            "Invitation",
            "times",
            models.PositiveSmallIntegerField(default=1, help_text="how often they were invited"),
        ),
    ]
