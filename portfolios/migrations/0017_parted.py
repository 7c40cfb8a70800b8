from django.db import migrations, models

from organisations.walls import MEMBER

OF = "EXISTS (SELECT 1 FROM portfolios_assessment a WHERE a.id = portfolios_ending.assessment_id AND ({}))"
JUDGED = "EXISTS (SELECT 1 FROM portfolios_judgement j WHERE j.assessment_id = a.id)"
PARTED = """EXISTS (SELECT 1 FROM partnerships_conclusion c
    WHERE c.partnership_id = a.partnership_id AND c.kind IN ('ended', 'early'))"""
BY_ONE = f"""(a.owner_id = {MEMBER} AND portfolios_ending.kind = 'taken-back')
    OR (a.assessor_id = {MEMBER} AND portfolios_ending.kind IN ('declined', 'conflict'))"""
BY_PARTING = f"a.assessor_id = {MEMBER} AND portfolios_ending.kind = 'parted' AND {PARTED}"


def ends(by: str) -> str:
    """The wall on adding an ending, when it comes in one of these ways."""
    return f"ALTER POLICY added ON portfolios_ending WITH CHECK ({OF.format(f'NOT {JUDGED} AND ({by})')})"


# What was open when a partnership ended before.
WERE_OPEN = f"""
INSERT INTO portfolios_ending (organisation_id, assessment_id, kind, why, at)
SELECT a.organisation_id, a.id, 'parted', '', now() FROM portfolios_assessment a
WHERE a.settled_at IS NULL AND {PARTED};
UPDATE portfolios_assessment a SET settled_at = e.at FROM portfolios_ending e
WHERE e.organisation_id = a.organisation_id AND e.assessment_id = a.id AND a.settled_at IS NULL
"""
ARE_OPEN = """
UPDATE portfolios_assessment a SET settled_at = NULL, read_at = NULL FROM portfolios_ending e
WHERE e.organisation_id = a.organisation_id AND e.assessment_id = a.id AND e.kind = 'parted';
DELETE FROM portfolios_ending WHERE kind = 'parted';
"""


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0016_confirmation_walls"), ("partnerships", "0005_ending_early_walls")]

    operations = [
        migrations.AlterField(
            "ending",
            "kind",
            models.CharField(
                max_length=10,
                choices=[
                    ("taken-back", "taken back"),
                    ("declined", "declined"),
                    ("conflict", "not possible: line of management"),
                    ("parted", "ended with the partnership"),
                ],
            ),
        ),
        migrations.RemoveConstraint("ending", "portfolios_ending_kind"),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(
                condition=models.Q(kind__in=["taken-back", "declined", "conflict", "parted"]),
                name="portfolios_ending_kind",
            ),
        ),
        migrations.RunSQL(ends(f"{BY_ONE} OR ({BY_PARTING})"), ends(BY_ONE)),
        migrations.RunSQL(WERE_OPEN, ARE_OPEN),
    ]
