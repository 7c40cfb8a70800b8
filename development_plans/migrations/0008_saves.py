from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("development_plans", "0007_task_files")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="saves",
            field=models.JSONField(
                db_default=models.Value({}, output_field=models.JSONField()),
                default=dict,
                editable=False,
                help_text="for an answer, the page that saved it last and at which turn",
            ),
        ),
    ]
