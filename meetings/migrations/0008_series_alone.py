from django.db import migrations, models

from organisations.walls import Guarded

ATTENDS_OR_HOSTS = """{member} IS NULL OR {member} IN (OLD.created_by_id, OLD.facilitator_id) OR EXISTS (
    SELECT 1 FROM public.meetings_attendance a WHERE a.meeting_id = OLD.id AND a.member_id = {member})"""

# A series is for those who are invited to it, as a meeting is: who of them may, the application says.
ATTENDS_OR_ARRANGED = """{member} IS NULL OR {member} = OLD.created_by_id OR EXISTS (
    SELECT 1 FROM public.meetings_meeting m JOIN public.meetings_attendance a ON a.meeting_id = m.id
    WHERE m.series_id = OLD.id AND a.member_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_series_carried_over")]

    operations = [
        migrations.RemoveField("Meeting", "former_series"),
        migrations.AddConstraint(
            "Meeting",
            models.CheckConstraint(
                condition=models.Q(("number", None), ("series", None))
                | models.Q(("number__isnull", False), ("series__isnull", False)),
                name="meetings_meeting_numbered_in_series",
            ),
        ),
        migrations.AddConstraint(
            "Meeting",
            models.UniqueConstraint(
                fields=("organisation", "series", "number"), name="meetings_meeting_once_in_series"
            ),
        ),
        Guarded(
            "Meeting",
            "moved",
            columns=["starts_at", "ends_at", "zone", "name", "series_id", "number", "line", "was_noted"],
            condition=ATTENDS_OR_HOSTS,
        ),
        Guarded(
            "Series",
            "moved",
            columns=["first_on", "clock", "zone", "minutes", "every", "count", "revision", "is_one_object"],
            condition=ATTENDS_OR_ARRANGED,
        ),
    ]
