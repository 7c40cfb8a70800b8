from importlib import import_module

from django.conf import settings
from django.db import migrations

from organisations.walls import MEMBER, Walled

OF_THE_TWO = "{member} IN (by_id, to_id)"

# Who is asked says yes or no; who asks takes it back.
EACH_THEIR_OWN = """(to_id = {member} AND outcome IN ('', 'accepted', 'declined'))
    OR (by_id = {member} AND outcome IN ('', 'withdrawn'))"""

BEGUN_BY_THE_TWO_OR_A_COORDINATOR = import_module(
    "partnerships.migrations.0002_walls"
).BEGUN_BY_THE_TWO_OR_A_COORDINATOR

# Two peers come in by the yes of the one who was asked, and nobody else by it.
OR_BY_A_PEERS_YES = f"""({BEGUN_BY_THE_TWO_OR_A_COORDINATOR} AND role <> 'peer') OR (role = 'peer' AND EXISTS (
    SELECT 1 FROM partnerships_peerinvitation i
    WHERE i.partnership_id = partnerships_party.partnership_id AND i.outcome = 'accepted' AND i.to_id = {{member}}
      AND partnerships_party.member_id IN (i.by_id, i.to_id)))"""


def added(condition: str) -> str:
    return f"ALTER POLICY added ON partnerships_party WITH CHECK ({condition.format(member=MEMBER)})"


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_peers"), ("programmes", "0002_walls")]

    operations = [
        Walled(
            "PeerInvitation",
            member=OF_THE_TWO,
            added="by_id = {member} AND outcome = ''",
            changed=EACH_THEIR_OWN,
            fixed=["by_id", "to_id", "cohort_id", "words", "at"],
        ),
        migrations.RunSQL(
            f"REVOKE DELETE ON partnerships_peerinvitation FROM {settings.RUNTIME_ROLE}",
            f"GRANT DELETE ON partnerships_peerinvitation TO {settings.RUNTIME_ROLE}",
        ),
        migrations.RunSQL(added(OR_BY_A_PEERS_YES), added(BEGUN_BY_THE_TWO_OR_A_COORDINATOR)),
    ]
