from django.db import migrations, models

from organisations.walls import Guarded

PRESENCE = [("", "not noted"), ("came", "came"), ("missed", "did not come")]
WHO_SAID_IT = """
UPDATE meetings_attendance SET
    own_presence = CASE WHEN presence_by_id = member_id THEN presence ELSE '' END,
    noted_presence = CASE WHEN presence_by_id IS DISTINCT FROM member_id THEN presence ELSE '' END
WHERE presence <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_who_changes_meetings")]

    operations = [
        migrations.AddField(
            "attendance",
            "own_presence",
            models.CharField(blank=True, choices=PRESENCE, default="", max_length=6),
        ),
        migrations.AddField(
            "attendance",
            "noted_presence",
            models.CharField(blank=True, choices=PRESENCE, default="", max_length=6),
        ),
        migrations.RunSQL(WHO_SAID_IT, migrations.RunSQL.noop),
        # What somebody says of themself is theirs to say, what is noted of them anybody else's who was invited.
        Guarded(
            "Attendance", "own_word", columns=["own_presence"], condition="{member} IS NULL OR OLD.member_id = {member}"
        ),
        Guarded(
            "Attendance",
            "others_word",
            columns=["noted_presence"],
            condition="{member} IS NULL OR OLD.member_id <> {member}",
        ),
    ]
