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


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

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
        Walled("AuditEntry", append_only=True),
        migrations.RunSQL(FIND, DROP_FIND),
    ]
