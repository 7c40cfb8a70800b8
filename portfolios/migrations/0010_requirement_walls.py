from django.db import migrations

from organisations.walls import Walled

# Everybody in the organisation may know what a cohort requires; its programme's coordinators write it.
COORDINATES = """EXISTS (
    SELECT 1 FROM programmes_cohort h JOIN programmes_coordination k ON k.programme_id = h.programme_id
    WHERE h.id = portfolios_requirement.cohort_id AND k.member_id = {member})"""
OF_COORDINATED = """EXISTS (
    SELECT 1 FROM portfolios_requirement r JOIN programmes_cohort h ON h.id = r.cohort_id
    JOIN programmes_coordination k ON k.programme_id = h.programme_id
    WHERE r.id = portfolios_criterion.requirement_id AND k.member_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0009_requirements"), ("programmes", "0002_walls")]

    operations = [
        Walled("Requirement", added=COORDINATES, changed=COORDINATES, fixed=("cohort_id",)),
        Walled("Criterion", added=OF_COORDINATED, changed=OF_COORDINATED, fixed=("requirement_id", "line")),
    ]
