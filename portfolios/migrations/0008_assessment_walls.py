from django.conf import settings
from django.db import migrations

from organisations.walls import Walled

# As for competencies: everybody reads a framework's scale; admins and coordinators change a draft's.
DESIGNS = """(EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})
    OR EXISTS (SELECT 1 FROM programmes_coordination k WHERE k.member_id = {member}))"""
OF_A_DRAFT = f"""{DESIGNS} AND EXISTS (
    SELECT 1 FROM portfolios_framework f WHERE f.id = portfolios_level.framework_id AND f.opened_at IS NULL)"""

# One asks as oneself, a mentor with whom one works in a partnership under way.
OF_A_MENTOR = """owner_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_party mine
    JOIN partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
    WHERE mine.partnership_id = portfolios_assessment.partnership_id
      AND mine.member_id = {member} AND theirs.member_id = portfolios_assessment.assessor_id
      AND theirs.role = 'mentor' AND NOT EXISTS (
        SELECT 1 FROM partnerships_conclusion c WHERE c.partnership_id = mine.partnership_id))"""


def of_assessment(table: str, condition: str = "true") -> str:
    """An assessment that the member may see, and of which this is true."""
    return f"""EXISTS (SELECT 1 FROM portfolios_assessment a
        WHERE a.id = {table}.assessment_id AND ({condition}))"""


ENDED = "EXISTS (SELECT 1 FROM portfolios_ending e WHERE e.assessment_id = a.id)"
JUDGED = "EXISTS (SELECT 1 FROM portfolios_judgement j WHERE j.assessment_id = a.id)"
PARTED = """EXISTS (SELECT 1 FROM partnerships_conclusion c
    WHERE c.partnership_id = a.partnership_id AND c.kind IN ('ended', 'early'))"""

# The assessor reads what was shown to them until it is taken back, declined or not theirs to judge; and, once they
# have judged, for as long as their own judgement stands.
SHOWN = f"a.owner_id = {{member}} OR (NOT {ENDED} AND ({JUDGED} OR NOT {PARTED}))"
PIECE = of_assessment("portfolios_assessedpiece", SHOWN)
OF_PIECE = "EXISTS (SELECT 1 FROM portfolios_assessedpiece p WHERE p.id = portfolios_assessedfile.piece_id{})"
OWN = "a.owner_id = {member}"
OF_OWN_PIECE = OF_PIECE.format(
    f" AND {of_assessment('p', OWN)}",
)

# Both have said, each for themselves, that neither is in the other's line of management.
CLEAR = """(SELECT count(*) FROM portfolios_declaration d
    WHERE d.assessment_id = a.id AND d.by_id IN (a.owner_id, a.assessor_id) AND NOT d.manages) = 2"""
ON_ITS_SCALE = """EXISTS (SELECT 1 FROM portfolios_competency c JOIN portfolios_level l ON l.framework_id = c.framework_id
    WHERE c.id = a.competency_id AND l.id = portfolios_judgement.level_id)"""
JUDGES = of_assessment(
    "portfolios_judgement",
    f"a.assessor_id = {{member}} AND {CLEAR} AND {ON_ITS_SCALE} AND NOT {ENDED} AND NOT {PARTED}",
)
ENDS = of_assessment(
    "portfolios_ending",
    f"""NOT {JUDGED} AND ((a.owner_id = {{member}} AND portfolios_ending.kind = 'taken-back')
        OR (a.assessor_id = {{member}} AND portfolios_ending.kind IN ('declined', 'conflict')))""",
)

# One says it of oneself and somebody else; for an assessment, of the two whose it is.
DECLARES = f"""by_id = {{member}} AND (assessment_id IS NULL OR {
    of_assessment(
        "portfolios_declaration",
        "(a.owner_id = by_id AND a.assessor_id = about_id) OR (a.assessor_id = by_id AND a.owner_id = about_id)",
    )})"""

# A second look is at the owner's own first one, at the same competency. The table cannot ask itself; a reference can.
SECOND = """ALTER TABLE portfolios_assessment
    ADD CONSTRAINT portfolios_assessment_of UNIQUE (organisation_id, id, owner_id, competency_id);
    ALTER TABLE portfolios_assessment ADD CONSTRAINT portfolios_assessment_second_look
      FOREIGN KEY (organisation_id, first_id, owner_id, competency_id)
      REFERENCES portfolios_assessment (organisation_id, id, owner_id, competency_id) DEFERRABLE INITIALLY DEFERRED"""
NO_SECOND = """ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_second_look;
    ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_of"""

# Frameworks that were there before get the scale that new ones begin with.
SCALE = """INSERT INTO portfolios_level (organisation_id, framework_id, position, name, means)
    SELECT f.organisation_id, f.id, l.position, l.name, l.means FROM portfolios_framework f
    CROSS JOIN (VALUES
      (0, 'Not yet', 'What was shown does not let one see it yet.'),
      (1, 'Partly', 'Some of it can be seen, or with help.'),
      (2, 'Fully', 'It can be seen, without help, more than once.')) AS l (position, name, means)"""


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0007_assessments"), ("partnerships", "0005_ending_early_walls")]

    operations = [
        Walled("Level", added=OF_A_DRAFT, changed=OF_A_DRAFT, fixed=("framework_id",)),
        Walled(
            "Assessment",
            member="owner_id = {member} OR assessor_id = {member}",
            added=OF_A_MENTOR,
            fixed=(
                "owner_id", "assessor_id", "partnership_id", "competency_id", "first_id", "words", "asked_at",
            ),
        ),
        migrations.RunSQL(
            f"REVOKE DELETE ON portfolios_assessment FROM {settings.RUNTIME_ROLE}",
            f"GRANT DELETE ON portfolios_assessment TO {settings.RUNTIME_ROLE}",
        ),
        migrations.RunSQL(SECOND, NO_SECOND),
        Walled(
            "Declaration",
            member="by_id = {member} OR about_id = {member}",
            added=DECLARES,
            append_only=True,
        ),
        Walled("Ending", member=of_assessment("portfolios_ending"), added=ENDS, append_only=True),
        Walled("Judgement", member=of_assessment("portfolios_judgement"), added=JUDGES, append_only=True),
        Walled("AssessedPiece", member=PIECE, added=of_assessment("portfolios_assessedpiece", OWN), append_only=True),
        Walled("AssessedFile", member=OF_PIECE.format(""), added=OF_OWN_PIECE, append_only=True),
        migrations.RunSQL(SCALE, migrations.RunSQL.noop),
    ]
