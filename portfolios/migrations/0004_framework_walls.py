from django.db import migrations

from organisations.walls import Walled

# Everybody reads frameworks; admins and coordinators make them, and only drafts are changed.
DESIGNS = """(EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})
    OR EXISTS (SELECT 1 FROM programmes_coordination k WHERE k.member_id = {member}))"""
OF_A_DRAFT = f"""{DESIGNS} AND EXISTS (
    SELECT 1 FROM portfolios_framework f
    WHERE f.id = portfolios_competency.framework_id AND f.opened_at IS NULL)"""

# A version in use stays as it is: what evidence was related to then reads the same later.
ONCE_OPEN = """CREATE TRIGGER once_open BEFORE UPDATE OR DELETE ON portfolios_framework FOR EACH ROW
    WHEN (OLD.opened_at IS NOT NULL) EXECUTE FUNCTION organisations_stays_as_made()"""

OF_EVIDENCE = "EXISTS (SELECT 1 FROM portfolios_evidence e WHERE e.id = portfolios_showing.evidence_id{})"
OF_OWN_EVIDENCE = OF_EVIDENCE.format(" AND e.owner_id = {member}")


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0003_frameworks"), ("programmes", "0002_walls")]

    operations = [
        Walled(
            "Framework",
            added=DESIGNS,
            changed=DESIGNS,
            fixed=("follows_id", "made_by_id", "version"),
        ),
        migrations.RunSQL(ONCE_OPEN, "DROP TRIGGER once_open ON portfolios_framework"),
        Walled("Competency", added=OF_A_DRAFT, changed=OF_A_DRAFT, fixed=("framework_id", "line")),
        Walled(
            "Showing",
            member=OF_EVIDENCE.format(""),
            added=OF_OWN_EVIDENCE,
            changed=OF_OWN_EVIDENCE,
            fixed=("evidence_id", "line"),
        ),
    ]
