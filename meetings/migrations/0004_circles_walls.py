from django.db import migrations

from organisations.walls import MEMBER, Tied, Walled

ATTENDS = (
    "EXISTS (SELECT 1 FROM meetings_attendance a WHERE a.meeting_id = meetings_resource.meeting_id AND a.member_id = {member})"
)

# Whoever makes a meeting or runs it says who attends; nobody lets themself in afterwards.
INVITED_BY_ITS_HOST = f"""
    ALTER POLICY added ON meetings_attendance WITH CHECK (EXISTS (
        SELECT 1 FROM meetings_meeting m WHERE m.id = meetings_attendance.meeting_id
        AND {MEMBER} IN (m.created_by_id, m.facilitator_id)));
"""
INVITED_BY_ITS_MAKER = f"""
    ALTER POLICY added ON meetings_attendance WITH CHECK (EXISTS (
        SELECT 1 FROM meetings_meeting m WHERE m.id = meetings_attendance.meeting_id AND m.created_by_id = {MEMBER}));
"""

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
    dependencies = [("meetings", "0003_circles")]

    operations = [
        Tied("Meeting", "facilitator"),
        migrations.RunSQL(INVITED_BY_ITS_HOST, INVITED_BY_ITS_MAKER),
        migrations.RunSQL(HANDED_ON, NOT_HANDED_ON),
        Walled(
            "Resource",
            member=ATTENDS,
            added="author_id = {member}",
            changed="author_id = {member}",
            fixed=["meeting_id", "author_id"],
        ),
        # What was written down afterwards until now: nothing is arranged for a time that has passed.
        migrations.RunSQL(
            "UPDATE meetings_meeting SET was_noted = true WHERE created_at >= starts_at", migrations.RunSQL.noop
        ),
    ]
