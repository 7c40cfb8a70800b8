from django.db import migrations

from organisations.walls import Walled

OF_EVIDENCE = "EXISTS (SELECT 1 FROM portfolios_evidence e WHERE e.id = portfolios_bearing.evidence_id{})"
OF_OWN = OF_EVIDENCE.format(" AND e.owner_id = {member}")
TO_OWN_PLAN = """EXISTS (SELECT 1 FROM development_plans_plan p
    WHERE p.id = portfolios_bearing.plan_id AND p.owner_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0011_bearing"), ("development_plans", "0002_walls")]

    operations = [
        Walled(
            "Bearing",
            member=OF_EVIDENCE.format(""),
            added=f"{OF_OWN} AND {TO_OWN_PLAN}",
            changed=OF_OWN,
            fixed=("evidence_id", "plan_id"),
        )
    ]
