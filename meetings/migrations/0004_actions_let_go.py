from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_who_changes_meetings")]
    operations = [
        migrations.AddField("action", "let_go_at", models.DateTimeField(blank=True, null=True)),
    ]
