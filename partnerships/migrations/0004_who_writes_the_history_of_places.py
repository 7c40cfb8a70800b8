from django.db import migrations

from organisations.walls import Redrawn

# A step of a place is written by whom the place's own wall lets take it.
OF_ONES_OWN = "place.member_id = {member}"
COORDINATES = """EXISTS (SELECT 1 FROM programmes_cohort c
    JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE c.id = place.cohort_id AND k.member_id = {member})"""
WORKS_WITH_THEM = """EXISTS (SELECT 1 FROM partnerships_party mine
    JOIN partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
    WHERE theirs.enrolment_id = place.id AND mine.member_id = {member})"""
IS_ASKED_WITH_THEM = """EXISTS (SELECT 1 FROM programmes_proposal o
    JOIN programmes_enrolment mine ON mine.id IN (o.mentor_id, o.mentee_id)
    WHERE place.id IN (o.mentor_id, o.mentee_id) AND mine.member_id = {member})"""
TAKEN = f"""EXISTS (
    SELECT 1 FROM programmes_enrolment place WHERE place.id = programmes_enrolmentchange.enrolment_id
    AND ({OF_ONES_OWN} OR {COORDINATES} OR {WORKS_WITH_THEM} OR {IS_ASKED_WITH_THEM}))"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0003_who_changes_partnerships"),
        ("programmes", "0008_who_comes_back"),
    ]

    operations = [
        Redrawn(
            "programmes.EnrolmentChange",
            "added",
            was="{member} IS NULL OR by_id = {member}",
            now=f"{{member}} IS NULL OR (by_id = {{member}} AND {TAKEN})",
        )
    ]
