from django.db import migrations

from organisations.walls import Guarded, Redrawn

MINE = "{member} IS NULL OR programmes_coordinates(programme_id, {member}) OR organisations_is_admin({member})"
MADE = """NOT programmes_is_coordinated(programme_id) AND EXISTS (
    SELECT 1 FROM programmes_programme p
    WHERE p.id = programmes_coordination.programme_id AND p.created_by_id = {member})"""
# Whoever made a programme takes it first, before there is anybody in it; once given up it is for others to give back.
NOBODY_IN_IT = """NOT EXISTS (
    SELECT 1 FROM programmes_cohort c WHERE c.programme_id = programmes_coordination.programme_id)"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_who_changes_programmes")]

    operations = [
        Redrawn(
            "Coordination", "added", was=f"{MINE} OR ({MADE})", now=f"{MINE} OR ({MADE} AND {NOBODY_IN_IT})"
        ),
        Guarded("Enrolment", "part", columns=["role", "created_at"], condition="{member} IS NULL"),
    ]
