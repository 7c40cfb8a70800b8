from django.db import migrations

from organisations.walls import MEMBER, Walled

OWN = "member_id = {member}"


def attends(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM meetings_attendance a WHERE a.meeting_id = {table}.meeting_id AND a.member_id = {{member}})"


# Removing an item leaves its copy in a later meeting alone. The database itself forgets the origin: whoever removes
# an item may not see that meeting, and the member wall would hide the copy from a statement of ours.
CARRIED = "meetings_agendaitem_carried_from_id_within"
FORGETFUL = f"""
    ALTER TABLE meetings_agendaitem DROP CONSTRAINT {CARRIED};
    ALTER TABLE meetings_agendaitem ADD CONSTRAINT {CARRIED} FOREIGN KEY (organisation_id, carried_from_id)
        REFERENCES meetings_agendaitem (organisation_id, id)
        ON DELETE SET NULL (carried_from_id) DEFERRABLE INITIALLY DEFERRED;
"""

# Whoever makes a meeting or runs it says who attends; nobody lets themself in afterwards.
INVITED_BY_ITS_HOST = """EXISTS (
    SELECT 1 FROM meetings_meeting m WHERE m.id = meetings_attendance.meeting_id
    AND {member} IN (m.created_by_id, m.facilitator_id))"""

# And nobody takes that right: a meeting is handed on by who made or runs it, to somebody who is invited.
HANDED_ON = f"""
    CREATE FUNCTION meetings_handed_on() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM meetings_attendance a
                WHERE a.meeting_id = NEW.id AND a.member_id = NEW.facilitator_id)
            OR {MEMBER} IS NULL
            OR NOT {MEMBER} IN (OLD.created_by_id, COALESCE(OLD.facilitator_id, OLD.created_by_id))
        THEN RAISE EXCEPTION 'A meeting is handed on by who made or runs it, to somebody who is invited.'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $body$;
    CREATE TRIGGER handed_on BEFORE UPDATE ON meetings_meeting FOR EACH ROW
        WHEN (OLD.facilitator_id IS DISTINCT FROM NEW.facilitator_id) EXECUTE FUNCTION meetings_handed_on();
"""
NOT_HANDED_ON = "DROP TRIGGER handed_on ON meetings_meeting; DROP FUNCTION meetings_handed_on();"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_tables"), ("organisations", "0002_their_walls")]

    replaces = [
        ("meetings", "0002_walls"),
        ("meetings", "0004_circles_walls"),
        ("meetings", "0006_series_and_feeds_walls"),
        ("meetings", "0008_roles_taken_walls"),
    ]

    operations = [
        Walled("Meeting", fixed=["created_by_id"]),
        migrations.RunSQL(HANDED_ON, NOT_HANDED_ON),
        Walled("Attendance", added=INVITED_BY_ITS_HOST, fixed=["meeting_id", "member_id"]),
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
        Walled(
            "Resource",
            member=attends("meetings_resource"),
            added="author_id = {member}",
            changed="author_id = {member}",
            fixed=["meeting_id", "author_id"],
        ),
        Walled("Usefulness", member=OWN, fixed=["meeting_id", "member_id"]),
        Walled("CalendarFeed", member=OWN, fixed=["member_id"]),
        Walled("RolesTaken", member=OWN, fixed=["meeting_id", "member_id"]),
    ]
