from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_roles_taken_walls")]

    operations = [
        migrations.AddField(
            "agendaitem",
            "source_id",
            models.UUIDField(
                blank=True, editable=False, help_text="the key of what it brings up, where its source has pages", null=True
            ),
        ),
    ]
