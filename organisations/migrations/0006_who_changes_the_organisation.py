from django.db import migrations

from organisations.walls import Guarded, Redrawn, Tightened

ADMIN = "{member} IS NULL OR public.organisations_is_admin({member})"
# Whoever is appointed invites and takes invitations back; who follows one is no member yet.
APPOINTED = """{member} IS NULL OR EXISTS (
    SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_who_changes_members")]

    operations = [
        Tightened("Organisation", removed="{member} IS NULL"),
        Guarded(
            "Organisation",
            "settled",
            columns=["name", "slug", "time_zone", "language", "created_at"],
            condition=ADMIN,
        ),
        Redrawn(
            "Invitation",
            "added",
            was="{member} IS NULL OR by_id = {member}",
            now=f"{{member}} IS NULL OR (by_id = {{member}} AND ({APPOINTED}))",
        ),
        Tightened("Invitation", changed=APPOINTED),
    ]
