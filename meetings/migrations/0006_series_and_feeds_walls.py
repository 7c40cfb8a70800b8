from django.db import migrations

from organisations.walls import Walled

OWN = "member_id = {member}"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_series_and_feeds")]

    operations = [
        Walled("Usefulness", member=OWN, fixed=["meeting_id", "member_id"]),
        Walled("CalendarFeed", member=OWN, fixed=["member_id"]),
    ]
