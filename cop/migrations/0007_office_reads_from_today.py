from django.db import migrations

# Who is in office and belongs already is taken to have been let in today.
FROM_TODAY = """UPDATE cop_membership b SET reads_from = now()
    WHERE b.left_at IS NULL AND (organisations_is_admin(b.member_id) OR EXISTS (
        SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id
        WHERE c.id = b.community_id AND k.member_id = b.member_id))"""


class Migration(migrations.Migration):
    dependencies = [("cop", "0006_join_requests")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE cop_membership DISABLE TRIGGER let_in; {FROM_TODAY}; "
            "ALTER TABLE cop_membership ENABLE TRIGGER let_in",
            migrations.RunSQL.noop,
        )
    ]
