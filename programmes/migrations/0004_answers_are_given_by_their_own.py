from django.db import migrations

from organisations.walls import Tightened

# Who was proposed may read what the question shows to a match; writing stays with who answers and who coordinates.
OWN_OR_COORDINATOR = """EXISTS (
    SELECT 1 FROM programmes_enrolment e WHERE e.id = programmes_answer.enrolment_id AND (
        e.member_id = {member}
        OR EXISTS (
            SELECT 1 FROM programmes_cohort c JOIN programmes_coordination k ON k.programme_id = c.programme_id
            WHERE c.id = e.cohort_id AND k.member_id = {member})))"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_takings")]

    operations = [
        Tightened(
            "Answer",
            added=OWN_OR_COORDINATOR,
            changed=OWN_OR_COORDINATOR,
            fixed=["enrolment_id", "question_id"],
        ),
    ]
