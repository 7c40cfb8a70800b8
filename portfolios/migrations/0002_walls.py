from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled

PIECES = {"evidence": "portfolios_evidence", "entry": "portfolios_diaryentry", "profile": "portfolios_profile"}


def owner_or_reader(name: str) -> str:
    """The owner; and who has a standing share, as long as the two work together."""
    return f"""owner_id = {{member}} OR EXISTS (
        SELECT 1 FROM portfolios_share s WHERE s.{name}_id = {PIECES[name]}.id AND s.reader_id = {{member}}
          AND s.taken_back_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM partnerships_conclusion c
            WHERE c.partnership_id = s.partnership_id AND c.kind IN ('ended', 'early')))"""


# One shares as oneself, with somebody of a partnership of both that is under way.
WITH_A_PARTNER = """owner_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_party mine
    JOIN partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
    WHERE mine.partnership_id = portfolios_share.partnership_id
      AND mine.member_id = {member} AND theirs.member_id = portfolios_share.reader_id
      AND NOT EXISTS (
        SELECT 1 FROM partnerships_conclusion c WHERE c.partnership_id = mine.partnership_id))"""

OF_EVIDENCE = "EXISTS (SELECT 1 FROM portfolios_evidence e WHERE e.id = portfolios_evidencefile.evidence_id{})"
OF_OWN_EVIDENCE = OF_EVIDENCE.format(" AND e.owner_id = {member}")


def owned(name: str) -> migrations.RunSQL:
    """A share is of a piece of its own owner's: the walls of the two tables cannot ask each other, a reference can."""
    table = PIECES[name]
    return migrations.RunSQL(
        f"""ALTER TABLE {table} ADD CONSTRAINT {table}_owned UNIQUE (organisation_id, id, owner_id);
        ALTER TABLE portfolios_share ADD CONSTRAINT portfolios_share_{name}_owned
          FOREIGN KEY (organisation_id, {name}_id, owner_id) REFERENCES {table} (organisation_id, id, owner_id)
          DEFERRABLE INITIALLY DEFERRED""",
        f"""ALTER TABLE portfolios_share DROP CONSTRAINT portfolios_share_{name}_owned;
        ALTER TABLE {table} DROP CONSTRAINT {table}_owned""",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("portfolios", "0001_initial"),
        ("files", "0002_walls"),
        ("partnerships", "0005_ending_early_walls"),
    ]

    operations = [
        *(
            Walled(
                model,
                member=owner_or_reader(name),
                added="owner_id = {member}",
                changed="owner_id = {member}",
                fixed=("owner_id",),
            )
            for model, name in (("Evidence", "evidence"), ("DiaryEntry", "entry"), ("Profile", "profile"))
        ),
        Walled(
            "Share",
            member="owner_id = {member} OR reader_id = {member}",
            added=WITH_A_PARTNER,
            changed="owner_id = {member}",
            fixed=("owner_id", "reader_id", "partnership_id", "evidence_id", "entry_id", "profile_id", "at"),
        ),
        *(owned(name) for name in PIECES),
        Walled(
            "EvidenceFile",
            member=OF_EVIDENCE.format(""),
            added=OF_OWN_EVIDENCE,
            changed=OF_OWN_EVIDENCE,
            fixed=("evidence_id",),
        ),
        Accounted("EvidenceFile"),
    ]
