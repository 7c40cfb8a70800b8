from django.db import migrations


class Migration(migrations.Migration):
    """Wrong passphrases are counted with all other tries: for a link and where they come from."""

    dependencies = [("portfolios", "0003_pin_functions")]

    operations = [
        migrations.RemoveField("showcaselink", "tries"),
        migrations.RemoveField("showcaselink", "tried_from"),
    ]
