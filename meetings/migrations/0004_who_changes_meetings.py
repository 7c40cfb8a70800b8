from django.db import migrations

from organisations.walls import Guarded, Tightened

ATTENDS_OR_HOSTS = """{{member}} IS NULL OR {{member}} IN ({meeting}.created_by_id, {meeting}.facilitator_id) OR EXISTS (
    SELECT 1 FROM public.meetings_attendance a WHERE a.meeting_id = {meeting}.id AND a.member_id = {{member}})"""

OWN_OR_HOSTS = """{member} IS NULL OR member_id = {member} OR EXISTS (
    SELECT 1 FROM meetings_meeting m WHERE m.id = meetings_attendance.meeting_id
    AND {member} IN (m.created_by_id, m.facilitator_id))"""

# One answers for oneself; who moves a meeting takes answers to the old time back, and gives none for others.
ANSWERS = """{member} IS NULL OR OLD.member_id = {member} OR (NEW.response = '' AND EXISTS (
    SELECT 1 FROM public.meetings_attendance a WHERE a.meeting_id = OLD.meeting_id AND a.member_id = {member}))"""
NOTES_WHO_CAME = """{member} IS NULL OR EXISTS (
    SELECT 1 FROM public.meetings_meeting m WHERE m.id = OLD.meeting_id AND (
        {member} IN (m.created_by_id, m.facilitator_id) OR EXISTS (
            SELECT 1 FROM public.meetings_attendance a WHERE a.meeting_id = m.id AND a.member_id = {member})))"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_actions_let_go")]

    operations = [
        Tightened(
            "Meeting", added="{member} IS NULL OR created_by_id = {member}", removed="{member} IS NULL"
        ),
        Guarded(
            "Meeting",
            "moved",
            columns=["starts_at", "ends_at", "zone", "name", "series", "line", "was_noted"],
            condition=ATTENDS_OR_HOSTS.format(meeting="OLD"),
        ),
        Tightened("Attendance", removed=OWN_OR_HOSTS),
        Guarded("Attendance", "answered", columns=["response", "responded_at"], condition=ANSWERS),
        Guarded(
            "Attendance", "noted", columns=["presence", "presence_by_id", "presence_at"], condition=NOTES_WHO_CAME
        ),
        Tightened("Cancellation", added="{member} IS NULL OR by_id = {member}", changed="{member} IS NULL"),
    ]
