from importlib import import_module

from django.db import migrations

from organisations.walls import MEMBER, ORGANISATION, Walled, definer

before = import_module("cop.migrations.0013_taking_stories_out")

# As before, a coordinator of the programme takes a story out and is given its author and thread. Why is written beside,
# where only the author reads it; nobody adds such a row by any other way.
TAKE_OUT, TAKE_OUT_NO_MORE = definer(
    "cop_take_out",
    "wanted uuid, reason text",
    "TABLE (author uuid, thread uuid)",
    f"""
    WITH gone AS (
        DELETE FROM cop_story s
        WHERE s.id = wanted AND s.organisation_id = {ORGANISATION} AND EXISTS (
            SELECT 1 FROM programmes_coordination k
            WHERE k.programme_id = s.programme_id AND k.member_id = {MEMBER})
        RETURNING s.organisation_id, s.consent_id, s.title
    ), given AS (
        DELETE FROM cop_consent a USING gone WHERE a.id = gone.consent_id
        RETURNING gone.organisation_id, a.author_id, a.thread_id, gone.title
    )
    INSERT INTO cop_takenout (organisation_id, author_id, thread_id, title, why, at)
    SELECT organisation_id, author_id, thread_id, title, reason, statement_timestamp() FROM given
    RETURNING author_id, thread_id;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("cop", "0015_why_a_story_was_taken_out")]

    operations = [
        Walled(
            "TakenOut",
            member="author_id = {member}",
            added="false",
            fixed=["author_id", "thread_id"],
        ),
        migrations.RunSQL(before.TAKE_OUT_NO_MORE, before.TAKE_OUT),
        migrations.RunSQL(TAKE_OUT, TAKE_OUT_NO_MORE),
    ]
