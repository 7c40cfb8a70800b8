from django.db import migrations

from organisations.walls import Walled


def attends(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM meetings_attendance a WHERE a.meeting_id = {table}.meeting_id AND a.member_id = {{member}})"
    )


# Removing an item leaves its copy in a later meeting alone. The database itself forgets the origin: whoever removes
# an item may not see that meeting, and the member wall would hide the copy from a statement of ours.
CARRIED = "meetings_agendaitem_carried_from_id_within"
FORGETFUL = f"""
    ALTER TABLE meetings_agendaitem DROP CONSTRAINT {CARRIED};
    ALTER TABLE meetings_agendaitem ADD CONSTRAINT {CARRIED} FOREIGN KEY (organisation_id, carried_from_id)
        REFERENCES meetings_agendaitem (organisation_id, id)
        ON DELETE SET NULL (carried_from_id) DEFERRABLE INITIALLY DEFERRED;
"""


# Whoever makes a meeting says who attends; nobody lets themself in afterwards.
INVITED_BY_THE_MAKER = (
    "EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = meetings_attendance.meeting_id AND m.created_by_id = {member})"
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("organisations", "0002_walls")]

    operations = [
        Walled("Meeting", fixed=["created_by_id"]),
        Walled("Attendance", added=INVITED_BY_THE_MAKER, fixed=["meeting_id", "member_id"]),
        Walled("Cancellation"),
        Walled("Arrangement", member=attends("meetings_arrangement"), fixed=["meeting_id"]),
        Walled("AgendaItem", member=attends("meetings_agendaitem"), fixed=["meeting_id", "author_id"]),
        migrations.RunSQL(FORGETFUL, migrations.RunSQL.noop),
        Walled(
            "Note",
            member=attends("meetings_note") + " AND (NOT is_private OR author_id = {member})",
            added="author_id = {member}",
            changed="author_id = {member}",
            fixed=["meeting_id", "author_id"],
        ),
        Walled("Action", member=attends("meetings_action") + " OR owner_id = {member}", fixed=["meeting_id"]),
    ]
