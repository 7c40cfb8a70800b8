from django.conf import settings
from django.db import migrations

from organisations.walls import Tightened, Walled

# Why it ended early: for who says so, and for the coordinators of the programme.
AUTHOR_OR_COORDINATOR = """by_id = {member} OR EXISTS (
    SELECT 1 FROM partnerships_conclusion e JOIN partnerships_partnership p ON p.id = e.partnership_id
    JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    WHERE e.id = partnerships_conclusionreason.conclusion_id)"""

# One's own view can be taken back until all views are there.
OWN_AND_OPEN = """member_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_stagereview r WHERE r.id = review_id AND r.outcome = '')"""
OF_OWN_AND_OPEN = """EXISTS (
    SELECT 1 FROM partnerships_reviewanswer a JOIN partnerships_stagereview r ON r.id = a.review_id
    WHERE a.id = answer_id AND a.member_id = {member} AND r.outcome = '')"""
TABLES = "partnerships_reviewanswer, partnerships_reviewanswered, partnerships_practicerating"


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_ending_early"), ("programmes", "0002_walls")]

    operations = [
        Walled("ConclusionReason", member=AUTHOR_OR_COORDINATOR, added="by_id = {member}", append_only=True),
        Tightened("ReviewAnswer", changed=OWN_AND_OPEN),
        Tightened("ReviewAnswered", changed=OWN_AND_OPEN),
        Tightened("PracticeRating", changed=OF_OWN_AND_OPEN),
        migrations.RunSQL(
            f"GRANT DELETE ON {TABLES} TO {settings.RUNTIME_ROLE}",
            f"REVOKE DELETE ON {TABLES} FROM {settings.RUNTIME_ROLE}",
        ),
    ]
