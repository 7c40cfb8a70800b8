from django.db import migrations

from organisations.walls import MEMBER, ORGANISATION, definer

# A coordinator of the programme takes a story out of its library. Whose it is they cannot read where it stands without a
# name; the author and the thread are given back only by taking it out, so that its author can be told.
TAKE_OUT, TAKE_OUT_NO_MORE = definer(
    "cop_take_out",
    "wanted uuid",
    "TABLE (author uuid, thread uuid)",
    f"""
    WITH gone AS (
        DELETE FROM cop_story s
        WHERE s.id = wanted AND s.organisation_id = {ORGANISATION} AND EXISTS (
            SELECT 1 FROM programmes_coordination k
            WHERE k.programme_id = s.programme_id AND k.member_id = {MEMBER})
        RETURNING s.consent_id
    )
    DELETE FROM cop_consent a USING gone WHERE a.id = gone.consent_id RETURNING a.author_id, a.thread_id;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("cop", "0012_peers_walls"), ("programmes", "0002_walls")]

    operations = [migrations.RunSQL(TAKE_OUT, TAKE_OUT_NO_MORE)]
