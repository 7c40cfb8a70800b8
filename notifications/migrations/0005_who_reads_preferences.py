from django.db import migrations

from organisations.walls import Tightened


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_nights_and_queues")]

    operations = [Tightened("Preference", member="{member} IS NULL OR member_id = {member}")]
