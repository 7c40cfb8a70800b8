from django.db import migrations

from organisations.walls import Walled


def of_own_showcase(table: str) -> str:
    return f"""EXISTS (SELECT 1 FROM portfolios_showcase s
        WHERE s.id = {table}.showcase_id AND s.owner_id = {{member}})"""


ITEM, LINK = of_own_showcase("portfolios_showcaseitem"), of_own_showcase("portfolios_showcaselink")

# What a partner shares with one is not one's own to show.
OWN_EVIDENCE = """EXISTS (SELECT 1 FROM portfolios_evidence e
    WHERE e.id = portfolios_showcaseitem.evidence_id AND e.owner_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0005_showcases")]

    operations = [
        Walled("Showcase", member="owner_id = {member}", fixed=("owner_id",)),
        Walled(
            "ShowcaseItem",
            member=ITEM,
            added=f"{ITEM} AND {OWN_EVIDENCE}",
            fixed=("showcase_id", "evidence_id"),
        ),
        Walled("ShowcaseLink", member=LINK, fixed=("showcase_id", "key", "made_at")),
    ]
