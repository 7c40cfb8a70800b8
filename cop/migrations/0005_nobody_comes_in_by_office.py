from django.conf import settings
from django.db import migrations

# Who looks after a programme or the organisation can enrol themself: that alone must not open what a community writes.
NOT_BY_OFFICE = """NOT EXISTS (
        SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id
        WHERE c.id = cop_membership.community_id AND k.member_id = cop_membership.member_id)
    AND NOT organisations_is_admin(cop_membership.member_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("cop", "0004_who_changes_communities"),
        ("organisations", "0005_who_changes_members"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY not_by_office ON cop_membership AS RESTRICTIVE FOR INSERT TO {settings.RUNTIME_ROLE} "
            f"WITH CHECK ({NOT_BY_OFFICE})",
            "DROP POLICY not_by_office ON cop_membership",
        )
    ]
