from django.db import migrations

from organisations.walls import Tightened

PARTY = """EXISTS (
    SELECT 1 FROM partnerships_party p
    WHERE p.partnership_id = partnerships_stagereview.partnership_id AND p.member_id = {member})"""

# That a review waits is a coordinator's to know too; whether the two saw it alike is their own.
PARTY_OR_COORDINATOR_WHILE_OPEN = f"""{PARTY} OR (outcome = '' AND EXISTS (
    SELECT 1 FROM partnerships_partnership p JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE p.id = partnerships_stagereview.partnership_id AND k.member_id = {{member}}))"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_walls")]

    operations = [
        Tightened(
            "StageReview",
            member=PARTY_OR_COORDINATOR_WHILE_OPEN,
            added="opened_by_id = {member}",
            changed=PARTY,
            fixed=["partnership_id", "stage"],
        ),
    ]
