from django.db import migrations, models

from organisations.walls import Tightened

# What admins read until now, and go on reading.
SHOWN = """
UPDATE organisations_auditentry SET for_admins = true WHERE action IN (
    'organisation.founded', 'organisation.changed', 'member.added', 'member.appointed', 'member.changed',
    'member.dismissed', 'member.invited', 'member.joined', 'programme.created', 'programme.edited',
    'programme.taken-over', 'cohort.created', 'guide.edited', 'question.added', 'question.edited',
    'question.removed', 'criterion.added', 'criterion.edited', 'criterion.removed', 'import.applied',
    'matching.run', 'matching.confirmed')
"""

# One's own lines; and those for admins, as an admin or (a task, a command) as the organisation itself.
OWN_OR_FOR_ADMINS = """by_id = {member} OR (for_admins AND ({member} IS NULL OR EXISTS (
    SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member} AND a.role = 'admin')))"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_walls")]

    operations = [
        migrations.AddField(
            "AuditEntry",
            "for_admins",
            models.BooleanField(
                default=False,
                help_text="whether organisation admins read it; the others are their author's alone",
            ),
        ),
        migrations.RunSQL(SHOWN, migrations.RunSQL.noop),
        Tightened(
            "AuditEntry",
            member=OWN_OR_FOR_ADMINS,
            added="{member} IS NULL OR by_id IS NULL OR by_id = {member}",
        ),
    ]
