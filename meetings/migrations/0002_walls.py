from django.db import migrations

from organisations.walls import Walled


def attends(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM meetings_attendance a WHERE a.meeting_id = {table}.meeting_id AND a.member_id = {{member}})"
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("organisations", "0002_walls")]

    operations = [
        Walled("Meeting"),
        Walled("Attendance"),
        Walled("Cancellation"),
        Walled("Arrangement", member=attends("meetings_arrangement")),
        Walled("AgendaItem", member=attends("meetings_agendaitem")),
        Walled("Note", member=attends("meetings_note") + " AND (NOT is_private OR author_id = {member})"),
        Walled("Action", member=attends("meetings_action") + " OR owner_id = {member}"),
    ]
