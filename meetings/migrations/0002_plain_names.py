"""What helps to read two columns names the modules by what they are called now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_schema")]

    operations = [
        migrations.AlterField(
            "AgendaItem",
            "source",
            models.CharField(
                blank=True,
                help_text="what put it there in the author's stead, as ``meeting_owners.register_source`` names it",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "RolesTaken", "roles", models.JSONField(help_text="words of ``web.labels.ROLES``, in its order")
        ),
    ]
