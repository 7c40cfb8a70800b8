from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_their_walls")]
    operations = [
        migrations.AddField("action", "let_go_at", models.DateTimeField(blank=True, null=True)),
    ]
