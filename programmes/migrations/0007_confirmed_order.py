from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_closed_cohorts")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="ordered",
            field=models.JSONField(
                default=list,
                blank=True,
                help_text="the choices of a scale in the order that a coordinator has confirmed",
            ),
        ),
    ]
