from django.db import migrations

from organisations.walls import STAYS_AS_MADE, Walled, definer

FIND, DROP_FIND = definer(
    "organisations_find",
    "slug text, account uuid",
    "TABLE (organisation uuid, member uuid)",
    """
    SELECT o.id, m.id FROM public.organisations_organisation o
    LEFT JOIN public.organisations_member m ON m.organisation_id = o.id AND m.user_id = account
    WHERE o.slug = organisations_find.slug
    """,
)

# One's own lines; and those for admins, as an admin or (a task, a command) as the organisation itself.
OWN_OR_FOR_ADMINS = """by_id = {member} OR (for_admins AND ({member} IS NULL OR EXISTS (
    SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member} AND a.role = 'admin')))"""
# Work that nobody does (a task) leaves lines without an author: it has to see what it adds.
NOBODYS = "(by_id IS NULL AND {member} IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_tables")]

    replaces = [
        ("organisations", "0002_walls"),
        ("organisations", "0003_the_trail_is_for_admins"),
        ("organisations", "0005_the_platforms_own_lines"),
    ]

    operations = [
        migrations.RunSQL(STAYS_AS_MADE, "DROP FUNCTION organisations_stays_as_made()"),
        Walled(
            "Organisation",
            row="id = {organisation} OR {operator}",
            also_read="{organisation} IS NULL AND id IN "
            "(SELECT m.organisation_id FROM organisations_member m WHERE m.user_id = {user})",
        ),
        Walled("Member", also_read="{organisation} IS NULL AND user_id = {user}"),
        Walled("Appointment"),
        Walled("Invitation"),
        Walled(
            "AuditEntry",
            member=f"{OWN_OR_FOR_ADMINS} OR {NOBODYS}",
            added="{member} IS NULL OR by_id IS NULL OR by_id = {member}",
            append_only=True,
        ),
        migrations.RunSQL(FIND, DROP_FIND),
    ]
